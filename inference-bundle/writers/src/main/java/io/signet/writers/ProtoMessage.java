package io.signet.writers;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** One protobuf message being written; its fields come in the order of the calls. */
final class ProtoMessage {
    private static final int BUFFER_BYTES = 4_096;

    /** Writes one field. */
    private interface Field {
        void to(CodedOutputStream out) throws IOException;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, BUFFER_BYTES);

    private ProtoMessage add(Field field) {
        try {
            field.to(out);
        } catch (IOException e) { // which memory does not throw
            throw new UncheckedIOException(e);
        }
        return this;
    }

    ProtoMessage integer(int field, long value) {
        return add(o -> o.writeInt64(field, value));
    }

    ProtoMessage real(int field, float value) {
        return add(o -> o.writeFloat(field, value));
    }

    ProtoMessage text(int field, String value) {
        return add(o -> o.writeString(field, value));
    }

    ProtoMessage raw(int field, ByteBuffer value) {
        return add(o -> o.writeByteBuffer(field, value));
    }

    ProtoMessage message(int field, ProtoMessage value) {
        byte[] encoded = value.toBytes();
        return add(o -> o.writeByteArray(field, encoded));
    }

    byte[] toBytes() {
        add(CodedOutputStream::flush);
        return bytes.toByteArray();
    }
}
