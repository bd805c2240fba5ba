package io.signet.simulator;

import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.NodeKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Gives each node an emulated TPM of its own, whose state is in the node's home, and a key in it. */
public final class TpmNodeKeys implements NodeKeys {
    private static final Path STATE_DIRECTORY = Path.of("tpm");
    private static final Path KEY_DIRECTORY = Path.of("identity", "tpm");

    /**
     * Switches on the emulated TPM of the node in {@code home}.
     *
     * @param outlivesParent false if it is to end when this process does, however it ends
     * @return empty if the node has none
     * @throws IOException if it does not start, or is on already
     */
    public static Optional<EmulatedTpm> startFor(Path home, boolean outlivesParent) throws IOException {
        Path state = home.resolve(STATE_DIRECTORY);
        return Files.isDirectory(state) ? Optional.of(EmulatedTpm.start(state, outlivesParent)) : Optional.empty();
    }

    /** Whether paths in {@code home} are short enough for an emulated TPM. */
    public static boolean fits(Path home) {
        return EmulatedTpm.fits(home.resolve(STATE_DIRECTORY));
    }

    @Override
    public NodeKey create(int number, Path home, RandomGenerator random) throws ProvisioningException {
        EmulatedTpm tpm = start(home.resolve(STATE_DIRECTORY));
        boolean done = false;
        try {
            TpmKey key = TpmKey.open(TpmOptions.of(tpm.address(), home.resolve(KEY_DIRECTORY)), random);
            done = true;
            return new NodeKey(key, settings(), () -> {
                key.close();
                tpm.close();
            });
        } catch (TpmException e) {
            throw new ProvisioningException("the emulated TPM makes no key: " + e.getMessage());
        } finally {
            if (!done) {
                tpm.close();
            }
        }
    }

    private static EmulatedTpm start(Path state) throws ProvisioningException {
        try {
            return EmulatedTpm.start(state, false);
        } catch (IOException e) {
            throw new ProvisioningException(e.getMessage());
        }
    }

    private static String settings() {
        return """
                tpm:
                  directory: %s
                  socket.file: %s # an emulated TPM, which 'signet node run' starts: it protects nothing
                """
                .formatted(KEY_DIRECTORY, EmulatedTpm.socket(STATE_DIRECTORY));
    }
}
