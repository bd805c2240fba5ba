package io.signet.attestation.internal;

import io.signet.runtime.StorageFile;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a segment of the log from its start, frame by frame, whatever its bytes are. A segment is a file named
 * {@code entries-} and the index of its first entry in 16 hexadecimal digits; each begins where the one before ends. All
 * numbers are big-endian:
 *
 * <pre>
 * segment                                     frame
 *  offset size                                 offset size
 *       0    8  "SIGNETL1"                          0    4  n, the entry's size, 1 to 65,536
 *       8    8  index of its first entry            4    4  CRC-32C of: index (8), n (4), the entry (n)
 *      16    4  CRC-32C of the 16 before            8    n  the entry
 *      20       frames, to the file's end
 * </pre>
 *
 * <p>The checksum binds an entry to its place, so frames can't be swapped. It finds accidents; what finds malice is the
 * signed head.
 */
final class SegmentReader {
    private static final int BUFFER_SIZE_BYTES = 2 * Frames.FRAME_SIZE_BYTES_MAX;

    private final StorageFile file;
    private final Frames frames = new Frames();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE_BYTES).flip();
    private long loaded;
    private long index;

    SegmentReader(StorageFile file, long firstIndex) {
        this.file = file;
        this.index = firstIndex;
    }

    /** Reads the header, before the first {@link #next()}; false if it is not that of this segment. */
    boolean readHeader() throws IOException {
        if (!load(Frames.HEADER_SIZE_BYTES)) {
            return false;
        }
        boolean right = frames.isHeader(buffer.slice(buffer.position(), Frames.HEADER_SIZE_BYTES), index);
        buffer.position(buffer.position() + Frames.HEADER_SIZE_BYTES);
        return right;
    }

    /** Reads the next frame. After {@link Damaged} or {@link End} there is no further. */
    Frame next() throws IOException {
        if (!load(Frames.PREFIX_SIZE_BYTES)) {
            return buffer.hasRemaining() ? new Damaged("the file ends within its frame") : new End();
        }
        int sizeBytes = buffer.getInt(buffer.position());
        int crc = buffer.getInt(buffer.position() + Integer.BYTES);
        if (!Frames.isEntrySize(sizeBytes)) {
            return new Damaged("its frame claims an impossible size");
        }
        if (!load(Frames.PREFIX_SIZE_BYTES + sizeBytes)) {
            return new Damaged("the file ends within its frame");
        }
        ByteBuffer content = buffer.slice(buffer.position() + Frames.PREFIX_SIZE_BYTES, sizeBytes);
        if (frames.crc(index, sizeBytes, content.duplicate()) != crc) {
            return new Damaged("its checksum does not match");
        }
        buffer.position(buffer.position() + Frames.PREFIX_SIZE_BYTES + sizeBytes);
        index++;
        return new Entry(Bytes.copyOf(content));
    }

    /** Makes {@code sizeBytes} bytes available, unless the file ends before. */
    private boolean load(int sizeBytes) throws IOException {
        if (buffer.remaining() < sizeBytes) {
            buffer.compact();
            loaded += file.read(loaded, buffer);
            buffer.flip();
        }
        return buffer.remaining() >= sizeBytes;
    }

    /** What {@link #next()} found. */
    sealed interface Frame {}

    /** An intact entry. */
    record Entry(Bytes content) implements Frame {}

    /** The file ends where a frame would begin. */
    record End() implements Frame {}

    /** Something else than a frame with the next entry. */
    record Damaged(String reason) implements Frame {}
}
