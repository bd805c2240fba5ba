package io.signet.openinference.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes JSON (RFC 8259) item by item, without white space; commas are put where they belong. Not thread-safe. */
public final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] text;
    private int size;
    private boolean comma;

    /** Writes to memory that grows when {@code capacityBytes} are full. */
    public JsonWriter(int capacityBytes) {
        text = new byte[Math.max(16, capacityBytes)];
    }

    /** Begins an object; {@link #name} follows, or {@link #endObject}. */
    public JsonWriter beginObject() {
        return begin('{');
    }

    /** Ends the object. */
    public JsonWriter endObject() {
        return end('}');
    }

    /** Begins an array. */
    public JsonWriter beginArray() {
        return begin('[');
    }

    /** Ends the array. */
    public JsonWriter endArray() {
        return end(']');
    }

    /** The name of a member, whose value follows. */
    public JsonWriter name(String name) {
        string(name);
        put(':');
        comma = false;
        return this;
    }

    /** A text. */
    public JsonWriter string(String value) {
        separate();
        put('"');
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\') {
                put('\\');
                put(b);
            } else if (b >= 0 && b < ' ') {
                put('\\');
                put('u');
                put('0');
                put('0');
                put(HEX[b >> 4]);
                put(HEX[b & 15]);
            } else {
                put(b);
            }
        }
        put('"');
        return this;
    }

    /** A whole number. */
    public JsonWriter number(long value) {
        return raw(Long.toString(value));
    }

    /**
     * A number in the digits that Java gives it, which lead back to the same {@code float}.
     *
     * @throws IllegalArgumentException if it is infinite or not a number: JSON has no such numbers
     */
    public JsonWriter number(float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number for " + value);
        }
        return raw(Float.toString(value));
    }

    /**
     * A number in the digits that Java gives it, which lead back to the same {@code double}.
     *
     * @throws IllegalArgumentException if it is infinite or not a number: JSON has no such numbers
     */
    public JsonWriter number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number for " + value);
        }
        return raw(Double.toString(value));
    }

    /** A whole number from 0 to 2^64-1, given as its bits. */
    public JsonWriter unsigned(long value) {
        return raw(Long.toUnsignedString(value));
    }

    /** {@code true} or {@code false}. */
    public JsonWriter bool(boolean value) {
        return raw(value ? "true" : "false");
    }

    /** {@code null}. */
    public JsonWriter nothing() {
        return raw("null");
    }

    private JsonWriter raw(String ascii) {
        separate();
        int length = ascii.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            text[size + i] = (byte) ascii.charAt(i);
        }
        size += length;
        return this;
    }

    private JsonWriter begin(char open) {
        separate();
        put(open);
        comma = false;
        return this;
    }

    private JsonWriter end(char close) {
        put(close);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            put(',');
        }
        comma = true;
    }

    private void put(int value) {
        reserve(1);
        text[size++] = (byte) value;
    }

    private void reserve(int bytes) {
        if (text.length - size < bytes) {
            text = Arrays.copyOf(text, Math.max(Math.multiplyExact(text.length, 2), size + bytes));
        }
    }

    /** What was written, as a view; nothing more may be written. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(text, 0, size).slice();
    }
}
