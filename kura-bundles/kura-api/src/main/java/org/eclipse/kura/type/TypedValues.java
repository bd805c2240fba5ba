package org.eclipse.kura.type;

/** Makes values with a type. */
public final class TypedValues {
    private TypedValues() {}

    /** A whole number. */
    public static TypedValue<Long> newLongValue(long value) {
        return () -> value;
    }

    /** A whole number. */
    public static TypedValue<Integer> newIntegerValue(int value) {
        return () -> value;
    }

    /** A number. */
    public static TypedValue<Float> newFloatValue(float value) {
        return () -> value;
    }

    /** A number. */
    public static TypedValue<Double> newDoubleValue(double value) {
        return () -> value;
    }

    /** True or false. */
    public static TypedValue<Boolean> newBooleanValue(boolean value) {
        return () -> value;
    }

    /** Bytes. */
    public static TypedValue<byte[]> newByteArrayValue(byte[] value) {
        return () -> value;
    }

    /** A text. */
    public static TypedValue<String> newStringValue(String value) {
        return () -> value;
    }
}
