package io.signet.inference.model;

import org.osgi.annotation.versioning.ConsumerType;

/** Where the keys of encrypted packages come from. Thread-safe. */
@FunctionalInterface
@ConsumerType
public interface ContentKeys {
    /** There are none. */
    ContentKeys NONE = model -> {
        throw new PackageException(model.file(), "it is encrypted, and there are no keys for such packages here");
    };

    /**
     * The key of {@code model}, which is encrypted.
     *
     * @return the key, which the caller closes
     * @throws PackageException if there is none that may be used here and now, with the reason
     */
    ContentKey keyOf(ModelPackage model) throws PackageException;
}
