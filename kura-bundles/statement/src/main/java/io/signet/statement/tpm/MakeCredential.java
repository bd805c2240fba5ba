package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Hmac;
import io.signet.statement.internal.P256Points;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * TPM2_MakeCredential without a TPM: hides a secret so that only the TPM with a certain endorsement key gives it away, and
 * only if a certain attestation key lives in it too (TPM 2.0 Library, part 1, section 24 and annexes B.10 and C.6).
 */
public final class MakeCredential {
    /** Size of the secret in a challenge. */
    public static final int SECRET_BYTES = 32;

    private static final int AES_KEY_BYTES = 16;
    private static final String IDENTITY = "IDENTITY";

    private MakeCredential() {}

    /**
     * A challenge and what the TPM's answer must be.
     *
     * @param challenge for the node
     * @param secret what only the challenger and the right TPM know; compare it with {@link Bytes#equals}
     */
    public record Made(CredentialChallenge challenge, Bytes secret) {
        /** Never the secret. */
        @Override
        public String toString() {
            return "a challenge of " + challenge.encode().size() + " bytes and its secret";
        }
    }

    /**
     * Makes a challenge with a fresh secret.
     *
     * @param endorsement the endorsement key, RSA or on P-256
     * @param attestation the key that must live in the same TPM
     * @param random a {@link java.security.SecureRandom}, but in simulations
     * @throws IllegalArgumentException if {@code endorsement} can't take credentials
     */
    public static Made challenge(TpmPublic endorsement, TpmPublic attestation, RandomGenerator random) {
        return challenge(endorsement, attestation, Bytes.random(random, SECRET_BYTES), random);
    }

    /**
     * Makes a challenge with a secret of the challenger's, who then need not keep it: one that he can compute again.
     *
     * @param secret {@value #SECRET_BYTES} bytes that nobody else can foretell
     * @throws IllegalArgumentException if {@code endorsement} can't take credentials, or the secret has another size
     */
    public static Made challenge(TpmPublic endorsement, TpmPublic attestation, Bytes secret, RandomGenerator random) {
        if (secret.size() != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "a challenge's secret has " + SECRET_BYTES + " bytes, not " + secret.size());
        }
        return new Made(challenge(endorsement, attestation.name(), secret, new SecureDraws(random)), secret);
    }

    static CredentialChallenge challenge(TpmPublic endorsement, Bytes name, Bytes secret, SecureRandom random) {
        if (!endorsement.takesCredentials()) {
            throw new IllegalArgumentException("the endorsement key takes no credentials: it must be a restricted"
                    + " decryption key that wraps with AES-128-CFB");
        }
        try {
            Seed seed = endorsement.key() instanceof ECPublicKey key
                    ? agree(key, random)
                    : encrypt(endorsement.key(), random);
            return new CredentialChallenge(protect(seed.value(), name, secret), seed.encrypted());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks algorithms that its specification demands", e);
        }
    }

    /** What both sides derive keys from, and how it travels. */
    private record Seed(Bytes value, Bytes encrypted) {}

    /** Annex B.10.4: a random seed, by OAEP. */
    private static Seed encrypt(PublicKey endorsement, SecureRandom random) throws GeneralSecurityException {
        Bytes seed = Bytes.random(random, Digest.SIZE_BYTES);
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
        PSource label = new PSource.PSpecified(terminated(IDENTITY));
        oaep.init(
                Cipher.ENCRYPT_MODE,
                endorsement,
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, label),
                random);
        return new Seed(seed, Bytes.copyOf(oaep.doFinal(seed.toArray())));
    }

    /** Annex C.6.1: an ephemeral key, and the seed by KDFe (part 1, section 11.4.10.3) from what both keys agree on. */
    private static Seed agree(ECPublicKey endorsement, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(P256Points.curve(), random);
        KeyPair ephemeral = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(ephemeral.getPrivate());
        agreement.doPhase(endorsement, true);
        ECPoint point = ((ECPublicKey) ephemeral.getPublic()).getW();
        byte[] x = coordinate(point.getAffineX());
        MessageDigest kdfe = Digest.newSha256();
        kdfe.update(new byte[] {0, 0, 0, 1});
        kdfe.update(agreement.generateSecret());
        kdfe.update(terminated(IDENTITY));
        kdfe.update(x);
        kdfe.update(coordinate(endorsement.getW().getAffineX()));
        ByteBuffer encoded = ByteBuffer.allocate(2 * (2 + TpmKeys.COORDINATE_BYTES));
        putSized(encoded, x);
        putSized(encoded, coordinate(point.getAffineY()));
        return new Seed(Digest.finish(kdfe).value(), Bytes.copyOf(encoded.flip()));
    }

    /** Section 24.4: the secret encrypted under one key from the seed, and authenticated together with the name by another. */
    private static Bytes protect(Bytes seed, Bytes name, Bytes secret) throws GeneralSecurityException {
        ByteBuffer sized = ByteBuffer.allocate(2 + secret.size());
        putSized(sized, secret.toArray());
        byte[] storageKey = kdfa(seed, "STORAGE", name, AES_KEY_BYTES);
        Cipher cfb = Cipher.getInstance("AES/CFB/NoPadding");
        cfb.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(storageKey, "AES"),
                new IvParameterSpec(new byte[AES_KEY_BYTES]));
        byte[] identity = cfb.doFinal(sized.array());
        byte[] integrityKey = kdfa(seed, "INTEGRITY", Bytes.EMPTY, Digest.SIZE_BYTES);
        ByteBuffer idObject = ByteBuffer.allocate(2 + Digest.SIZE_BYTES + identity.length);
        putSized(idObject, Hmac.sha256(integrityKey, identity, name.toArray()));
        return Bytes.copyOf(idObject.put(identity).flip());
    }

    /** KDFa (part 1, section 11.4.10.2) with SHA-256, of whose blocks one is enough. */
    private static byte[] kdfa(Bytes key, String label, Bytes context, int sizeBytes) {
        byte[] block = Hmac.sha256(
                key.toArray(),
                new byte[] {0, 0, 0, 1},
                terminated(label),
                context.toArray(),
                ByteBuffer.allocate(4).putInt(8 * sizeBytes).array());
        return Arrays.copyOf(block, sizeBytes);
    }

    private static byte[] terminated(String label) {
        return (label + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    private static void putSized(ByteBuffer out, byte[] value) {
        out.putShort((short) value.length).put(value);
    }

    /** 32 bytes, big-endian. */
    private static byte[] coordinate(BigInteger value) {
        byte[] fixed = new byte[TpmKeys.COORDINATE_BYTES];
        byte[] minimal = value.toByteArray();
        int sign = Math.max(0, minimal.length - fixed.length);
        System.arraycopy(minimal, sign, fixed, fixed.length - (minimal.length - sign), minimal.length - sign);
        return fixed;
    }
}
