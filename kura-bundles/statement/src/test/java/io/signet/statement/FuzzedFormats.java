package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats that one fuzz target reads: the first byte of its data says which, so that all share one process, whose start
 * takes longer than any of them needs. Nothing but MalformedException may be thrown, with an offset in the data.
 */
final class FuzzedFormats {
    private final List<Format> formats = new ArrayList<>();

    /** Reads bytes as a format, and checks what was read. */
    interface Reading {
        void check(Bytes bytes) throws MalformedException;
    }

    /** Reads bytes as a format, and writes what was read. */
    interface RoundTrip {
        Bytes readAndWrite(Bytes bytes) throws MalformedException;
    }

    private record Format(Reading reading, List<Bytes> seeds) {}

    /** Adds a format of which examples are known. */
    FuzzedFormats with(Reading reading, Bytes... seeds) {
        formats.add(new Format(reading, List.of(seeds)));
        return this;
    }

    /** Adds a format in which whatever is read is written to the same bytes again. */
    FuzzedFormats withRoundTrip(RoundTrip trip, Bytes... seeds) {
        return with(bytes -> assertThat(trip.readAndWrite(bytes)).isEqualTo(bytes), seeds);
    }

    /** The examples, as data of the target. */
    Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < formats.size(); i++) {
            for (Bytes seed : formats.get(i).seeds()) {
                byte[] data = new byte[1 + seed.size()];
                data[0] = (byte) i;
                seed.asBuffer().get(data, 1, seed.size());
                seeds.add(data);
            }
        }
        return seeds.stream();
    }

    /** Reads {@code data} as the format that it begins with. */
    void check(byte[] data) {
        if (data.length == 0) {
            return;
        }
        Bytes bytes = Bytes.copyOfRange(data, 1, data.length);
        try {
            formats.get(Byte.toUnsignedInt(data[0]) % formats.size()).reading().check(bytes);
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, bytes.size());
        }
    }
}
