package io.signet.node;

import io.signet.mesh.spi.RevocationMemory;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.RevocationList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last list of revocations of each trusted owner, in files {@code revoked-DIGEST.crl} that {@code signet verify --crl} takes
 * too. One file an owner, each at most {@link RevocationList#SIZE_BYTES_MAX}.
 *
 * @param directory where the trust policy is
 */
record RevocationFiles(Path directory) implements RevocationMemory {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationFiles.class);
    private static final int DIGEST_CHARS = 16;

    private Path file(Digest owner) {
        return directory.resolve("revoked-" + owner.toHex().substring(0, DIGEST_CHARS) + ".crl");
    }

    @Override
    public Optional<Bytes> kept(Digest owner) {
        Path file = file(owner);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > RevocationList.SIZE_BYTES_MAX) {
                LOG.warn("{} is no list of revocations that was kept here: it is too large", file);
                return Optional.empty();
            }
            return Optional.of(Bytes.copyOf(Files.readAllBytes(file)));
        } catch (IOException e) {
            LOG.warn("{} can't be read, so revocations are known again when the mesh tells: {}", file, e.toString());
            return Optional.empty();
        }
    }

    @Override
    public void keep(Digest owner, Bytes list) {
        Path file = file(owner);
        try {
            OwnerOnlyFile.replace(file, list.toArray());
        } catch (IOException e) {
            LOG.warn(
                    "{} can't be written, so a restart forgets who is revoked until the mesh tells: {}",
                    file,
                    e.toString());
        }
    }
}
