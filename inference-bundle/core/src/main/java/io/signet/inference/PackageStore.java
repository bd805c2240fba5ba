package io.signet.inference;

import io.signet.inference.spi.PackagePeers;
import io.signet.statement.Digest;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The model packages of this node, as files. Thread-safe. */
@ProviderType
public interface PackageStore {
    /** The package of that digest, if it is here and was found to be of an accepted publisher. */
    Optional<StoredPackage> find(Digest digest);

    /** From now on also fetches what this node is to have from {@code peers}, before anybody else. */
    void addPeers(PackagePeers peers);

    /** Asks {@code peers} no more. */
    void removePeers(PackagePeers peers);
}
