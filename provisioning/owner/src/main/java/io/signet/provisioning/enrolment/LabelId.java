package io.signet.provisioning.enrolment;

import io.signet.statement.Bytes;

/**
 * Which label is meant. It follows from the label's code, but nothing of the code follows from it: it may be seen by anyone.
 *
 * @param value {@value #SIZE_BYTES} bytes
 */
public record LabelId(Bytes value) implements Comparable<LabelId> {
    /** Size of {@link #value}. */
    public static final int SIZE_BYTES = 8;

    public LabelId {
        if (value.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("a label's id has " + SIZE_BYTES + " bytes, not " + value.size());
        }
    }

    /**
     * The id that {@link #toHex} wrote.
     *
     * @throws IllegalArgumentException if {@code hex} is anything else
     */
    public static LabelId fromHex(String hex) {
        if (hex.length() != 2 * SIZE_BYTES) {
            throw new IllegalArgumentException("a label's id has " + 2 * SIZE_BYTES + " hexadecimal digits");
        }
        return new LabelId(Bytes.fromHex(hex));
    }

    /** Hexadecimal digits. */
    public String toHex() {
        return value.toHex();
    }

    @Override
    public int compareTo(LabelId other) {
        return value.compareTo(other.value);
    }

    /** The same as {@link #toHex}. */
    @Override
    public String toString() {
        return toHex();
    }
}
