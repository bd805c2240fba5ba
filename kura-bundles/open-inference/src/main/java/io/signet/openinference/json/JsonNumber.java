package io.signet.openinference.json;

import io.signet.statement.MalformedException;
import java.nio.charset.StandardCharsets;

/** A number of RFC 8259 section 6: digits, not yet a value of any type. */
public final class JsonNumber {
    /** So many digits fit a {@code long}. */
    private static final int MANTISSA_DIGITS_MAX = 18;

    /** Powers of ten that a {@code float} has exactly. */
    private static final float[] FLOAT_POWERS = {1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f};

    private static final long FLOAT_EXACT_MAX = 1L << 24;

    private final byte[] text;
    private final int start;
    private final int end;
    private final boolean whole;
    private final int digits;
    private final long mantissa;
    private final int exponent;

    private JsonNumber(byte[] text, int start, int end, boolean whole, int digits, long mantissa, int exponent) {
        this.text = text;
        this.start = start;
        this.end = end;
        this.whole = whole;
        this.digits = digits;
        this.mantissa = mantissa;
        this.exponent = exponent;
    }

    static JsonNumber read(byte[] text, int start, int end) throws MalformedException {
        int at = start;
        if (at < end && text[at] == '-') {
            at++;
        }
        int first = at;
        at = skipDigits(text, at, end);
        if (at == first || (text[first] == '0' && at > first + 1)) {
            throw new MalformedException("expected a number", start);
        }
        int digits = at - first;
        int fraction = 0;
        boolean whole = true;
        if (at < end && text[at] == '.') {
            whole = false;
            int from = at + 1;
            at = skipDigits(text, from, end);
            fraction = at - from;
            requireDigits(fraction, start);
        }
        int mantissaEnd = at;
        int exponent = 0;
        if (at < end && (text[at] == 'e' || text[at] == 'E')) {
            whole = false;
            at++;
            boolean negative = at < end && text[at] == '-';
            if (at < end && (text[at] == '-' || text[at] == '+')) {
                at++;
            }
            int from = at;
            at = skipDigits(text, from, end);
            requireDigits(at - from, start);
            int magnitude = at - from > 6 ? 1_000_000 : (int) digits(text, from, at);
            exponent = negative ? -magnitude : magnitude;
        }
        digits += fraction;
        long mantissa = digits <= MANTISSA_DIGITS_MAX ? digits(text, first, mantissaEnd) : -1;
        return new JsonNumber(text, start, at, whole, digits, mantissa, exponent - fraction);
    }

    private static void requireDigits(int count, int start) throws MalformedException {
        if (count == 0) {
            throw new MalformedException("a number lacks digits", start);
        }
    }

    private static int skipDigits(byte[] text, int from, int end) {
        int at = from;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    /** The digits in {@code text[from, to)} as a number; a point among them does not count. */
    private static long digits(byte[] text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            if (text[i] != '.') {
                value = 10 * value + (text[i] - '0');
            }
        }
        return value;
    }

    /** Where what follows the number begins. */
    int end() {
        return end;
    }

    private boolean negative() {
        return text[start] == '-';
    }

    /**
     * The whole number.
     *
     * @throws MalformedException if it has a point or an exponent, or is not -2^63 to 2^63-1
     */
    public long toLong() throws MalformedException {
        if (whole && digits <= MANTISSA_DIGITS_MAX) {
            return negative() ? -mantissa : mantissa;
        }
        requireWhole();
        try {
            return Long.parseLong(toString());
        } catch (NumberFormatException e) {
            throw new MalformedException("a whole number is not -2^63 to 2^63-1", start);
        }
    }

    /**
     * The whole number, as an unsigned one of 64 bits.
     *
     * @throws MalformedException if it has a sign, a point or an exponent, or exceeds 2^64-1
     */
    public long toUnsignedLong() throws MalformedException {
        requireWhole();
        try {
            return Long.parseUnsignedLong(negative() ? "" : toString());
        } catch (NumberFormatException e) {
            throw new MalformedException("a whole number is not 0 to 2^64-1", start);
        }
    }

    private void requireWhole() throws MalformedException {
        if (!whole) {
            throw new MalformedException("expected a whole number, without point and exponent", start);
        }
    }

    /**
     * The nearest {@code float} (IEEE 754, ties to even).
     *
     * @throws MalformedException if the number is beyond the largest finite one
     */
    public float toFloat() throws MalformedException {
        if (mantissa >= 0 && mantissa <= FLOAT_EXACT_MAX && Math.abs(exponent) < FLOAT_POWERS.length) {
            // Both are exact, so the one operation on them rounds as it should.
            float value = exponent < 0
                    ? (float) mantissa / FLOAT_POWERS[-exponent]
                    : (float) mantissa * FLOAT_POWERS[exponent];
            return negative() ? -value : value;
        }
        float value = Float.parseFloat(toString());
        if (Float.isInfinite(value)) {
            throw new MalformedException("a number is beyond what FP32 can hold", start);
        }
        return value;
    }

    /**
     * The nearest {@code double}.
     *
     * @throws MalformedException if the number is beyond the largest finite one
     */
    public double toDouble() throws MalformedException {
        double value = Double.parseDouble(toString());
        if (Double.isInfinite(value)) {
            throw new MalformedException("a number is beyond what FP64 can hold", start);
        }
        return value;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return new String(text, start, end - start, StandardCharsets.US_ASCII);
    }
}
