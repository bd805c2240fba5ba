package io.signet.statement.cbor;

import io.signet.statement.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one data item in deterministic CBOR (RFC 8949 section 4.2.1): shortest heads, definite lengths, map keys in
 * ascending order of their encodings. The caller writes keys in that order; a wrong order, a duplicate key or a wrong
 * number of items is a bug of the caller and throws {@link IllegalStateException}. Not thread-safe.
 */
public final class CborWriter {
    private static final int INITIAL_CAPACITY_BYTES = 256;

    private final Nesting nesting = new Nesting();
    private byte[] buffer;
    private int size;

    /** A writer that grows as needed. */
    public CborWriter() {
        this(INITIAL_CAPACITY_BYTES);
    }

    /** A writer that has room for {@code capacityBytes} (at least 0) and grows as needed. */
    public CborWriter(int capacityBytes) {
        buffer = new byte[capacityBytes];
    }

    /** Starts a map of {@code entries} (at least 0): as many times a key, then its value, must follow. */
    public CborWriter startMap(int entries) {
        open(5, entries, true);
        return this;
    }

    /** Starts an array: {@code items} (at least 0) items must follow. */
    public CborWriter startArray(int items) {
        open(4, items, false);
        return this;
    }

    /** Writes a tag (RFC 8949 section 3.4) that belongs to the next item. */
    public CborWriter writeTag(int tag) {
        requireRoomForItem();
        if (nesting.expectsKey()) {
            throw new IllegalStateException("a map's key can't be tagged");
        }
        head(6, tag);
        return this;
    }

    /** Writes an integer. */
    public CborWriter writeInt(long value) {
        int start = startItem();
        if (value >= 0) {
            head(0, value);
        } else {
            head(1, ~value);
        }
        endItem(start);
        return this;
    }

    /**
     * Writes a text string.
     *
     * @throws IllegalArgumentException if {@code value} has an unpaired surrogate, which UTF-8 can't express
     */
    public CborWriter writeText(String value) {
        int start = startItem();
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (!new String(utf8, StandardCharsets.UTF_8).equals(value)) {
            throw new IllegalArgumentException("text with an unpaired surrogate can't be written as UTF-8");
        }
        head(3, utf8.length);
        append(utf8);
        endItem(start);
        return this;
    }

    /** Writes a byte string. */
    public CborWriter writeBytes(Bytes value) {
        return writeBytes(value.asBuffer());
    }

    /** Writes the remaining bytes of {@code value}, whose position does not change, as a byte string. */
    public CborWriter writeBytes(ByteBuffer value) {
        int start = startItem();
        int length = value.remaining();
        head(2, length);
        ensure(length);
        value.get(value.position(), buffer, size, length);
        size += length;
        endItem(start);
        return this;
    }

    /** Writes true or false. */
    public CborWriter writeBoolean(boolean value) {
        int start = startItem();
        head(7, value ? 21 : 20);
        endItem(start);
        return this;
    }

    /** Writes null. */
    public CborWriter writeNull() {
        int start = startItem();
        head(7, 22);
        endItem(start);
        return this;
    }

    /**
     * Writes one data item that is already encoded.
     *
     * @param item exactly one item in deterministic encoding, such as {@link #toBytes} or
     *     {@link CborReader#readEncoded} gave
     */
    public CborWriter writeEncoded(Bytes item) {
        int start = startItem();
        int length = item.size();
        ensure(length);
        item.asBuffer().get(0, buffer, size, length);
        size += length;
        endItem(start);
        return this;
    }

    /**
     * What was written.
     *
     * @throws IllegalStateException if the item is not complete
     */
    public Bytes toBytes() {
        if (!nesting.complete()) {
            throw new IllegalStateException("the CBOR item is not complete: an array or map lacks items");
        }
        return Bytes.copyOfRange(buffer, 0, size);
    }

    private void open(int major, int items, boolean isMap) {
        if (items < 0) {
            throw new IllegalArgumentException("an array or map can't have " + items + " items");
        }
        requireRoomForItem();
        if (nesting.expectsKey()) {
            throw new IllegalStateException("a map's key is an integer, text or byte string, not an array or map");
        }
        if (!nesting.canOpen()) {
            throw new IllegalStateException("arrays and maps nest at most " + Nesting.DEPTH_MAX + " deep");
        }
        head(major, items);
        nesting.open(isMap, isMap ? 2L * items : items);
    }

    private int startItem() {
        requireRoomForItem();
        return size;
    }

    private void requireRoomForItem() {
        if (!nesting.expectsItem()) {
            throw new IllegalStateException("the CBOR item is already complete");
        }
    }

    private void endItem(int start) {
        if (nesting.expectsKey()) {
            if (nesting.hasLastKey()
                    && Arrays.compareUnsigned(buffer, nesting.lastKeyStart(), nesting.lastKeyEnd(), buffer, start, size)
                            >= 0) {
                throw new IllegalStateException("map keys must be written in ascending order of their encodings");
            }
            nesting.key(start, size);
        }
        nesting.itemDone();
    }

    private void head(int major, long argument) {
        ensure(9);
        int type = major << 5;
        if (argument < 24) {
            buffer[size++] = (byte) (type | argument);
        } else if (argument < 1L << 8) {
            buffer[size++] = (byte) (type | 24);
            buffer[size++] = (byte) argument;
        } else if (argument < 1L << 16) {
            buffer[size++] = (byte) (type | 25);
            bigEndian(argument, 2);
        } else if (argument < 1L << 32) {
            buffer[size++] = (byte) (type | 26);
            bigEndian(argument, 4);
        } else {
            buffer[size++] = (byte) (type | 27);
            bigEndian(argument, 8);
        }
    }

    private void bigEndian(long value, int sizeBytes) {
        for (int i = sizeBytes - 1; i >= 0; i--) {
            buffer[size++] = (byte) (value >>> (8 * i));
        }
    }

    private void append(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
    }

    private void ensure(int more) {
        if (more > buffer.length - size) {
            // Past 2^31-1 bytes addExact throws: no message of ours may come near that.
            int needed = Math.addExact(size, more);
            buffer = Arrays.copyOf(buffer, Math.max(needed, (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8)));
        }
    }
}
