package org.eclipse.kura.type;

/** Makes values with a type. */
public final class TypedValues {
    private TypedValues() {}

    /** A whole number. */
    public static TypedValue<Long> newLongValue(long value) {
        return () -> value;
    }

    /** A text. */
    public static TypedValue<String> newStringValue(String value) {
        return () -> value;
    }
}
