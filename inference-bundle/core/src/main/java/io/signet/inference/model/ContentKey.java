package io.signet.inference.model;

import io.signet.statement.Bytes;
import io.signet.statement.Hmac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The key of an encrypted package: {@value #SIZE_BYTES} random bytes, of one package alone. Nothing prints it. Whoever gets
 * one closes it, which wipes it; afterwards it is of no use.
 *
 * <p>What files are encrypted with is derived from it: HKDF-Expand (RFC 5869 section 2.3) with SHA-256, one block.
 */
public final class ContentKey implements AutoCloseable {
    /** Size of a key. */
    public static final int SIZE_BYTES = 32;

    private static final byte[] COMMITMENT = "signet/content/1 commitment".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FILE = "signet/content/1 file ".getBytes(StandardCharsets.US_ASCII);

    private final byte[] key;
    private volatile boolean closed;

    private ContentKey(byte[] key) {
        this.key = key;
    }

    /** A fresh key. */
    public static ContentKey draw(RandomGenerator random) {
        byte[] drawn = new byte[SIZE_BYTES];
        random.nextBytes(drawn);
        return new ContentKey(drawn);
    }

    /**
     * Copies {@code key}.
     *
     * @throws IllegalArgumentException if it has another size; without its value
     */
    public static ContentKey copyOf(byte[] key) {
        if (key.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a content key has " + SIZE_BYTES + " bytes, not " + key.length);
        }
        return new ContentKey(key.clone());
    }

    /** A copy of the key, which the caller wipes. */
    public byte[] toArray() {
        requireOpen();
        return key.clone();
    }

    /**
     * What a package's manifest says of its key. It tells nothing of the key, but belongs to no other: or else a publisher
     * could give nodes keys with which one package is several models.
     */
    Bytes commitment() {
        return Bytes.copyOf(derive(COMMITMENT, new byte[0]));
    }

    /** True if this is the key of a package that says {@code commitment}. */
    boolean fits(Bytes commitment) {
        return MessageDigest.isEqual(commitment().toArray(), commitment.toArray());
    }

    /** The AES-256 key of the file {@code path}, which the caller wipes. */
    byte[] fileKey(String path) {
        return derive(FILE, path.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] derive(byte[] label, byte[] path) {
        requireOpen();
        return Hmac.sha256(key, label, path, new byte[] {1});
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this content key was wiped");
        }
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(key, (byte) 0);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "a content key";
    }
}
