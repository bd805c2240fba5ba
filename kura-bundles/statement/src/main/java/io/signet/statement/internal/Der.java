package io.signet.statement.internal;

import io.signet.statement.MalformedException;
import java.nio.ByteBuffer;

/** Just enough of DER (X.690) to read names and one extension: definite, shortest lengths, single-byte tags. */
public final class Der {
    public static final int BIT_STRING = 0x03;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int UTF8_STRING = 0x0c;
    public static final int PRINTABLE_STRING = 0x13;
    public static final int OCTET_STRING = 0x04;
    public static final int SEQUENCE = 0x30;
    public static final int SET = 0x31;

    private final ByteBuffer data;

    /** A reader of the remaining bytes of {@code data}. */
    public Der(ByteBuffer data) {
        this.data = data.slice();
    }

    /** Whether another element follows. */
    public boolean hasMore() {
        return data.hasRemaining();
    }

    /** Where the reader stands, in bytes from the start. */
    public int offset() {
        return data.position();
    }

    /** The tag of the next element. */
    public int peekTag() throws MalformedException {
        requireRemaining(1);
        return data.get(data.position()) & 0xff;
    }

    /** The contents of the next element, which must have that tag. */
    public ByteBuffer read(int tag) throws MalformedException {
        int start = data.position();
        if (peekTag() != tag) {
            throw new MalformedException("expected a DER element with tag " + tag, start);
        }
        data.get();
        int length = readLength();
        requireRemaining(length);
        ByteBuffer contents = data.slice(data.position(), length);
        data.position(data.position() + length);
        return contents;
    }

    private int readLength() throws MalformedException {
        int start = data.position();
        requireRemaining(1);
        int first = data.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int size = first & 0x7f;
        if (size == 0 || size > 3) {
            throw new MalformedException("a DER length is indefinite or has more than 3 bytes", start);
        }
        requireRemaining(size);
        int length = 0;
        for (int i = 0; i < size; i++) {
            length = length << 8 | (data.get() & 0xff);
        }
        if (length < (size == 1 ? 0x80 : 1 << (8 * (size - 1)))) {
            throw new MalformedException("a DER length is longer than needed", start);
        }
        return length;
    }

    private void requireRemaining(int bytes) throws MalformedException {
        if (data.remaining() < bytes) {
            throw new MalformedException("the input ends within a DER element", data.position());
        }
    }
}
