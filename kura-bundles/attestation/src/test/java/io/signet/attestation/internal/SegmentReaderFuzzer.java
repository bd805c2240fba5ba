package io.signet.attestation.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.attestation.FaultyStorage;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile segments give entries, an end or damage, never more bytes than they have; nothing else. */
final class SegmentReaderFuzzer {
    /** A segment of two entries. */
    static Stream<byte[]> seeds() {
        Frames frames = new Frames();
        ByteBuffer segment = ByteBuffer.allocate(64);
        frames.putHeader(segment, 0);
        frames.put(segment, 0, Bytes.utf8("one"));
        frames.put(segment, 1, Bytes.utf8("two"));
        return Stream.of(Bytes.copyOf(segment.flip()).toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "3s")
    void segment_anyBytes_isReadToItsEndOrDamage(byte[] data) throws IOException {
        FaultyStorage storage = new FaultyStorage();
        storage.put("segment", data);
        SegmentReader reader = new SegmentReader(storage.open("segment"), 0);
        if (!reader.readHeader()) {
            return;
        }
        long sizeBytes = Frames.HEADER_SIZE_BYTES;
        while (reader.next() instanceof SegmentReader.Entry entry) {
            sizeBytes += Frames.PREFIX_SIZE_BYTES + entry.content().size();
            if (sizeBytes > data.length) {
                throw new IllegalStateException("the entries are larger than the segment");
            }
        }
    }
}
