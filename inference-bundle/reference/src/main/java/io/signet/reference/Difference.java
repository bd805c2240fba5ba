package io.signet.reference;

import io.signet.inference.model.Tolerance;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;

/** How far two answers to one request are apart. */
public final class Difference {
    private static final int FRACTION_BITS = 10;

    private Difference() {}

    /**
     * The largest absolute difference of two numbers at the same place; infinite if tensors have other names, types or
     * shapes, or only one of two numbers is a number. Two that are none, or the same infinity, do not differ.
     */
    public static double largest(Map<String, Tensor> one, Map<String, Tensor> other) {
        return largest(one, other, 0);
    }

    /** True if every number of {@code one} is as close to that of {@code other} as {@code tolerance} allows. */
    public static boolean within(Map<String, Tensor> one, Map<String, Tensor> other, Tolerance tolerance) {
        return largest(one, other, tolerance.relative()) <= tolerance.absolute();
    }

    private static double largest(Map<String, Tensor> one, Map<String, Tensor> other, double relative) {
        double largest = one.keySet().equals(other.keySet()) ? 0 : Double.POSITIVE_INFINITY;
        for (Map.Entry<String, Tensor> entry : one.entrySet()) {
            Tensor counterpart = other.get(entry.getKey());
            largest = Math.max(
                    largest,
                    counterpart == null ? Double.POSITIVE_INFINITY : largest(entry.getValue(), counterpart, relative));
        }
        return largest;
    }

    private static double largest(Tensor one, Tensor other, double relative) {
        if (one.type() != other.type() || !one.shape().equals(other.shape())) {
            return Double.POSITIVE_INFINITY;
        }
        ByteBuffer a = one.data();
        ByteBuffer b = other.data();
        double largest = 0;
        while (a.hasRemaining()) {
            largest = Math.max(largest, between(next(a, one.type()), next(b, one.type()), relative));
        }
        return largest;
    }

    /** How far they are apart beyond what {@code relative} allows. */
    private static double between(double a, double b, double relative) {
        if (Double.compare(a, b) == 0) {
            return 0;
        }
        double difference = Math.abs(a - b);
        return Double.isNaN(difference) || Double.isInfinite(difference)
                ? Double.POSITIVE_INFINITY
                : difference - relative * Math.max(Math.abs(a), Math.abs(b));
    }

    private static double next(ByteBuffer data, DataType type) {
        return switch (type) {
            case BOOL, INT8 -> data.get();
            case UINT8 -> Byte.toUnsignedInt(data.get());
            case INT16 -> data.getShort();
            case UINT16 -> Short.toUnsignedInt(data.getShort());
            case INT32 -> data.getInt();
            case UINT32 -> Integer.toUnsignedLong(data.getInt());
            case INT64, UINT64 -> data.getLong();
            case FP16 -> half(data.getShort());
            case FP32 -> data.getFloat();
            case FP64 -> data.getDouble();
        };
    }

    /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
    private static double half(short bits) {
        int exponent = (bits >> FRACTION_BITS) & 0x1f;
        int fraction = bits & ((1 << FRACTION_BITS) - 1);
        double sign = bits < 0 ? -1 : 1;
        return switch (exponent) {
            case 0 -> sign * fraction * 0x1p-24;
            case 0x1f -> fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
            default -> sign * Math.scalb(1 + fraction * 0x1p-10, exponent - 15);
        };
    }
}
