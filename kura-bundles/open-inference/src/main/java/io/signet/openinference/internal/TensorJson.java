package io.signet.openinference.internal;

import io.signet.openinference.json.JsonKind;
import io.signet.openinference.json.JsonReader;
import io.signet.openinference.json.JsonWriter;
import io.signet.statement.DataType;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * Elements of tensors as arrays of JSON, row-major: flat, or nested as the shape says. FP16 has no form in JSON (as in Triton),
 * and neither have numbers that are infinite or none.
 */
public final class TensorJson {
    private TensorJson() {}

    /** Reads the elements of a tensor of that type and shape. */
    public static Tensor read(JsonReader in, DataType type, List<Long> shape) throws MalformedException {
        if (type == DataType.FP16) {
            throw in.malformed("FP16 has no form in JSON: send the tensor as binary data");
        }
        int size = sizeBytes(in, type, shape);
        // An element takes two characters at least: who announces more than he sends makes nobody reserve memory.
        if (2L * (size / type.sizeBytes()) > in.remaining()) {
            throw in.malformed("a " + type + " tensor of shape " + shape + " has more elements than are here");
        }
        Sink sink = new Sink(in, type, ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN));
        in.beginArray();
        boolean some = in.nextElement();
        if (some && in.peek() == JsonKind.ARRAY) {
            sink.nested(shape, 0, shape.isEmpty() ? 0 : shape.get(0));
        } else {
            sink.flat(some, shape);
        }
        return Tensor.of(type, shape, sink.data.flip());
    }

    private static int sizeBytes(JsonReader in, DataType type, List<Long> shape) throws MalformedException {
        try {
            return Tensor.sizeBytes(type, shape);
        } catch (IllegalArgumentException e) {
            throw in.malformed(e.getMessage());
        }
    }

    private record Sink(JsonReader in, DataType type, ByteBuffer data) {
        void flat(boolean some, List<Long> shape) throws MalformedException {
            for (boolean more = some; more; more = in.nextElement()) {
                if (!data.hasRemaining()) {
                    throw in.malformed("there are more elements than shape " + shape + " has");
                }
                element();
            }
            if (data.hasRemaining()) {
                throw in.malformed("there are fewer elements than shape " + shape + " has");
            }
        }

        /** Reads the array at {@code level} that was entered, and in which the first element waits. */
        void nested(List<Long> shape, int level, long expected) throws MalformedException {
            long count = 0;
            boolean inner = level + 1 < shape.size();
            for (boolean more = true; more; more = in.nextElement()) {
                if (++count > expected) {
                    throw unlike(shape);
                }
                if (inner) {
                    in.beginArray();
                    if (in.nextElement()) {
                        nested(shape, level + 1, shape.get(level + 1));
                    } else if (shape.get(level + 1) != 0) {
                        throw unlike(shape);
                    }
                } else {
                    element();
                }
            }
            if (count != expected) {
                throw unlike(shape);
            }
        }

        private MalformedException unlike(List<Long> shape) {
            return in.malformed("the elements are neither a flat array nor nested as shape " + shape + " says");
        }

        private void element() throws MalformedException {
            switch (type) {
                case BOOL -> data.put((byte) (in.readBoolean() ? 1 : 0));
                case UINT8 -> data.put((byte) in.readLong(0, 0xff));
                case UINT16 -> data.putShort((short) in.readLong(0, 0xffff));
                case UINT32 -> data.putInt((int) in.readLong(0, 0xffff_ffffL));
                case UINT64 -> data.putLong(in.readNumber().toUnsignedLong());
                case INT8 -> data.put((byte) in.readLong(Byte.MIN_VALUE, Byte.MAX_VALUE));
                case INT16 -> data.putShort((short) in.readLong(Short.MIN_VALUE, Short.MAX_VALUE));
                case INT32 -> data.putInt((int) in.readLong(Integer.MIN_VALUE, Integer.MAX_VALUE));
                case INT64 -> data.putLong(in.readNumber().toLong());
                case FP32 -> data.putFloat(in.readNumber().toFloat());
                case FP64 -> data.putDouble(in.readNumber().toDouble());
                case FP16 -> throw new IllegalStateException("refused before");
            }
        }
    }

    /** Why {@code tensor} can't stand in JSON; empty if it can. */
    public static Optional<String> objection(Tensor tensor) {
        ByteBuffer data = tensor.data();
        switch (tensor.type()) {
            case FP16 -> {
                return Optional.of("FP16 has no form in JSON");
            }
            case FP32 -> {
                while (data.hasRemaining()) {
                    if (!Float.isFinite(data.getFloat())) {
                        return Optional.of(
                                "it has elements that are infinite or no numbers, for which JSON has no form");
                    }
                }
            }
            case FP64 -> {
                while (data.hasRemaining()) {
                    if (!Double.isFinite(data.getDouble())) {
                        return Optional.of(
                                "it has elements that are infinite or no numbers, for which JSON has no form");
                    }
                }
            }
            default -> {
                // whole numbers and truth values have
            }
        }
        return Optional.empty();
    }

    /**
     * Writes all elements as one flat array.
     *
     * @throws IllegalArgumentException if there is an {@link #objection}
     */
    public static void write(JsonWriter out, Tensor tensor) {
        ByteBuffer data = tensor.data();
        out.beginArray();
        while (data.hasRemaining()) {
            switch (tensor.type()) {
                case BOOL -> out.bool(data.get() != 0);
                case UINT8 -> out.number(data.get() & 0xff);
                case UINT16 -> out.number(data.getShort() & 0xffff);
                case UINT32 -> out.number(data.getInt() & 0xffff_ffffL);
                case UINT64 -> out.unsigned(data.getLong());
                case INT8 -> out.number(data.get());
                case INT16 -> out.number(data.getShort());
                case INT32 -> out.number(data.getInt());
                case INT64 -> out.number(data.getLong());
                case FP32 -> out.number(data.getFloat());
                case FP64 -> out.number(data.getDouble());
                case FP16 -> throw new IllegalArgumentException("FP16 has no form in JSON");
            }
        }
        out.endArray();
    }
}
