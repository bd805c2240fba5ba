package io.signet.statement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** An immutable byte string: what records hold in place of an array. Safe to share between threads. */
public final class Bytes implements Comparable<Bytes> {
    /** The empty byte string. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** Copies {@code value}. */
    public static Bytes copyOf(byte[] value) {
        return new Bytes(value.clone());
    }

    /** Copies {@code value[from, to)}. */
    public static Bytes copyOfRange(byte[] value, int from, int to) {
        return new Bytes(Arrays.copyOfRange(value, from, to));
    }

    /** Copies the remaining bytes of {@code buffer}, whose position does not change. */
    public static Bytes copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return new Bytes(copy);
    }

    /** The UTF-8 encoding of {@code text}. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Draws {@code sizeBytes} bytes from {@code random}. */
    public static Bytes random(RandomGenerator random, int sizeBytes) {
        byte[] drawn = new byte[sizeBytes];
        random.nextBytes(drawn);
        return new Bytes(drawn);
    }

    /**
     * Parses hexadecimal digits of either case.
     *
     * @throws IllegalArgumentException if {@code hex} has an odd length or another character
     */
    public static Bytes fromHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    /** Number of bytes. */
    public int size() {
        return value.length;
    }

    /** A fresh copy. */
    public byte[] toArray() {
        return value.clone();
    }

    /** A read-only view, big-endian, no copy. */
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(value).asReadOnlyBuffer();
    }

    /** Feeds these bytes to {@code digest} without a copy. */
    public void updateInto(MessageDigest digest) {
        digest.update(value);
    }

    /** Lower-case hexadecimal digits. */
    public String toHex() {
        return HexFormat.of().formatHex(value);
    }

    /** Unsigned lexicographic order. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    /** Compares in time that depends on the lengths only. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && MessageDigest.isEqual(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
