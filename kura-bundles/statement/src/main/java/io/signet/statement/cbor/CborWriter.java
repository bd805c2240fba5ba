package io.signet.statement.cbor;

import io.signet.statement.Bytes;
import io.signet.statement.BytesBuilder;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Writes one data item in deterministic CBOR (RFC 8949 section 4.2.1): shortest heads, definite lengths, map keys in
 * ascending order of their encodings. The caller writes keys in that order; a wrong order, a duplicate key or a wrong
 * number of items is a bug of the caller and throws {@link IllegalStateException}. Not thread-safe.
 */
public final class CborWriter {
    private static final int INITIAL_CAPACITY_BYTES = 256;

    private final Nesting nesting = new Nesting();
    private final BytesBuilder out;

    /** A writer that grows as needed. */
    public CborWriter() {
        this(INITIAL_CAPACITY_BYTES);
    }

    /** A writer that has room for {@code capacityBytes} (at least 0) and grows as needed. */
    public CborWriter(int capacityBytes) {
        out = new BytesBuilder(capacityBytes);
    }

    /** What a byte string of {@code length} bytes takes with its head. */
    public static int sizeOfBytes(int length) {
        return Math.addExact(length, sizeOfHead(length));
    }

    /** What the head of an item takes: a number that is not negative, or one with that many bytes or parts. */
    public static int sizeOfHead(long argument) {
        if (argument < 1L << 16) {
            return argument < 24 ? 1 : argument < 1L << 8 ? 2 : 3;
        }
        return argument < 1L << 32 ? 5 : 9;
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
        if (isAscii(value)) {
            head(3, value.length());
            out.putLatin1(value);
        } else {
            Bytes utf8 = Bytes.utf8(value);
            if (!utf8.decodeUtf8(0, utf8.size()).equals(Optional.of(value))) {
                throw new IllegalArgumentException("text with an unpaired surrogate can't be written as UTF-8");
            }
            head(3, utf8.size());
            out.put(utf8);
        }
        endItem(start);
        return this;
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Writes a byte string. */
    public CborWriter writeBytes(Bytes value) {
        int start = startItem();
        head(2, value.size());
        out.put(value);
        endItem(start);
        return this;
    }

    /** Writes the remaining bytes of {@code value}, whose position does not change, as a byte string. */
    public CborWriter writeBytes(ByteBuffer value) {
        int start = startItem();
        head(2, value.remaining());
        out.put(value);
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
        out.put(item);
        endItem(start);
        return this;
    }

    /**
     * What was written.
     *
     * @throws IllegalStateException if the item is not complete
     */
    public Bytes toBytes() {
        requireComplete();
        return out.toBytes();
    }

    /**
     * Feeds what was written to {@code digest}.
     *
     * @throws IllegalStateException if the item is not complete
     */
    public void updateInto(MessageDigest digest) {
        requireComplete();
        out.updateInto(digest);
    }

    private void requireComplete() {
        if (!nesting.complete()) {
            throw new IllegalStateException("the CBOR item is not complete: an array or map lacks items");
        }
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
        return out.size();
    }

    private void requireRoomForItem() {
        if (!nesting.expectsItem()) {
            throw new IllegalStateException("the CBOR item is already complete");
        }
    }

    private void endItem(int start) {
        if (nesting.expectsKey()) {
            int end = out.size();
            if (nesting.hasLastKey() && out.compare(nesting.lastKeyStart(), nesting.lastKeyEnd(), start, end) >= 0) {
                throw new IllegalStateException("map keys must be written in ascending order of their encodings");
            }
            nesting.key(start, end);
        }
        nesting.itemDone();
    }

    private void head(int major, long argument) {
        int type = major << 5;
        if (argument < 24) {
            out.put(type | (int) argument);
        } else if (argument < 1L << 8) {
            out.put(type | 24).put((int) argument);
        } else if (argument < 1L << 16) {
            out.put(type | 25).putBigEndian(argument, 2);
        } else if (argument < 1L << 32) {
            out.put(type | 26).putBigEndian(argument, 4);
        } else {
            out.put(type | 27).putBigEndian(argument, 8);
        }
    }
}
