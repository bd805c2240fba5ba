package io.signet.kura.internal;

import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes tensors of the numbers and bytes that Kura has, and numbers of tensors: nothing is rounded silently. */
final class TensorElements {
    /** Up to these, FP32 and FP64 have every whole number. */
    private static final long FP32_WHOLE_MAX = 1L << 24;

    private static final long FP64_WHOLE_MAX = 1L << 53;

    private TensorElements() {}

    /**
     * A tensor of its own bytes, row-major and little-endian.
     *
     * @param said the shape, if it is known; else empty
     * @throws IllegalArgumentException if it does not fit {@code spec}; the message says why
     */
    static Tensor packed(TensorSpec spec, List<Long> said, ByteBuffer bytes) {
        if (bytes.remaining() % spec.type().sizeBytes() != 0) {
            throw wrong(spec, bytes.remaining() + " bytes are no whole number of elements");
        }
        long elements = bytes.remaining() / spec.type().sizeBytes();
        return Tensor.of(spec.type(), shape(said, spec, elements), bytes);
    }

    /**
     * A tensor of numbers or {@code Boolean}s.
     *
     * @param said the shape, if it is known; else empty
     * @throws IllegalArgumentException if it does not fit {@code spec}; the message says why
     */
    static Tensor of(TensorSpec spec, List<Long> said, List<?> values) {
        long size = Math.multiplyExact((long) values.size(), spec.type().sizeBytes());
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> put(bytes, spec, value));
        return packed(spec, said, bytes.flip());
    }

    /** The one element of a tensor, if it has no other and Java has its type. */
    static Optional<Object> single(Tensor tensor) {
        if (tensor.sizeBytes() != tensor.type().sizeBytes()) {
            return Optional.empty();
        }
        ByteBuffer bytes = tensor.data();
        return switch (tensor.type()) {
            case BOOL -> Optional.of(bytes.get() != 0);
            case FP32 -> Optional.of(bytes.getFloat());
            case FP64 -> Optional.of(bytes.getDouble());
            case INT32 -> Optional.of(bytes.getInt());
            case INT64 -> Optional.of(bytes.getLong());
            default -> Optional.empty();
        };
    }

    private static void put(ByteBuffer bytes, TensorSpec spec, Object value) {
        if (value instanceof Boolean bool) {
            if (spec.type() != DataType.BOOL) {
                throw wrong(spec, "a Boolean is none");
            }
            bytes.put((byte) (bool ? 1 : 0));
            return;
        }
        Number number = (Number) value;
        switch (spec.type()) {
            case FP32 -> bytes.putFloat((float) real(spec, number, FP32_WHOLE_MAX));
            case FP64 -> bytes.putDouble(real(spec, number, FP64_WHOLE_MAX));
            case INT8 -> bytes.put((byte) whole(spec, number, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> bytes.put((byte) whole(spec, number, 0, 0xff));
            case INT16 -> bytes.putShort((short) whole(spec, number, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> bytes.putShort((short) whole(spec, number, 0, 0xffff));
            case INT32 -> bytes.putInt((int) whole(spec, number, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT32 -> bytes.putInt((int) whole(spec, number, 0, 0xffff_ffffL));
            case INT64 -> bytes.putLong(whole(spec, number, Long.MIN_VALUE, Long.MAX_VALUE));
            case UINT64 -> bytes.putLong(whole(spec, number, 0, Long.MAX_VALUE));
            default -> throw wrong(spec, "give it as bytes");
        }
    }

    /** A real number; a whole one only as far as the type has them all. */
    private static double real(TensorSpec spec, Number number, long wholeMax) {
        boolean real = number instanceof Float || number instanceof Double;
        if (!real && (number.longValue() > wholeMax || number.longValue() < -wholeMax)) {
            throw wrong(spec, "an element is a whole number beyond " + wholeMax + ", which it would round");
        }
        return number.doubleValue();
    }

    private static long whole(TensorSpec spec, Number number, long min, long max) {
        boolean real = number instanceof Float || number instanceof Double;
        // Doubles from 2^63 on become the largest long, which is none of them.
        boolean exact = !real || (number.doubleValue() == number.longValue() && number.doubleValue() < 0x1p63);
        if (!exact || number.longValue() < min || number.longValue() > max) {
            throw wrong(spec, "an element is no whole number of " + min + " to " + max);
        }
        return number.longValue();
    }

    /** The shape that is said, if it has as many elements; else the model's, if that leaves one dimension open at most. */
    private static List<Long> shape(List<Long> said, TensorSpec spec, long elements) {
        if (!said.isEmpty() && said.stream().allMatch(d -> d >= 0) && product(said) == elements) {
            return said;
        }
        List<Long> shape = new ArrayList<>(spec.shape());
        int open = shape.indexOf(TensorSpec.ANY);
        if (open >= 0) {
            shape.set(open, 1L);
            long rest = shape.contains(TensorSpec.ANY) ? 0 : product(shape);
            if (rest == 0 || elements % rest != 0) {
                throw wrong(spec, elements + " elements do not say its shape: give the descriptor one");
            }
            shape.set(open, elements / rest);
        }
        return shape;
    }

    private static long product(List<Long> shape) {
        try {
            return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        } catch (ArithmeticException e) {
            return -1; // no tensor has as many elements
        }
    }

    static IllegalArgumentException wrong(TensorSpec spec, String why) {
        return new IllegalArgumentException("tensor '" + spec.name() + "' is " + spec.type() + ": " + why);
    }
}
