package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmUnavailableException;
import io.signet.statement.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/**
 * A secret that only the TPM and we know, agreed on with a decryption key of the TPM (TPM 2.0 part 1, section C.6.1).
 *
 * @param secret 32 bytes
 * @param encrypted what tells it to the TPM: the content of a TPM2B_ENCRYPTED_SECRET
 */
record Salt(Bytes secret, Bytes encrypted) {
    private static final ECGenParameterSpec CURVE = new ECGenParameterSpec("secp256r1");

    /**
     * Agrees on one.
     *
     * @param key a storage key on P-256
     * @param keyX the key's x as its public area has it, which may lack leading zeros
     */
    static Salt forKey(ECPublicKey key, Bytes keyX) throws TpmUnavailableException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(CURVE);
            KeyPair ephemeral = generator.generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ephemeral.getPrivate());
            agreement.doPhase(key, true);
            byte[] shared = agreement.generateSecret();
            ECPublicKey ours = (ECPublicKey) ephemeral.getPublic();
            byte[] x = fixed(ours.getW().getAffineX());
            byte[] y = fixed(ours.getW().getAffineY());
            byte[] secret = Kdf.e(shared, "SECRET", x, keyX.toArray());
            Arrays.fill(shared, (byte) 0);
            return new Salt(
                    Bytes.copyOf(secret), new TpmWriter().sized(x).sized(y).toBytes());
        } catch (GeneralSecurityException e) {
            throw new TpmUnavailableException("the TPM's storage key is none: " + e.getMessage(), e);
        }
    }

    private static byte[] fixed(BigInteger coordinate) {
        byte[] bytes = coordinate.toByteArray();
        byte[] fixed = new byte[Kdf.DIGEST_SIZE_BYTES];
        int size = Math.min(bytes.length, fixed.length);
        System.arraycopy(bytes, bytes.length - size, fixed, fixed.length - size, size);
        return fixed;
    }
}
