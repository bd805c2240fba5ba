package io.signet.attestation.tpm.internal;

import io.signet.statement.Hmac;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The derivations and ciphers that TPM 2.0 part 1 defines, with SHA-256 and AES-128 throughout. */
final class Kdf {
    static final int DIGEST_SIZE_BYTES = 32;
    static final int AES_KEY_SIZE_BYTES = 16;

    private static final int DIGEST_SIZE_BITS = 256;

    private Kdf() {}

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw lacking(e);
        }
    }

    /** KDFa (section 11.4.10.2), which is that of SP 800-108 in counter mode: 32 bytes. */
    static byte[] a(byte[] key, String label, byte[] contextU, byte[] contextV) {
        return Hmac.sha256(key, counter(), label(label), contextU, contextV, bits());
    }

    /** KDFe (section 11.4.10.3), which is that of SP 800-56A: 32 bytes. */
    static byte[] e(byte[] sharedX, String label, byte[] partyU, byte[] partyV) {
        return sha256(counter(), sharedX, label(label), partyU, partyV);
    }

    /** AES-128 in CFB mode with the 16 bytes of key and 16 of initial value in {@code keyAndIv} (section 21.3). */
    static byte[] aesCfb(boolean encrypt, byte[] keyAndIv, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
            cipher.init(
                    encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
                    new SecretKeySpec(keyAndIv, 0, AES_KEY_SIZE_BYTES, "AES"),
                    new IvParameterSpec(keyAndIv, AES_KEY_SIZE_BYTES, AES_KEY_SIZE_BYTES));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw lacking(e);
        }
    }

    private static byte[] counter() {
        return new TpmWriter().u32(1).toArray();
    }

    private static byte[] bits() {
        return new TpmWriter().u32(DIGEST_SIZE_BITS).toArray();
    }

    /** With the zero byte that ends it. */
    private static byte[] label(String label) {
        return (label + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static IllegalStateException lacking(GeneralSecurityException e) {
        return new IllegalStateException("this Java platform lacks SHA-256 or AES", e);
    }
}
