package io.signet.provisioning.owner;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.Pkcs11Key;
import io.signet.attestation.Pkcs11Uri;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.internal.Yaml;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Makes the identity keys of a new mesh's nodes. What it made stays, should the mesh not be completed. */
public interface NodeKeys {
    /** The section of {@code node.yaml} of a node whose key is a file. */
    String FILE_SECTION =
            """
            key:
              key.file: %s
              software.allowed: true # the key is a file: whoever can read it can use it
            tpm:
              use: never # the certificate is for the key in the file
            """
                    .formatted(Credentials.KEY_FILE);

    /** Keys in files of the nodes' own. */
    NodeKeys FILES = (number, home, random) ->
            new NodeKey(Credentials.createKey(home.resolve(Credentials.KEY_FILE)), FILE_SECTION);

    /**
     * A node's key.
     *
     * @param key what signs, until this is closed; the node's certificate says what its evidence shows
     * @param section of {@code node.yaml} that names it
     * @param release ends what was needed to make it
     */
    record NodeKey(HardwareKey key, String section, Runnable release) implements AutoCloseable {
        /** A key that needs nothing to be ended. */
        public NodeKey(HardwareKey key, String section) {
            this(key, section, () -> {});
        }

        @Override
        public void close() {
            release.run();
        }
    }

    /**
     * Makes the key of node {@code number}, counted from 1, who lives in {@code home}.
     *
     * @param random for what this program draws: a {@link java.security.SecureRandom}
     * @throws ProvisioningException if it can't be made
     */
    NodeKey create(int number, Path home, RandomGenerator random) throws ProvisioningException;

    /**
     * Keys on one PKCS#11 token of this machine, drawn there: that of node 1 is called as {@code first} says with
     * {@code -1} after it, and so on.
     *
     * @param nodes how many there will be
     * @throws IllegalArgumentException if a name gets too long
     */
    static NodeKeys onToken(Pkcs11Uri first, int nodes) {
        IntStream.rangeClosed(1, nodes).forEach(number -> numbered(first, number));
        return (number, home, random) -> {
            Pkcs11Uri uri = numbered(first, number);
            try {
                return new NodeKey(
                        Pkcs11Key.generate(uri), "pkcs11:\n  key.uri: " + Yaml.quoted(uri.toString()) + "\n");
            } catch (AttestationException e) {
                throw new ProvisioningException(e.getMessage());
            }
        };
    }

    private static Pkcs11Uri numbered(Pkcs11Uri uri, int number) {
        return new Pkcs11Uri(
                uri.token(), uri.serial(), uri.slot(), uri.object() + "-" + number, uri.module(), uri.pinFile());
    }
}
