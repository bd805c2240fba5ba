package io.signet.cli;

import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.simulator.TpmNodeKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A node's emulated TPM, on while this is open.
 *
 * @param tpm empty if the node has none
 */
record NodeEmulator(Optional<EmulatedTpm> tpm) implements AutoCloseable {
    /**
     * Switches on that of the node in {@code home}. It ends when this process does, however it ends.
     *
     * @throws CliException if it can't be switched on
     */
    static NodeEmulator start(Path home) throws CliException {
        try {
            return new NodeEmulator(TpmNodeKeys.startFor(home, false));
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.UNAVAILABLE, "the node's emulated TPM can't be switched on: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        tpm.ifPresent(EmulatedTpm::close);
    }
}
