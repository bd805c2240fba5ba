package io.signet.inference.importing.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of a protobuf message one after the other, and skips those that nobody wants, however large, so that a
 * model's weights never come into memory.
 */
final class ProtoFields {
    /** Longest text that is wanted of a model: a name. */
    private static final int TEXT_BYTES_MAX = 64 * 1024;

    private final CodedInputStream in;
    private int tag;
    private boolean taken;

    /** Is shown each field; takes its value, or leaves it. */
    interface Visitor {
        void field(int number, ProtoFields value) throws IOException, UnreadableModelException;
    }

    private ProtoFields(CodedInputStream in) {
        this.in = in;
    }

    /**
     * Shows {@code visitor} the fields of the message that is all of {@code source}.
     *
     * @throws InvalidProtocolBufferException if it is no protobuf message
     */
    static void read(InputStream source, Visitor visitor) throws IOException, UnreadableModelException {
        CodedInputStream in = CodedInputStream.newInstance(source);
        in.setSizeLimit(Integer.MAX_VALUE);
        new ProtoFields(in).each(visitor);
    }

    private void each(Visitor visitor) throws IOException, UnreadableModelException {
        for (tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = tag;
            taken = false;
            visitor.field(WireFormat.getTagFieldNumber(field), this);
            if (!taken && !in.skipField(field)) {
                throw new InvalidProtocolBufferException("a group ends that did not begin");
            }
        }
    }

    private void take(int wireType) throws InvalidProtocolBufferException {
        if (WireFormat.getTagWireType(tag) != wireType) {
            throw new InvalidProtocolBufferException(
                    "field " + WireFormat.getTagFieldNumber(tag) + " is of another type");
        }
        taken = true;
    }

    /** The value as a number. */
    long number() throws IOException {
        take(WireFormat.WIRETYPE_VARINT);
        return in.readRawVarint64();
    }

    /** The value as a text. */
    String text() throws IOException {
        take(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int size = in.readRawVarint32();
        if (size < 0 || size > TEXT_BYTES_MAX) {
            throw new InvalidProtocolBufferException("a name has " + size + " bytes");
        }
        return new String(in.readRawBytes(size), StandardCharsets.UTF_8);
    }

    /** The fields of the value, which is a message. */
    void message(Visitor visitor) throws IOException, UnreadableModelException {
        take(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int outer = in.pushLimit(in.readRawVarint32());
        each(visitor);
        in.popLimit(outer);
        taken = true;
    }
}
