package io.signet.attestation.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of one segment: where some of its entries begin, a quarter of a byte of memory an entry. */
final class Segment {
    /** Every so many entries' offset is remembered; the frames between are walked. */
    private static final int STRIDE = 16;

    private static final Pattern NAME = Pattern.compile("entries-([0-7][0-9a-f]{15})");

    private final long firstIndex;
    private int[] offsets = new int[16];
    private int entries;
    private int sizeBytes = Frames.HEADER_SIZE_BYTES;

    Segment(long firstIndex) {
        this.firstIndex = firstIndex;
    }

    static Optional<Segment> ofName(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(new Segment(Long.parseLong(matcher.group(1), 16))) : Optional.empty();
    }

    String name() {
        return String.format("entries-%016x", firstIndex);
    }

    long firstIndex() {
        return firstIndex;
    }

    /** Index of the entry after its last. */
    long endIndex() {
        return firstIndex + entries;
    }

    /** Size of header and frames. */
    int sizeBytes() {
        return sizeBytes;
    }

    void add(int entrySizeBytes) {
        if (entries % STRIDE == 0) {
            int slot = entries / STRIDE;
            if (slot == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * slot);
            }
            offsets[slot] = sizeBytes;
        }
        entries++;
        sizeBytes = Math.addExact(sizeBytes, Frames.PREFIX_SIZE_BYTES + entrySizeBytes);
    }

    /** Forgets everything from entry {@code endIndex} on, where the file has {@code sizeBytes} bytes. */
    void cut(long endIndex, int sizeBytes) {
        this.entries = (int) (endIndex - firstIndex);
        this.sizeBytes = sizeBytes;
    }

    /** The last entry up to {@code index} whose offset is known. */
    long knownBefore(long index) {
        return index - (index - firstIndex) % STRIDE;
    }

    /** Where the frame of an entry begins that {@link #knownBefore} gave. */
    int offset(long knownIndex) {
        return offsets[(int) (knownIndex - firstIndex) / STRIDE];
    }
}
