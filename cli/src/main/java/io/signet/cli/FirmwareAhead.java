package io.signet.cli;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKey;
import io.signet.release.MeasuredFirmware;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a node is going to be made of, measured before it runs: so that a box shows in its first contact what it will be. The node
 * measures itself again when it starts, which adds the same run to the list once more.
 */
final class FirmwareAhead {
    private FirmwareAhead() {}

    /**
     * Tells the TPM that has {@code key}; a key elsewhere measures nothing.
     *
     * @throws CliException if the TPM can't be told
     */
    static void measure(HardwareKey key, Path bundles) throws CliException, IOException {
        if (key instanceof TpmKey tpm) {
            try {
                tpm.measure(MeasuredFirmware.of(bundles));
            } catch (TpmException e) {
                throw new CliException(
                        ExitCode.UNAVAILABLE, "the TPM can't be told what this box is going to run: " + e.getMessage());
            }
        }
    }
}
