package io.signet.inference;

import io.signet.inference.spi.PackagePeers;
import io.signet.statement.Digest;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The model packages of this node, as files. Thread-safe. */
@ProviderType
public interface PackageStore {
    /** The package of that digest, if it is here and was found to be of an accepted publisher. */
    Optional<StoredPackage> find(Digest digest);

    /** How many bytes are here of a package that did not arrive as a whole yet. */
    long arrived(Digest digest);

    /**
     * Takes a part of a package, at most one at a time of one package. The first one has to hold the package's head, so that
     * nothing is stored of a publisher who is not accepted.
     *
     * @param offset where the part begins in the package's file
     * @param sizeBytes of the whole file
     * @param bytes the part
     * @return never ends exceptionally; after the last part, when it is known whether the model runs
     */
    CompletionStage<PushResult> put(Digest digest, long offset, long sizeBytes, ByteBuffer bytes);

    /** From now on also fetches what this node is to have from {@code peers}, before anybody else. */
    void addPeers(PackagePeers peers);

    /** Asks {@code peers} no more. */
    void removePeers(PackagePeers peers);
}
