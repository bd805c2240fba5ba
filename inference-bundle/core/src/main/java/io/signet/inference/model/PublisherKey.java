package io.signet.inference.model;

import io.signet.statement.Bytes;
import io.signet.statement.cose.OkpKeys;
import java.security.PublicKey;

/**
 * Who publishes packages: an Ed25519 public key (RFC 8032).
 *
 * @param value the key's 32 bytes
 */
public record PublisherKey(Bytes value) {
    public PublisherKey {
        if (value.size() != OkpKeys.SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a publisher key has " + OkpKeys.SIZE_BYTES + " bytes, not " + value.size());
        }
    }

    /**
     * Parses 64 hexadecimal digits.
     *
     * @throws IllegalArgumentException if {@code hex} is anything else
     */
    public static PublisherKey fromHex(String hex) {
        return new PublisherKey(Bytes.fromHex(hex));
    }

    /**
     * The publisher key that is {@code key}.
     *
     * @throws IllegalArgumentException if it is not an Ed25519 key
     */
    public static PublisherKey of(PublicKey key) {
        return new PublisherKey(OkpKeys.ed25519(key));
    }

    /** 64 lower-case hexadecimal digits. */
    public String toHex() {
        return value.toHex();
    }

    @Override
    public String toString() {
        return toHex();
    }
}
