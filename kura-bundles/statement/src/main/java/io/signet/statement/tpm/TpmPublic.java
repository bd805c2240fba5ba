package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import java.security.PublicKey;

/**
 * The public part of a key in a TPM: TPMT_PUBLIC (TPM 2.0 Library, part 2, section 12.2.4), of RSA keys of 2,048 to 4,096 bits
 * and of keys on P-256, named by SHA-256:
 *
 * <pre>
 * type 16 | name algorithm 16 | attributes 32 | policy TPM2B | symmetric | scheme | RSA: bits 16, exponent 32, modulus TPM2B
 *                                                                        | ECC: curve 16, kdf, x TPM2B, y TPM2B
 * </pre>
 */
public final class TpmPublic {
    private static final int POLICY_BYTES_MAX = 64;
    private static final int NAME_PREFIX_BYTES = 2;

    private final Bytes encoded;
    private final ObjectAttributes attributes;
    private final Bytes policy;
    private final boolean wrapsWithAes128;
    private final PublicKey key;

    private TpmPublic(
            Bytes encoded, ObjectAttributes attributes, Bytes policy, boolean wrapsWithAes128, PublicKey key) {
        this.encoded = encoded;
        this.attributes = attributes;
        this.policy = policy;
        this.wrapsWithAes128 = wrapsWithAes128;
        this.key = key;
    }

    /**
     * Reads a public part.
     *
     * @throws MalformedException if {@code encoded} is anything else, or a key of another kind
     */
    public static TpmPublic decode(Bytes encoded) throws MalformedException {
        TpmReader reader = TpmReader.bigEndian(encoded, "a TPM's public key");
        int type = reader.u16();
        if (reader.u16() != TpmAlgorithm.SHA256) {
            throw reader.wrong("its name is by another algorithm than SHA-256", reader.offset());
        }
        ObjectAttributes attributes = new ObjectAttributes((int) reader.u32());
        Bytes policy = reader.sized(POLICY_BYTES_MAX);
        boolean aes128 = readSymmetric(reader);
        readScheme(reader);
        PublicKey key =
                switch (type) {
                    case TpmAlgorithm.RSA -> TpmKeys.readRsa(reader);
                    case TpmAlgorithm.ECC -> TpmKeys.readEcc(reader);
                    default -> throw reader.wrong("it is neither RSA nor ECC", 0);
                };
        reader.expectEnd();
        return new TpmPublic(encoded, attributes, policy, aes128, key);
    }

    /** What the key may do. */
    public ObjectAttributes attributes() {
        return attributes;
    }

    /** The digest of the policy that whoever uses the key must satisfy, empty if there is none. */
    public Bytes policy() {
        return policy;
    }

    /** The key: RSA, or on P-256. */
    public PublicKey key() {
        return key;
    }

    /** What the TPM calls the key: the number of SHA-256, 16 bits, and the digest of the encoding. */
    public Bytes name() {
        byte[] name = new byte[NAME_PREFIX_BYTES + Digest.SIZE_BYTES];
        name[1] = TpmAlgorithm.SHA256;
        Digest.sha256(encoded).value().asBuffer().get(name, NAME_PREFIX_BYTES, Digest.SIZE_BYTES);
        return Bytes.copyOf(name);
    }

    /** Whether credentials can be made for this key as Signet makes them: it decrypts, is restricted, and wraps with AES-128. */
    public boolean takesCredentials() {
        return wrapsWithAes128 && attributes.has(ObjectAttributes.RESTRICTED | ObjectAttributes.DECRYPT);
    }

    /** Whether this is the public part of {@code other}, however that is encoded. */
    public boolean isOf(PublicKey other) {
        return TpmKeys.same(key, other);
    }

    /** TPMT_PUBLIC. */
    public Bytes encoded() {
        return encoded;
    }

    /** The same encoding. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TpmPublic that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    /** Kind and name. */
    @Override
    public String toString() {
        return key.getAlgorithm() + " key " + name();
    }

    /** TPMT_SYM_DEF_OBJECT (section 11.1.7): true for AES-128-CFB. */
    private static boolean readSymmetric(TpmReader reader) throws MalformedException {
        int start = reader.offset();
        int algorithm = reader.u16();
        if (algorithm == TpmAlgorithm.NULL) {
            return false;
        }
        if (algorithm != TpmAlgorithm.AES) {
            throw reader.wrong("it wraps by another algorithm than AES", start);
        }
        int bits = reader.u16();
        return reader.u16() == TpmAlgorithm.CFB && bits == 128;
    }

    /** TPMT_RSA_SCHEME and TPMT_ECC_SCHEME (sections 11.2.4.2 and 11.2.5.6): what signatures say themselves, so skipped. */
    private static void readScheme(TpmReader reader) throws MalformedException {
        int scheme = reader.u16();
        if (scheme != TpmAlgorithm.NULL && scheme != TpmAlgorithm.RSAES) {
            reader.u16();
        }
        if (scheme == TpmAlgorithm.ECDAA) {
            reader.u16();
        }
    }
}
