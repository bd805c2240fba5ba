package io.signet.cli;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKey;
import io.signet.launcher.NodeBundle;
import io.signet.provisioning.FileDigest;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node is going to be made of, measured before it runs: so that a box shows in its first contact what it will be. The node
 * measures itself again when it starts, which adds the same run to the list once more.
 */
final class FirmwareAhead {
    private FirmwareAhead() {}

    /** The run of a node of {@code bundles}, as the node itself measures it. */
    static FirmwareRun of(Path bundles) throws IOException {
        List<FirmwareItem> items = new ArrayList<>();
        for (NodeBundle bundle : NodeBundle.in(bundles)) {
            items.add(new FirmwareItem(bundle.name(), bundle.version(), FileDigest.sha256(bundle.jar())));
        }
        return new FirmwareRun(items);
    }

    /**
     * Tells the TPM that has {@code key}; a key elsewhere measures nothing.
     *
     * @throws CliException if the TPM can't be told
     */
    static void measure(HardwareKey key, Path bundles) throws CliException, IOException {
        if (key instanceof TpmKey tpm) {
            try {
                tpm.measure(of(bundles));
            } catch (TpmException e) {
                throw new CliException(
                        ExitCode.UNAVAILABLE, "the TPM can't be told what this box is going to run: " + e.getMessage());
            }
        }
    }
}
