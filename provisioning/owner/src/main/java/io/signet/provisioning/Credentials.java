package io.signet.provisioning;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.KeyFileException;
import io.signet.attestation.SoftwareKey;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * A member's key and the certificates that an owner issued for it.
 *
 * @param key the private key, or a handle to it
 * @param chain leaf first, the owner's own certificate excluded
 */
public record Credentials(HardwareKey key, List<X509Certificate> chain) {
    /** Where a member's directory holds the key. */
    public static final Path KEY_FILE = Path.of("identity", "key.pem");

    /** Where a member's directory holds the certificates. */
    public static final Path CHAIN_FILE = Path.of("identity", "chain.pem");

    public Credentials {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("credentials need at least the key's own certificate");
        }
        if (!belongTogether(key, chain)) {
            throw new IllegalArgumentException("the first certificate is for another key");
        }
    }

    /**
     * Loads a software key and its chain.
     *
     * @throws ProvisioningException if one of them is missing or wrong, or they don't belong together
     */
    public static Credentials load(Path keyFile, Path chainFile) throws ProvisioningException {
        List<X509Certificate> chain = Certificates.read(chainFile);
        HardwareKey key;
        try {
            key = SoftwareKey.load(keyFile);
        } catch (KeyFileException e) {
            throw new ProvisioningException(e.getMessage()); // which names the file
        }
        if (!belongTogether(key, chain)) {
            throw ProvisioningException.in(chainFile, "its first certificate is not for the key in " + keyFile);
        }
        return new Credentials(key, chain);
    }

    /**
     * Draws a software key and writes it to {@code keyFile}, which must not exist.
     *
     * @throws ProvisioningException if it can't be written
     */
    public static HardwareKey createKey(Path keyFile) throws ProvisioningException {
        try {
            return SoftwareKey.create(keyFile);
        } catch (KeyFileException e) {
            throw new ProvisioningException(e.getMessage()); // which names the file
        }
    }

    private static boolean belongTogether(HardwareKey key, List<X509Certificate> chain) {
        return Arrays.equals(
                key.publicKey().getEncoded(), chain.get(0).getPublicKey().getEncoded());
    }
}
