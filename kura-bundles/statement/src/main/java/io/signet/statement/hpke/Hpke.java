package io.signet.statement.hpke;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.internal.P256Points;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hybrid public key encryption, RFC 9180: mode base, one message, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. That
 * is the suite of appendix A.3, whose vector {@code HpkeTest} reads; the curve gives 128 bits of security, and so does the
 * cipher. The recipient's half needs Diffie-Hellman only, so the private key may stay in a TPM.
 */
public final class Hpke {
    /** How much longer a ciphertext is than its plaintext. */
    public static final int TAG_SIZE_BYTES = 16;

    private static final int KEY_SIZE_BYTES = 16;
    private static final int NONCE_SIZE_BYTES = 12;
    private static final byte MODE_BASE = 0;

    /** Section 7: KEM 0x0010. */
    private static final LabeledKdf KEM = new LabeledKdf(new byte[] {'K', 'E', 'M', 0x00, 0x10});

    /** Section 7: KEM 0x0010, KDF 0x0001, AEAD 0x0001. */
    private static final LabeledKdf SUITE =
            new LabeledKdf(new byte[] {'H', 'P', 'K', 'E', 0x00, 0x10, 0x00, 0x01, 0x00, 0x01});

    private Hpke() {}

    /**
     * What was encrypted.
     *
     * @param encapsulated the sender's fresh point, uncompressed, {@value MeasuredKey#POINT_SIZE_BYTES} bytes
     * @param ciphertext {@value #TAG_SIZE_BYTES} bytes longer than the plaintext
     */
    public record Sealed(Bytes encapsulated, Bytes ciphertext) {}

    /**
     * Encrypts {@code plaintext} to {@code recipient} (section 6.1, SealBase).
     *
     * @param info what the key is for; the recipient must say the same
     * @param associated what else must be the same for the recipient
     */
    public static Sealed seal(MeasuredKey recipient, Bytes info, Bytes associated, byte[] plaintext) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return seal(recipient.point(), generator.generateKeyPair(), info, associated, plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform can't agree on keys on P-256", e);
        }
    }

    /** The same with that pair as the fresh one. */
    static Sealed seal(Bytes recipient, KeyPair fresh, Bytes info, Bytes associated, byte[] plaintext)
            throws GeneralSecurityException {
        Bytes encapsulated = P256Points.encode((ECPublicKey) fresh.getPublic());
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(fresh.getPrivate());
        try {
            agreement.doPhase(P256Points.decode(recipient), true);
        } catch (MalformedException e) {
            throw new IllegalStateException("a measured key's point is on the curve", e);
        }
        byte[] shared = agreement.generateSecret();
        byte[] ciphertext = crypt(Cipher.ENCRYPT_MODE, shared, encapsulated, recipient, info, associated, plaintext);
        return new Sealed(encapsulated, Bytes.copyOf(ciphertext));
    }

    /**
     * Decrypts what was encrypted to {@code recipient} (section 6.1, OpenBase).
     *
     * @return the plaintext, which the caller wipes; empty if it is not for this key, this {@code info} and this
     *     {@code associated}
     * @throws MeasuredKeyException if {@code holder} can't use the key
     */
    public static Optional<byte[]> open(
            MeasuredKeyHolder holder, MeasuredKey recipient, Bytes info, Bytes associated, Sealed sealed)
            throws MeasuredKeyException {
        if (sealed.ciphertext().size() < TAG_SIZE_BYTES) { // Java's cipher has no answer to that but a fault
            return Optional.empty();
        }
        try {
            P256Points.decode(sealed.encapsulated()); // section 7.1.4: a point elsewhere would give the key away
        } catch (MalformedException e) {
            return Optional.empty();
        }
        byte[] shared = holder.agree(recipient, sealed.encapsulated());
        try {
            return Optional.of(crypt(
                    Cipher.DECRYPT_MODE,
                    shared,
                    sealed.encapsulated(),
                    recipient.point(),
                    info,
                    associated,
                    sealed.ciphertext().toArray()));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks AES-GCM", e);
        }
    }

    /** Sections 4.1 (ExtractAndExpand), 5.1 (KeySchedule) and 5.2, of the first and only message. Wipes {@code shared}. */
    private static byte[] crypt(
            int mode, byte[] shared, Bytes encapsulated, Bytes recipient, Bytes info, Bytes associated, byte[] text)
            throws GeneralSecurityException {
        byte[] empty = new byte[0];
        byte[] kemContext = LabeledKdf.concat(encapsulated.toArray(), recipient.toArray());
        byte[] extracted = KEM.extract(empty, "eae_prk", shared);
        byte[] sharedSecret = KEM.expand(extracted, "shared_secret", kemContext, LabeledKdf.HASH_SIZE_BYTES);
        byte[] context = LabeledKdf.concat(
                new byte[] {MODE_BASE},
                SUITE.extract(empty, "psk_id_hash", empty),
                SUITE.extract(empty, "info_hash", info.toArray()));
        byte[] secret = SUITE.extract(sharedSecret, "secret", empty);
        byte[] key = SUITE.expand(secret, "key", context, KEY_SIZE_BYTES);
        byte[] nonce = SUITE.expand(secret, "base_nonce", context, NONCE_SIZE_BYTES);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_SIZE_BYTES, nonce));
            cipher.updateAAD(associated.toArray());
            return cipher.doFinal(text);
        } finally {
            for (byte[] wiped : new byte[][] {shared, extracted, sharedSecret, secret, key}) {
                Arrays.fill(wiped, (byte) 0);
            }
        }
    }
}
