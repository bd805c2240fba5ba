package io.signet.cli;

import io.signet.attestation.KeyFileException;
import io.signet.attestation.SoftwareKey;
import io.signet.attestation.tpm.TpmAddress;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.provisioning.owner.NodeKeys.NodeKey;
import io.signet.simulator.TpmNodeKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** The key of a box that is no node yet: the machine's TPM; an emulated one, if its state is there; or a file, if that is allowed. */
final class BoxKeys {
    private static final Path TPM_KEYS = Path.of("identity", "tpm");
    private static final Path EMULATED_STATE = Path.of("tpm");

    private BoxKeys() {}

    /**
     * Opens it, or makes one.
     *
     * @param software whether a file will do where there is no TPM
     * @throws CliException if there is no TPM, and a file will not do
     */
    static NodeKey open(Path home, boolean software, RandomGenerator random)
            throws CliException, ProvisioningException, IOException {
        Path device = Path.of(TpmOptions.DEVICE);
        Path file = home.resolve(Credentials.KEY_FILE);
        Files.createDirectories(file.getParent());
        if (Files.isDirectory(home.resolve(EMULATED_STATE))) {
            return new TpmNodeKeys().create(1, home, random);
        }
        if (Files.exists(file)) {
            return loaded(file);
        }
        if (Files.exists(device)) {
            return inTpm(home, device, random);
        }
        if (!software) {
            throw new CliException(
                    ExitCode.UNAVAILABLE,
                    "this machine has no TPM at " + device + ": switch it on in the firmware's settings; --software-key"
                            + " allows a key in a file, which not every owner accepts");
        }
        return NodeKeys.FILES.create(1, home, random);
    }

    private static NodeKey loaded(Path file) throws ProvisioningException {
        try {
            return new NodeKey(SoftwareKey.load(file), NodeKeys.FILE_SECTION);
        } catch (KeyFileException e) {
            throw new ProvisioningException(e.getMessage()); // which names the file
        }
    }

    private static NodeKey inTpm(Path home, Path device, RandomGenerator random) throws CliException {
        try {
            TpmKey key = TpmKey.open(TpmOptions.of(new TpmAddress.Device(device), home.resolve(TPM_KEYS)), random);
            return new NodeKey(key, "tpm:\n  directory: " + TPM_KEYS + "\n", key::close);
        } catch (TpmException e) {
            throw new CliException(ExitCode.UNAVAILABLE, "the TPM makes no key: " + e.getMessage());
        }
    }
}
