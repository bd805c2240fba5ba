package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The log of a measured boot in the crypto agile format (TCG PC Client Platform Firmware Profile, section 10), as Linux has it
 * at {@code /sys/kernel/security/tpm0/binary_bios_measurements}; of its digests only those by SHA-256 count. Little-endian:
 *
 * <pre>
 * first: pcr 32 | type 32 | SHA-1 20 bytes | size 32 | "Spec ID Event03" and what digests there are (section 10.2.1.1)
 * then each: pcr 32 | type 32 | count 32 | count times: algorithm 16, digest | size 32 | data
 * </pre>
 *
 * @param events in their order, without the first
 */
public record BootLog(List<BootEvent> events) {
    /** Largest log that is read. */
    public static final int SIZE_BYTES_MAX = 1024 * 1024;

    private static final int EVENTS_MAX = 4096;
    private static final int ALGORITHMS_MAX = 16;
    private static final int SHA1_BYTES = 20;
    private static final int NO_ACTION = 3;
    private static final Bytes SIGNATURE = Bytes.utf8("Spec ID Event03\0");
    private static final int SPEC_BYTES_BEFORE_ALGORITHMS = 8;

    public BootLog {
        events = List.copyOf(events);
    }

    /**
     * Reads a log.
     *
     * @throws MalformedException if {@code encoded} is anything else, or has an event without a digest by SHA-256
     */
    public static BootLog decode(Bytes encoded) throws MalformedException {
        if (encoded.size() > SIZE_BYTES_MAX) {
            throw new MalformedException(
                    "a boot log has at most " + SIZE_BYTES_MAX + " bytes, not " + encoded.size(), SIZE_BYTES_MAX);
        }
        TpmReader reader = new TpmReader(encoded, ByteOrder.LITTLE_ENDIAN, "a boot log");
        SortedMap<Integer, Integer> digestSizes = readHeader(reader);
        List<BootEvent> events = new ArrayList<>();
        while (reader.remaining() > 0) {
            if (events.size() == EVENTS_MAX) {
                throw reader.wrong("it has more than " + EVENTS_MAX + " events", reader.offset());
            }
            events.add(readEvent(reader, digestSizes));
        }
        return new BootLog(events);
    }

    /** What each register that was extended held when the boot was over. */
    public SortedMap<Integer, Digest> replay() {
        SortedMap<Integer, Digest> values = new TreeMap<>();
        for (BootEvent event : events) {
            if (event.extended()) {
                values.merge(
                        (int) event.pcr(),
                        Pcr.extend(Pcr.ZERO, event.sha256()),
                        (held, first) -> Pcr.extend(held, event.sha256()));
            } else if (event.tellsLocality() && !values.containsKey(0)) {
                values.put(0, startedFrom(event.locality()));
            }
        }
        return values;
    }

    /** The same log without what was measured, which its digests stand for: some 50 bytes an event. */
    public Bytes compact() {
        List<BootEvent> kept = events.stream()
                .filter(event -> event.extended() || event.tellsLocality())
                .toList();
        int dataBytes = kept.stream().mapToInt(BootLog::keptBytes).sum();
        ByteBuffer out = ByteBuffer.allocate(65 + kept.size() * 50 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).putInt(NO_ACTION).put(new byte[SHA1_BYTES]).putInt(33);
        out.put(SIGNATURE.asBuffer()).putInt(0).put(new byte[] {0, 2, 0, 2});
        out.putInt(1)
                .putShort((short) TpmAlgorithm.SHA256)
                .putShort((short) Digest.SIZE_BYTES)
                .put((byte) 0);
        for (BootEvent event : kept) {
            out.putInt((int) event.pcr()).putInt((int) event.type());
            out.putInt(1)
                    .putShort((short) TpmAlgorithm.SHA256)
                    .put(event.sha256().value().asBuffer());
            out.putInt(keptBytes(event));
            if (!event.extended()) {
                out.put(event.data().asBuffer());
            }
        }
        return Bytes.copyOf(out.flip());
    }

    private static int keptBytes(BootEvent event) {
        return event.extended() ? 0 : event.data().size();
    }

    private static Digest startedFrom(byte locality) {
        byte[] value = new byte[Digest.SIZE_BYTES];
        value[value.length - 1] = locality;
        return new Digest(Bytes.copyOf(value));
    }

    /** The first event (sections 10.2.1 and 10.2.1.1): which digests each other event has, and their sizes. */
    private static SortedMap<Integer, Integer> readHeader(TpmReader reader) throws MalformedException {
        reader.u32();
        if (reader.u32() != NO_ACTION) {
            throw reader.wrong("it does not begin with the event that names its format", 0);
        }
        reader.bytes(SHA1_BYTES);
        long size = reader.u32();
        int start = reader.offset();
        if (!reader.bytes(SIGNATURE.size()).equals(SIGNATURE)) {
            throw reader.wrong("it is not in the crypto agile format", start);
        }
        reader.bytes(SPEC_BYTES_BEFORE_ALGORITHMS);
        long count = reader.u32();
        if (count > ALGORITHMS_MAX) {
            throw reader.wrong("it has digests by more than " + ALGORITHMS_MAX + " algorithms", reader.offset());
        }
        SortedMap<Integer, Integer> sizes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            sizes.put(reader.u16(), reader.u16());
        }
        reader.bytes(reader.u8());
        if (reader.offset() - start != size) {
            throw reader.wrong("its first event has not the size that it says", start);
        }
        if (sizes.getOrDefault(TpmAlgorithm.SHA256, 0) != Digest.SIZE_BYTES) {
            throw reader.wrong("it has no digests by SHA-256", start);
        }
        return sizes;
    }

    private static BootEvent readEvent(TpmReader reader, SortedMap<Integer, Integer> digestSizes)
            throws MalformedException {
        int start = reader.offset();
        long pcr = reader.u32();
        long type = reader.u32();
        long count = reader.u32();
        if (count > ALGORITHMS_MAX) {
            throw reader.wrong("an event has more than " + ALGORITHMS_MAX + " digests", start);
        }
        Bytes sha256 = Bytes.EMPTY;
        for (int i = 0; i < count; i++) {
            int algorithm = reader.u16();
            int size = digestSizes.getOrDefault(algorithm, -1);
            if (size < 0) {
                throw reader.wrong("an event has a digest that the first event does not announce", start);
            }
            Bytes digest = reader.bytes(size);
            sha256 = algorithm == TpmAlgorithm.SHA256 ? digest : sha256;
        }
        Bytes data = reader.bytes(reader.u32());
        if (sha256.size() != Digest.SIZE_BYTES) {
            throw reader.wrong("an event has no digest by SHA-256", start);
        }
        BootEvent event = new BootEvent(pcr, type, new Digest(sha256), data);
        if (event.extended() && pcr >= Pcr.COUNT) {
            throw reader.wrong("an event extends a register that is not there", start);
        }
        return event;
    }
}
