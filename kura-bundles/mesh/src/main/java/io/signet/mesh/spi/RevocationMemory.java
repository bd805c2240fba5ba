package io.signet.mesh.spi;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.util.Optional;

/**
 * Where a peer keeps the last list of revocations of each owner that it trusts, so that after a restart nobody can show it an
 * earlier one. It is called on the mesh's thread, rarely: for each new list, and once at the start.
 */
public interface RevocationMemory {
    /** Keeps nothing: for peers that live no longer than a process. */
    RevocationMemory NONE = new RevocationMemory() {
        @Override
        public Optional<Bytes> kept(Digest owner) {
            return Optional.empty();
        }

        @Override
        public void keep(Digest owner, Bytes list) {
            // the peer itself has it as long as it runs
        }
    };

    /**
     * The list that was kept last; whoever asks checks it.
     *
     * @param owner the SHA-256 of the owner's certificate in DER
     */
    Optional<Bytes> kept(Digest owner);

    /**
     * Keeps {@code list} in the place of the one before. A list that can't be kept is no failure of the mesh: say so in the log.
     *
     * @param owner the SHA-256 of the owner's certificate in DER
     */
    void keep(Digest owner, Bytes list);
}
