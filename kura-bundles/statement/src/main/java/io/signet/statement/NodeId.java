package io.signet.statement;

import java.security.PublicKey;

/**
 * The name of a node or requester, which nobody can take: the first 16 bytes of the SHA-256 of its identity key's
 * SubjectPublicKeyInfo (RFC 5280 section 4.1).
 *
 * @param value 16 bytes
 */
public record NodeId(Bytes value) implements Comparable<NodeId> {
    /** Size of an id. */
    public static final int SIZE_BYTES = 16;

    public NodeId {
        if (value.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("a node id has " + SIZE_BYTES + " bytes, not " + value.size());
        }
    }

    /** The id of the holder of {@code identityKey}. */
    public static NodeId of(PublicKey identityKey) {
        byte[] digest = Digest.newSha256().digest(identityKey.getEncoded());
        return new NodeId(Bytes.copyOfRange(digest, 0, SIZE_BYTES));
    }

    /**
     * Parses 32 hexadecimal digits.
     *
     * @throws IllegalArgumentException if {@code hex} is anything else
     */
    public static NodeId fromHex(String hex) {
        return new NodeId(Bytes.fromHex(hex));
    }

    /** 32 lower-case hexadecimal digits, as in topics and certificates. */
    public String toHex() {
        return value.toHex();
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
