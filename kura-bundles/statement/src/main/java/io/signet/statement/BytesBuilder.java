package io.signet.statement;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Collects bytes that become a {@link Bytes}, without a copy if the capacity asked for is just the size in the end. It
 * only appends, so what it has given away never changes. Not thread-safe.
 */
public final class BytesBuilder {
    private static final int CAPACITY_BYTES_MAX = Integer.MAX_VALUE - 8;

    private byte[] buffer;
    private int size;

    /** A builder that has room for {@code capacityBytes} (at least 0) and grows as needed. */
    public BytesBuilder(int capacityBytes) {
        buffer = new byte[capacityBytes];
    }

    /** Number of bytes so far. */
    public int size() {
        return size;
    }

    /** Appends the low 8 bits of {@code value}. */
    public BytesBuilder put(int value) {
        ensure(1);
        buffer[size++] = (byte) value;
        return this;
    }

    /** Appends the low {@code sizeBytes} (0 to 8) bytes of {@code value}, big-endian. */
    public BytesBuilder putBigEndian(long value, int sizeBytes) {
        ensure(sizeBytes);
        for (int i = sizeBytes - 1; i >= 0; i--) {
            buffer[size++] = (byte) (value >>> (8 * i));
        }
        return this;
    }

    /** Appends {@code value}. */
    public BytesBuilder put(Bytes value) {
        ensure(value.size());
        value.copyInto(buffer, size);
        size += value.size();
        return this;
    }

    /** Appends the remaining bytes of {@code value}, whose position does not change. */
    public BytesBuilder put(ByteBuffer value) {
        int length = value.remaining();
        ensure(length);
        value.get(value.position(), buffer, size, length);
        size += length;
        return this;
    }

    /** Appends the low 8 bits of each character of {@code latin1}, none of which should have more. */
    public BytesBuilder putLatin1(String latin1) {
        int length = latin1.length();
        ensure(length);
        for (int i = 0; i < length; i++) {
            buffer[size + i] = (byte) latin1.charAt(i);
        }
        size += length;
        return this;
    }

    /** How the bytes {@code [from, to)} compare with {@code [otherFrom, otherTo)}, in unsigned lexicographic order. */
    public int compare(int from, int to, int otherFrom, int otherTo) {
        return Bytes.compare(buffer, from, to, otherFrom, otherTo);
    }

    /** What was collected so far. */
    public Bytes toBytes() {
        // A full buffer is given away: whatever is appended later goes to a new one.
        return size == buffer.length ? Bytes.owning(buffer) : Bytes.copyOfRange(buffer, 0, size);
    }

    /** Feeds what was collected so far to {@code digest}. */
    public void updateInto(MessageDigest digest) {
        digest.update(buffer, 0, size);
    }

    private void ensure(int more) {
        if (more > buffer.length - size) {
            // Past 2^31-1 bytes addExact throws: no message of ours may come near that.
            int needed = Math.addExact(size, more);
            buffer = Arrays.copyOf(buffer, Math.max(needed, (int) Math.min(2L * buffer.length, CAPACITY_BYTES_MAX)));
        }
    }
}
