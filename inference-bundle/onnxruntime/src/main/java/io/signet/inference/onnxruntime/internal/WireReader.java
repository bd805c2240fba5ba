package io.signet.inference.onnxruntime.internal;

import io.signet.inference.spi.EngineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the fields of one protobuf message, without a copy. It knows the wire format only
 * (<a href="https://protobuf.dev/programming-guides/encoding/">encoding</a>), and of it what finds nested messages.
 */
final class WireReader {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;
    private static final int VARINT_BYTES_MAX = 10;

    private final ByteBuffer bytes;
    private int field;
    private ByteBuffer content = ByteBuffer.allocate(0);
    private boolean delimited;

    /** A reader of the remaining bytes of {@code message}. */
    WireReader(ByteBuffer message) {
        this.bytes = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Goes to the next field; false at the end.
     *
     * @throws EngineException if the bytes are no protobuf message
     */
    boolean next() throws EngineException {
        if (!bytes.hasRemaining()) {
            return false;
        }
        long tag = varint();
        if (tag >>> Integer.SIZE != 0 || tag >>> 3 == 0) { // engines cut a tag to 32 bits, and so see another field
            throw malformed();
        }
        field = (int) (tag >>> 3);
        int wireType = (int) (tag & 7);
        delimited = wireType == LENGTH_DELIMITED;
        switch (wireType) {
            case VARINT -> varint();
            case FIXED_64 -> skip(Long.BYTES);
            case FIXED_32 -> skip(Integer.BYTES);
            case LENGTH_DELIMITED -> {
                long length = varint();
                int start = bytes.position();
                skip(length);
                content = bytes.slice(start, (int) length);
            }
            default -> throw malformed();
        }
        return true;
    }

    /** Number of the field. */
    int field() {
        return field;
    }

    /** True if the field has the number {@code number}, and bytes: a text, or a nested message. */
    boolean isBytes(int number) {
        return delimited && field == number;
    }

    /** The field as a nested message. */
    WireReader message() {
        return new WireReader(content);
    }

    /** The field as a text; bytes that are no UTF-8 become replacement characters. */
    String text() {
        return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
    }

    private long varint() throws EngineException {
        long value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX && bytes.hasRemaining(); i++) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private void skip(long count) throws EngineException {
        if (count < 0 || count > bytes.remaining()) {
            throw malformed();
        }
        bytes.position(bytes.position() + (int) count);
    }

    private static EngineException malformed() {
        return new EngineException("it is no ONNX model: its bytes are no protobuf message");
    }
}
