package io.signet.statement.cose;

import io.signet.statement.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;

/**
 * Public keys of Curve25519 as the 32 bytes of RFC 7748 and RFC 8032, which COSE calls octet key pairs, and as Java's
 * keys.
 */
public final class OkpKeys {
    /** Size of a public key. */
    public static final int SIZE_BYTES = 32;

    /** SubjectPublicKeyInfo up to the key itself, which always ends it (RFC 8410 section 4). */
    private static final Bytes ED25519_PREFIX = Bytes.fromHex("302a300506032b6570032100");

    private static final Bytes X25519_PREFIX = Bytes.fromHex("302a300506032b656e032100");

    private OkpKeys() {}

    /**
     * The bytes of an Ed25519 key.
     *
     * @throws IllegalArgumentException if {@code key} is of another kind
     */
    public static Bytes ed25519(PublicKey key) {
        return raw(key, ED25519_PREFIX, "Ed25519");
    }

    /**
     * The Ed25519 key with these bytes.
     *
     * @throws IllegalArgumentException if they are not 32, or no point of the curve
     */
    public static PublicKey ed25519(Bytes raw) {
        return key(raw, ED25519_PREFIX, "Ed25519");
    }

    /**
     * The bytes of an X25519 key.
     *
     * @throws IllegalArgumentException if {@code key} is of another kind
     */
    public static Bytes x25519(PublicKey key) {
        return raw(key, X25519_PREFIX, "X25519");
    }

    /**
     * The X25519 key with these bytes.
     *
     * @throws IllegalArgumentException if they are not 32
     */
    public static PublicKey x25519(Bytes raw) {
        return key(raw, X25519_PREFIX, "X25519");
    }

    private static Bytes raw(PublicKey key, Bytes prefix, String algorithm) {
        byte[] encoded = key.getEncoded();
        if (encoded.length != prefix.size() + SIZE_BYTES
                || !Bytes.copyOfRange(encoded, 0, prefix.size()).equals(prefix)) {
            throw new IllegalArgumentException("not a public key for " + algorithm + " but for " + key.getAlgorithm());
        }
        return Bytes.copyOfRange(encoded, prefix.size(), encoded.length);
    }

    private static PublicKey key(Bytes raw, Bytes prefix, String algorithm) {
        if (raw.size() != SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a public key for " + algorithm + " has " + SIZE_BYTES + " bytes, not " + raw.size());
        }
        byte[] encoded = ByteBuffer.allocate(prefix.size() + SIZE_BYTES)
                .put(prefix.asBuffer())
                .put(raw.asBuffer())
                .array();
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a public key for " + algorithm + ": " + e.getMessage(), e);
        }
    }
}
