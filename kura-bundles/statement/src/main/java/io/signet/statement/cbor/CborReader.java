package io.signet.statement.cbor;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads one data item of deterministic CBOR (RFC 8949 section 4.2.1) from untrusted bytes, and nothing else: heads
 * longer than needed, indefinite lengths, map keys out of order or twice, keys that are arrays or maps, floats, other
 * simple values, integers beyond 64 bits signed, invalid UTF-8, nesting deeper than 16, and bytes after the item are
 * refused. So every value has exactly one encoding that this reader accepts.
 *
 * <p>Nothing is allocated before the bytes for it are known to be there; sizes of arrays and maps are bounded by the
 * bytes that are left. Not thread-safe.
 */
public final class CborReader {
    private static final int MAJOR_UNSIGNED = 0;
    private static final int MAJOR_NEGATIVE = 1;
    private static final int MAJOR_BYTES = 2;
    private static final int MAJOR_TEXT = 3;
    private static final int MAJOR_ARRAY = 4;
    private static final int MAJOR_MAP = 5;
    private static final int MAJOR_TAG = 6;
    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int NULL = 0xf6;

    private final Nesting nesting = new Nesting();
    private final Bytes data;
    /** Where the item begins in {@link #data}, which may hold more. */
    private final int base;

    private final int end;
    private int position;
    private boolean tagged;

    /** A reader of {@code data}. */
    public CborReader(Bytes data) {
        this(data, 0, data.size());
    }

    /** A reader of a copy of the remaining bytes of {@code data}. */
    public CborReader(ByteBuffer data) {
        this(Bytes.copyOf(data));
    }

    private CborReader(Bytes data, int base, int end) {
        this.data = data;
        this.base = base;
        this.end = end;
        this.position = base;
    }

    /** Where the reader stands, in bytes from the start. */
    public int offset() {
        return position - base;
    }

    /**
     * What the next item is.
     *
     * @throws MalformedException if there is none, or it is of a kind that is not allowed
     */
    public CborType peekType() throws MalformedException {
        int initial = peekInitialByte();
        return switch (initial >>> 5) {
            case MAJOR_UNSIGNED, MAJOR_NEGATIVE -> CborType.INTEGER;
            case MAJOR_BYTES -> CborType.BYTES;
            case MAJOR_TEXT -> CborType.TEXT;
            case MAJOR_ARRAY -> CborType.ARRAY;
            case MAJOR_MAP -> CborType.MAP;
            case MAJOR_TAG -> CborType.TAG;
            default ->
                switch (initial) {
                    case FALSE, TRUE -> CborType.BOOLEAN;
                    case NULL -> CborType.NULL;
                    default -> throw malformed("floats and other simple values are not allowed", position);
                };
        };
    }

    /** Reads the head of a map; that many entries follow, each a key and its value. */
    public int readMapSize() throws MalformedException {
        return open(MAJOR_MAP, "a map");
    }

    /** Reads the head of a map that must have {@code entries} entries. */
    public void readMap(int entries) throws MalformedException {
        int start = position;
        int found = readMapSize();
        if (found != entries) {
            throw malformed("expected a map of " + entries + " entries, not " + found, start);
        }
    }

    /** Reads the head of an array; that many items follow. */
    public int readArraySize() throws MalformedException {
        return open(MAJOR_ARRAY, "an array");
    }

    /** Reads the head of an array that must have {@code items} items. */
    public void readArray(int items) throws MalformedException {
        int start = position;
        int found = readArraySize();
        if (found != items) {
            throw malformed("expected an array of " + items + " items, not " + found, start);
        }
    }

    /** Reads the tag {@code expected}, which belongs to the item that follows. */
    public void readTag(int expected) throws MalformedException {
        int start = position;
        if (peekInitialByte() >>> 5 != MAJOR_TAG) {
            throw malformed("expected tag " + expected, start);
        }
        requireTagAllowed();
        long tag = readHead();
        if (tag != expected) {
            throw malformed("expected tag " + expected + ", not " + tag, start);
        }
        tagged = true;
    }

    /** Reads an integer. */
    public long readInt() throws MalformedException {
        int start = position;
        int major = peekInitialByte() >>> 5;
        if (major != MAJOR_UNSIGNED && major != MAJOR_NEGATIVE) {
            throw malformed("expected an integer", start);
        }
        long argument = readHead();
        endItem(start);
        return major == MAJOR_UNSIGNED ? argument : ~argument;
    }

    /** Reads an integer from {@code min} to {@code max}. */
    public long readInt(long min, long max) throws MalformedException {
        int start = position;
        long value = readInt();
        if (value < min || value > max) {
            throw malformed("expected an integer from " + min + " to " + max + ", not " + value, start);
        }
        return value;
    }

    /** Reads the integer key or constant {@code expected}. */
    public void readExactInt(long expected) throws MalformedException {
        int start = position;
        long value = readInt();
        if (value != expected) {
            throw malformed("expected " + expected + ", not " + value, start);
        }
    }

    /** Reads a text string of at most {@code maxChars} UTF-16 code units. */
    public String readText(int maxChars) throws MalformedException {
        int start = position;
        // A UTF-16 code unit takes at most 3 bytes of UTF-8 (a pair takes 4).
        int length = readStringHead(MAJOR_TEXT, "a text string", 3L * maxChars);
        Optional<String> decoded = data.decodeUtf8(position, position + length);
        if (decoded.isEmpty()) {
            throw malformed("a text string is not valid UTF-8", start);
        }
        String text = decoded.get();
        if (text.length() > maxChars) {
            throw malformed("a text string has more than " + maxChars + " characters", start);
        }
        position += length;
        endItem(start);
        return text;
    }

    /** Reads the text string {@code expected}. */
    public void readExactText(String expected) throws MalformedException {
        int start = position;
        if (!readText(expected.length()).equals(expected)) {
            throw malformed("expected the text \"" + expected + "\"", start);
        }
    }

    /** Reads a byte string of at most {@code maxBytes}, as a copy. */
    public Bytes readBytes(int maxBytes) throws MalformedException {
        int start = position;
        int length = readStringHead(MAJOR_BYTES, "a byte string", maxBytes);
        Bytes value = data.range(position, position + length);
        position += length;
        endItem(start);
        return value;
    }

    /** Reads a byte string of exactly {@code sizeBytes}, as a copy. */
    public Bytes readExactBytes(int sizeBytes) throws MalformedException {
        int start = position;
        Bytes value = readBytes(sizeBytes);
        if (value.size() != sizeBytes) {
            throw malformed("expected " + sizeBytes + " bytes, not " + value.size(), start);
        }
        return value;
    }

    /** Reads a byte string of at most {@code maxBytes}, as a read-only view of the input. */
    public ByteBuffer readByteBuffer(int maxBytes) throws MalformedException {
        int start = position;
        int length = readStringHead(MAJOR_BYTES, "a byte string", maxBytes);
        ByteBuffer view = data.asBuffer().slice(position, length);
        position += length;
        endItem(start);
        return view;
    }

    /** Reads a byte string of at most {@code maxBytes} that holds an item of its own: a reader of that, without a copy. */
    public CborReader readNested(int maxBytes) throws MalformedException {
        int start = position;
        int length = readStringHead(MAJOR_BYTES, "a byte string", maxBytes);
        CborReader nested = new CborReader(data, position, position + length);
        position += length;
        endItem(start);
        return nested;
    }

    private void skipBytes() throws MalformedException {
        int start = position;
        int length = readStringHead(MAJOR_BYTES, "a byte string", Integer.MAX_VALUE);
        position += length;
        endItem(start);
    }

    /** Reads true or false. */
    public boolean readBoolean() throws MalformedException {
        int start = position;
        int initial = peekInitialByte();
        if (initial != FALSE && initial != TRUE) {
            throw malformed("expected true or false", start);
        }
        position++;
        endItem(start);
        return initial == TRUE;
    }

    /** Reads null. */
    public void readNull() throws MalformedException {
        int start = position;
        if (peekInitialByte() != NULL) {
            throw malformed("expected null", start);
        }
        position++;
        endItem(start);
    }

    /** Skips one item with all that is in it, checking it no less than if it were read. */
    public void skipValue() throws MalformedException {
        int depth = nesting.depth();
        long pending = 1;
        while (pending > 0) {
            pending--;
            switch (peekType()) {
                case INTEGER -> readInt();
                case BYTES -> skipBytes();
                case TEXT -> readText(Integer.MAX_VALUE);
                case BOOLEAN -> readBoolean();
                case NULL -> readNull();
                case ARRAY -> pending += readArraySize();
                case MAP -> pending += 2L * readMapSize();
                case TAG -> {
                    requireTagAllowed();
                    readHead();
                    tagged = true;
                    pending++;
                }
            }
        }
        assert nesting.depth() <= depth : "an item was left open";
    }

    /** Reads one item with all that is in it, checked, as its encoding; a copy. */
    public Bytes readEncoded() throws MalformedException {
        int start = position;
        skipValue();
        return data.range(start, position);
    }

    /** Ends reading: the item must be complete and nothing may follow it. */
    public void expectEnd() throws MalformedException {
        if (!nesting.complete()) {
            throw malformed("an array or map has more items than its format allows", position);
        }
        if (position != end) {
            throw malformed((end - position) + " bytes follow the end", position);
        }
    }

    private int open(int major, String what) throws MalformedException {
        int start = position;
        if (peekInitialByte() >>> 5 != major) {
            throw malformed("expected " + what, start);
        }
        if (nesting.expectsKey()) {
            throw malformed("a map's key can't be " + what, start);
        }
        if (!nesting.canOpen()) {
            throw malformed("arrays and maps nest deeper than " + Nesting.DEPTH_MAX, start);
        }
        long size = readHead();
        boolean isMap = major == MAJOR_MAP;
        // An item has at least one byte, so a size beyond the bytes that are left is a lie.
        if (size > (end - position) / (isMap ? 2 : 1)) {
            throw malformed(what + " announces more items than there are bytes", start);
        }
        tagged = false;
        nesting.open(isMap, isMap ? 2 * size : size);
        return (int) size;
    }

    private int readStringHead(int major, String what, long maxBytes) throws MalformedException {
        int start = position;
        if (peekInitialByte() >>> 5 != major) {
            throw malformed("expected " + what, start);
        }
        long length = readHead();
        if (length > maxBytes) {
            throw malformed(what + " has " + length + " bytes, more than " + maxBytes, start);
        }
        if (length > end - position) {
            throw malformed("the input ends within " + what, start);
        }
        return (int) length;
    }

    private int peekInitialByte() throws MalformedException {
        if (!nesting.expectsItem()) {
            throw malformed("an array or map has fewer items than its format demands", position);
        }
        if (position == end) {
            throw malformed("the input ends where another item should be", position);
        }
        return data.at(position) & 0xff;
    }

    private long readHead() throws MalformedException {
        int start = position;
        int info = data.at(position++) & 0x1f;
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw malformed("indefinite lengths and reserved heads are not allowed", start);
        }
        int size = 1 << (info - 24);
        if (size > end - position) {
            throw malformed("the input ends within an item's head", start);
        }
        long argument = 0;
        for (int i = 0; i < size; i++) {
            argument = argument << 8 | (data.at(position++) & 0xff);
        }
        if (argument < 0) {
            throw malformed("an integer or length exceeds 2^63-1", start);
        }
        if (argument < (size == 1 ? 24 : 1L << (4 * size))) {
            throw malformed("a head is longer than needed", start);
        }
        return argument;
    }

    private void requireTagAllowed() throws MalformedException {
        if (tagged || nesting.expectsKey()) {
            throw malformed("a tag on a map's key or on another tag is not allowed", position);
        }
    }

    private void endItem(int start) throws MalformedException {
        tagged = false;
        if (nesting.expectsKey()) {
            if (nesting.hasLastKey()
                    && data.compare(nesting.lastKeyStart(), nesting.lastKeyEnd(), start, position) >= 0) {
                throw malformed("map keys are not in ascending order, or one is there twice", start);
            }
            nesting.key(start, position);
        }
        nesting.itemDone();
    }

    private MalformedException malformed(String reason, int position) {
        return new MalformedException(reason, position - base);
    }
}
