package io.signet.statement;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.Checksum;

/** An immutable byte string: what records hold in place of an array. Safe to share between threads. */
public final class Bytes implements Comparable<Bytes> {
    /** The empty byte string. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

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

    /** {@code value} itself, which nobody may change from now on. */
    static Bytes owning(byte[] value) {
        return new Bytes(value);
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

    /**
     * The byte at {@code index}.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public byte at(int index) {
        return value[index];
    }

    /**
     * A copy of the bytes {@code [from, to)}.
     *
     * @throws IndexOutOfBoundsException if the range is not within {@link #size()}
     */
    public Bytes range(int from, int to) {
        Objects.checkFromToIndex(from, to, value.length);
        return new Bytes(Arrays.copyOfRange(value, from, to));
    }

    /** A fresh copy. */
    public byte[] toArray() {
        return value.clone();
    }

    /**
     * The text whose UTF-8 encoding the bytes {@code [from, to)} are, empty if they are not the encoding of any.
     *
     * @throws IndexOutOfBoundsException if the range is not within {@link #size()}
     */
    public Optional<String> decodeUtf8(int from, int to) {
        Objects.checkFromToIndex(from, to, value.length);
        for (int i = from; i < to; i++) {
            if (value[i] < 0) {
                return decodeBeyondAscii(from, to);
            }
        }
        return Optional.of(new String(value, from, to - from, StandardCharsets.ISO_8859_1));
    }

    private Optional<String> decodeBeyondAscii(int from, int to) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(value, from, to - from))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** How the bytes {@code [from, to)} compare with {@code [otherFrom, otherTo)}, in unsigned lexicographic order. */
    public int compare(int from, int to, int otherFrom, int otherTo) {
        return compare(value, from, to, otherFrom, otherTo);
    }

    /** How two ranges of {@code bytes} compare; most differ in their first bytes. */
    static int compare(byte[] bytes, int from, int to, int otherFrom, int otherTo) {
        if (from < to && otherFrom < otherTo && bytes[from] != bytes[otherFrom]) {
            return Byte.compareUnsigned(bytes[from], bytes[otherFrom]);
        }
        return Arrays.compareUnsigned(bytes, from, to, bytes, otherFrom, otherTo);
    }

    /** A read-only view, big-endian, no copy. */
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(value).asReadOnlyBuffer();
    }

    /** Feeds these bytes to {@code digest} without a copy. */
    public void updateInto(MessageDigest digest) {
        digest.update(value);
    }

    /**
     * Feeds these bytes to {@code signature} without a copy.
     *
     * @throws SignatureException if {@code signature} was not made ready
     */
    public void updateInto(Signature signature) throws SignatureException {
        signature.update(value);
    }

    /** Feeds these bytes to {@code sum} without a copy. */
    public void updateInto(Checksum sum) {
        sum.update(value);
    }

    /** Copies all bytes to {@code target} from {@code offset} on. */
    void copyInto(byte[] target, int offset) {
        System.arraycopy(value, 0, target, offset, value.length);
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
        if (this == other) {
            return true;
        }
        if (!(other instanceof Bytes bytes) || value.length != bytes.value.length) {
            return false;
        }
        return different(bytes) == 0;
    }

    /** Eight bytes at a time, as long as there are as many. */
    private long different(Bytes other) {
        long different = 0;
        int i = 0;
        for (; i <= value.length - Long.BYTES; i += Long.BYTES) {
            different |= (long) LONGS.get(value, i) ^ (long) LONGS.get(other.value, i);
        }
        for (; i < value.length; i++) {
            different |= value[i] ^ other.value[i];
        }
        return different;
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
