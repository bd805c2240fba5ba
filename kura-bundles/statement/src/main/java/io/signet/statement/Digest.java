package io.signet.statement;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A SHA-256 digest (FIPS 180-4).
 *
 * @param value 32 bytes
 */
public record Digest(Bytes value) implements Comparable<Digest> {
    /** Size of a digest. */
    public static final int SIZE_BYTES = 32;

    /** Never fed; a copy of it is several times cheaper than a search for the algorithm. */
    private static final MessageDigest EMPTY_SHA256 = findSha256();

    public Digest {
        if (value.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("a digest has " + SIZE_BYTES + " bytes, not " + value.size());
        }
    }

    /** The digest of {@code content}. */
    public static Digest sha256(byte[] content) {
        return new Digest(Bytes.owning(newSha256().digest(content)));
    }

    /** The digest of {@code content}. */
    public static Digest sha256(Bytes content) {
        MessageDigest sha256 = newSha256();
        content.updateInto(sha256);
        return finish(sha256);
    }

    /** What {@code sha256} has been fed, as a digest; resets {@code sha256}. */
    public static Digest finish(MessageDigest sha256) {
        return new Digest(Bytes.owning(sha256.digest()));
    }

    /**
     * Parses 64 hexadecimal digits.
     *
     * @throws IllegalArgumentException if {@code hex} is anything else
     */
    public static Digest fromHex(String hex) {
        return new Digest(Bytes.fromHex(hex));
    }

    /** A fresh SHA-256, which every Java platform has. */
    public static MessageDigest newSha256() {
        try {
            return (MessageDigest) EMPTY_SHA256.clone();
        } catch (CloneNotSupportedException notThisProvider) {
            return findSha256();
        }
    }

    private static MessageDigest findSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256, which its specification demands", e);
        }
    }

    /** 64 lower-case hexadecimal digits. */
    public String toHex() {
        return value.toHex();
    }

    @Override
    public int compareTo(Digest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
