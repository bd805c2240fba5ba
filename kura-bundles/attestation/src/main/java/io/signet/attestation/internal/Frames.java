package io.signet.attestation.internal;

import io.signet.attestation.NodeLog;
import io.signet.statement.Bytes;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The bytes of segment headers and frames, as {@link SegmentReader} describes them. Not thread-safe. */
final class Frames {
    static final int HEADER_SIZE_BYTES = 20;
    static final int PREFIX_SIZE_BYTES = 8;
    static final int FRAME_SIZE_BYTES_MAX = PREFIX_SIZE_BYTES + NodeLog.STATEMENT_SIZE_BYTES_MAX;

    private static final Bytes MAGIC = Bytes.utf8("SIGNETL1");

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer position = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);

    void putHeader(ByteBuffer target, long firstIndex) {
        int start = target.position();
        target.put(MAGIC.asBuffer()).putLong(firstIndex);
        target.putInt(headerCrc(target.duplicate().flip().position(start)));
    }

    /** Whether {@code header}, of {@link #HEADER_SIZE_BYTES}, is that of the segment that begins with that entry. */
    boolean isHeader(ByteBuffer header, long firstIndex) {
        ByteBuffer expected = ByteBuffer.allocate(HEADER_SIZE_BYTES);
        putHeader(expected, firstIndex);
        return expected.flip().equals(header);
    }

    void put(ByteBuffer target, long index, Bytes entry) {
        target.putInt(entry.size()).putInt(crc(index, entry.size(), entry.asBuffer()));
        target.put(entry.asBuffer());
    }

    /** The checksum of the frame of {@code entry}, all of whose remaining bytes are read. */
    int crc(long index, int sizeBytes, ByteBuffer entry) {
        position.clear().putLong(index).putInt(sizeBytes).flip();
        crc.reset();
        crc.update(position);
        crc.update(entry);
        return (int) crc.getValue();
    }

    static boolean isEntrySize(int sizeBytes) {
        return sizeBytes >= 1 && sizeBytes <= NodeLog.STATEMENT_SIZE_BYTES_MAX;
    }

    private int headerCrc(ByteBuffer beforeIt) {
        crc.reset();
        crc.update(beforeIt);
        return (int) crc.getValue();
    }
}
