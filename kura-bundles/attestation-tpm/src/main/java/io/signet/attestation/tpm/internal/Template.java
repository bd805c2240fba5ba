package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmUnavailableException;
import io.signet.statement.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/**
 * What a key shall be like: its public area (TPMT_PUBLIC, TPM 2.0 part 2, section 12.2.4) but for what makes it unique.
 *
 * @param fixed everything before the unique part, which the TPM must give back as it is
 * @param unique the unique part when the key is asked for
 */
record Template(Bytes fixed, Bytes unique) {
    static final int SHA256 = 0x000b;
    static final int AES = 0x0006;
    static final int CFB = 0x0043;
    static final int AES_KEY_SIZE_BITS = 128;
    static final int COORDINATE_SIZE_BYTES = 32;

    private static final int RSA = 0x0001;
    private static final int KEYED_HASH = 0x0008;
    private static final int ALGORITHM_NULL = 0x0010;
    private static final int ECDSA = 0x0018;
    private static final int ECC = 0x0023;
    private static final int P256 = 0x0003;
    private static final int RSA_SIZE_BITS = 2048;

    private static final int FIXED_TPM = 1 << 1;
    private static final int FIXED_PARENT = 1 << 4;
    private static final int SENSITIVE_DATA_ORIGIN = 1 << 5;
    private static final int USER_WITH_AUTH = 1 << 6;
    private static final int ADMIN_WITH_POLICY = 1 << 7;
    private static final int NO_DA = 1 << 10;
    private static final int RESTRICTED = 1 << 16;
    private static final int DECRYPT = 1 << 17;
    private static final int SIGN = 1 << 18;

    private static final int BOUND = FIXED_TPM | FIXED_PARENT;
    /** Its authorisation value has 256 random bits: nobody guesses it, so a lockout need not protect it, nor stop us. */
    private static final int OWN = BOUND | SENSITIVE_DATA_ORIGIN | USER_WITH_AUTH | NO_DA;

    /** TPM2_PolicySecret(TPM_RH_ENDORSEMENT), the policy of all endorsement keys (EK credential profile, B.6.2). */
    private static final Bytes ENDORSEMENT_POLICY =
            Bytes.fromHex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");

    private static final Bytes NO_POINT =
            new TpmWriter().sized(new byte[32]).sized(new byte[32]).toBytes();

    /** Under which our keys are wrapped: the storage root key of the TCG's provisioning guidance. */
    static final Template STORAGE = storage(OWN | RESTRICTED | DECRYPT, Bytes.EMPTY);

    /** The endorsement key on P-256: template L-2 of the TCG's EK credential profile. */
    static final Template ENDORSEMENT_ECC =
            storage(BOUND | SENSITIVE_DATA_ORIGIN | ADMIN_WITH_POLICY | RESTRICTED | DECRYPT, ENDORSEMENT_POLICY);

    /** The endorsement key for RSA: template L-1 of the TCG's EK credential profile. */
    static final Template ENDORSEMENT_RSA = new Template(
            start(RSA, BOUND | SENSITIVE_DATA_ORIGIN | ADMIN_WITH_POLICY | RESTRICTED | DECRYPT, ENDORSEMENT_POLICY)
                    .u16(AES)
                    .u16(AES_KEY_SIZE_BITS)
                    .u16(CFB)
                    .u16(ALGORITHM_NULL)
                    .u16(RSA_SIZE_BITS)
                    .u32(0)
                    .toBytes(),
            new TpmWriter().sized(new byte[RSA_SIZE_BITS / 8]).toBytes());

    /** Signs only what the TPM itself says. */
    static final Template ATTESTATION = signing(OWN | RESTRICTED | SIGN);

    /** Signs what it is given. */
    static final Template RESULT = signing(OWN | SIGN);

    private static TpmWriter start(int type, int attributes, Bytes policy) {
        return new TpmWriter().u16(type).u16(SHA256).u32(attributes).sized(policy);
    }

    private static Template storage(int attributes, Bytes policy) {
        return new Template(
                start(ECC, attributes, policy)
                        .u16(AES)
                        .u16(AES_KEY_SIZE_BITS)
                        .u16(CFB)
                        .u16(ALGORITHM_NULL)
                        .u16(P256)
                        .u16(ALGORITHM_NULL)
                        .toBytes(),
                NO_POINT);
    }

    private static Template signing(int attributes) {
        return new Template(
                start(ECC, attributes, Bytes.EMPTY)
                        .u16(ALGORITHM_NULL)
                        .u16(ECDSA)
                        .u16(SHA256)
                        .u16(P256)
                        .u16(ALGORITHM_NULL)
                        .toBytes(),
                NO_POINT);
    }

    /**
     * A key for agreement that only {@code policy} lets anyone use.
     *
     * @param secret 32 bytes that go into its making
     */
    static Template unwrap(Bytes policy, Bytes secret) {
        return new Template(
                start(ECC, BOUND | SENSITIVE_DATA_ORIGIN | NO_DA | DECRYPT, policy)
                        .u16(ALGORITHM_NULL)
                        .u16(ALGORITHM_NULL)
                        .u16(P256)
                        .u16(ALGORITHM_NULL)
                        .toBytes(),
                new TpmWriter()
                        .sized(secret)
                        .sized(new byte[COORDINATE_SIZE_BYTES])
                        .toBytes());
    }

    /** A secret of ours that only {@code policy} opens. */
    static Template sealed(Bytes policy) {
        return new Template(
                start(KEYED_HASH, BOUND | NO_DA, policy).u16(ALGORITHM_NULL).toBytes(),
                new TpmWriter().u16(0).toBytes());
    }

    /** The content of a TPM2B_PUBLIC that asks for such a key. */
    Bytes publicArea() {
        return new TpmWriter().bytes(fixed).bytes(unique).toBytes();
    }

    /** Whether {@code publicArea} is that of such a key. */
    boolean fits(Bytes publicArea) {
        return publicArea.size() >= fixed.size()
                && Arrays.equals(publicArea.toArray(), 0, fixed.size(), fixed.toArray(), 0, fixed.size());
    }

    /** The name of what has {@code publicArea} (TPM 2.0 part 1, section 16). */
    static Bytes name(Bytes publicArea) {
        return new TpmWriter()
                .u16(SHA256)
                .bytes(Kdf.sha256(publicArea.toArray()))
                .toBytes();
    }

    /**
     * A public key on P-256.
     *
     * @param x as the public area has it, which may lack leading zeros
     */
    record Point(Bytes x, ECPublicKey key) {}

    /**
     * The key in {@code publicArea}, which must be one on P-256 made after this template.
     *
     * @throws TpmUnavailableException if it is anything else
     */
    Point point(Bytes publicArea) throws TpmUnavailableException {
        if (!fits(publicArea)) {
            throw new TpmUnavailableException("the TPM made another key than it was asked for");
        }
        TpmReader reader = new TpmReader(publicArea);
        reader.bytes(fixed.size());
        byte[] x = reader.sized();
        byte[] y = reader.sized();
        reader.expectEnd();
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
            ECPublicKeySpec spec = new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class));
            return new Point(
                    Bytes.copyOf(x), (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec));
        } catch (GeneralSecurityException e) {
            throw new TpmUnavailableException("the TPM's key is no point on P-256: " + e.getMessage(), e);
        }
    }
}
