package io.signet.attestation.internal;

import io.signet.attestation.TamperedLogException;
import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log's entries, in segments as {@link SegmentReader} describes them. A batch goes into one segment: it is begun
 * anew, between batches, once it has its size. Not thread-safe.
 */
final class Segments implements AutoCloseable {
    private static final int BUFFER_SIZE_BYTES_MIN = 2048;
    private static final int BUFFER_SIZE_BYTES_MAX = 4 * Frames.FRAME_SIZE_BYTES_MAX;

    private final Storage storage;
    private final int segmentBytesMax;
    private final List<Segment> segments;
    private final Frames frames = new Frames();
    /** As large as the largest batch so far asked for. */
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE_BYTES_MIN);

    private Optional<StorageFile> tail = Optional.empty();
    private Optional<SegmentHashes> tailHashes = Optional.empty();

    /** Goes on after {@code segments}, which are intact. */
    Segments(Storage storage, int segmentBytesMax, List<Segment> segments) {
        this.storage = storage;
        this.segmentBytesMax = segmentBytesMax;
        this.segments = new ArrayList<>(segments);
    }

    /** Number of entries. */
    long size() {
        return segments.isEmpty() ? 0 : last().endIndex();
    }

    /** Where the log ends now, to {@link #rollBack} to. */
    Mark mark() {
        return segments.isEmpty() ? new Mark(0, 0, 0) : new Mark(segments.size(), size(), last().sizeBytes());
    }

    /** Writes entries, not yet durable. If it fails, {@link #rollBack}. */
    void append(List<Bytes> entries, List<Digest> leafHashes) throws IOException {
        buffer.clear();
        if (segments.isEmpty() || last().sizeBytes() >= segmentBytesMax) {
            begin(size());
        }
        int place = (int) (size() - last().firstIndex());
        write(entries);
        tailHashes().write(place, leafHashes);
    }

    /**
     * Undoes what was appended since {@code mark}, none of which may have been made durable.
     *
     * @throws RollbackFailedException if that can't be made sure: nothing more must be written
     */
    void rollBack(Mark mark, IOException cause) throws RollbackFailedException {
        try {
            if (segments.size() > mark.segments) {
                closeTail();
                storage.delete(last().name());
                storage.delete(SegmentHashes.name(last()));
                segments.remove(segments.size() - 1);
            } else if (mark.segments > 0) {
                last().cut(mark.entries, mark.lastSizeBytes);
                tail().truncate(mark.lastSizeBytes);
                tail().force(); // else a crash could bring back frames that the next segment overlaps
                tailHashes().cut((int) (mark.entries - last().firstIndex()));
            }
        } catch (IOException e) {
            e.addSuppressed(cause);
            throw new RollbackFailedException(e);
        }
    }

    private void begin(long firstIndex) throws IOException {
        closeTail();
        segments.add(new Segment(firstIndex));
        tail().truncate(0); // an attempt that failed may have left something
        tailHashes().cut(0);
        frames.putHeader(buffer, firstIndex);
    }

    private void write(List<Bytes> entries) throws IOException {
        Segment segment = last();
        long at = buffer.position() > 0 ? 0 : segment.sizeBytes();
        StorageFile file = tail();
        for (Bytes entry : entries) {
            int need = Frames.PREFIX_SIZE_BYTES + entry.size();
            if (buffer.remaining() < need && buffer.capacity() < BUFFER_SIZE_BYTES_MAX) {
                grow(need);
            }
            if (buffer.remaining() < need) {
                at += flush(file, at);
            }
            frames.put(buffer, segment.endIndex(), entry);
            segment.add(entry.size());
        }
        flush(file, at);
    }

    private void grow(int need) {
        int size = Math.min(BUFFER_SIZE_BYTES_MAX, Math.max(2 * buffer.capacity(), buffer.position() + need));
        buffer = ByteBuffer.allocate(size).put(buffer.flip());
    }

    private int flush(StorageFile file, long at) throws IOException {
        int sizeBytes = buffer.flip().remaining();
        file.write(at, buffer);
        buffer.clear();
        return sizeBytes;
    }

    /** Makes all that was appended durable. If this fails, nobody knows what is on the disk. */
    void force() throws IOException {
        tail().force();
    }

    /**
     * Reads an entry.
     *
     * @param index of an entry that is in a segment still
     * @throws TamperedLogException if it is not as it was written
     */
    Bytes read(long index) throws IOException, TamperedLogException {
        Segment segment = segments.get(segmentOf(index));
        if (segment == last()) {
            return read(tail(), segment, index);
        }
        try (StorageFile file = storage.open(segment.name())) {
            return read(file, segment, index);
        }
    }

    /**
     * Reads a row of entries.
     *
     * @param from 0 to {@code to}
     * @param to at most {@link #size()}
     * @throws TamperedLogException if one is not as it was written
     */
    List<Bytes> read(long from, long to) throws IOException, TamperedLogException {
        List<Bytes> entries = new ArrayList<>((int) (to - from));
        long index = from;
        while (index < to) {
            Segment segment = segments.get(segmentOf(index));
            long end = Math.min(to, segment.endIndex());
            if (segment == last()) {
                readInto(entries, tail(), segment, index, end);
            } else {
                try (StorageFile file = storage.open(segment.name())) {
                    readInto(entries, file, segment, index, end);
                }
            }
            index = end;
        }
        return entries;
    }

    /** As {@link #read(long, long)}, of entries that were found intact a moment ago. */
    List<Bytes> readWritten(long from, long to) throws IOException {
        try {
            return read(from, to);
        } catch (TamperedLogException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void readInto(List<Bytes> entries, StorageFile file, Segment segment, long from, long to)
            throws IOException, TamperedLogException {
        long at = find(file, segment, from);
        for (long index = from; index < to; index++) {
            Bytes entry = readFrame(file, at, index);
            entries.add(entry);
            at += Frames.PREFIX_SIZE_BYTES + entry.size();
        }
    }

    /** Deletes segments all of whose entries are before {@code index}, unless it is the last. */
    void dropBefore(long index) throws IOException {
        while (segments.size() > 1 && segments.get(0).endIndex() <= index) {
            storage.delete(segments.get(0).name());
            storage.delete(SegmentHashes.name(segments.get(0)));
            segments.remove(0);
        }
    }

    private Bytes read(StorageFile file, Segment segment, long index) throws IOException, TamperedLogException {
        return readFrame(file, find(file, segment, index), index);
    }

    private Bytes readFrame(StorageFile file, long at, long index) throws IOException, TamperedLogException {
        ByteBuffer frame = readPrefix(file, at);
        int sizeBytes = frame.getInt();
        int crc = frame.getInt();
        if (!Frames.isEntrySize(sizeBytes)) {
            throw new TamperedLogException(index, "its frame claims an impossible size");
        }
        ByteBuffer content = ByteBuffer.allocate(sizeBytes);
        file.read(at + Frames.PREFIX_SIZE_BYTES, content);
        if (content.hasRemaining()
                || frames.crc(index, sizeBytes, content.flip().duplicate()) != crc) {
            throw new TamperedLogException(index, "its checksum does not match");
        }
        return Bytes.copyOf(content);
    }

    /** Where the frame of entry {@code index} begins. */
    private static long find(StorageFile file, Segment segment, long index) throws IOException {
        long known = segment.knownBefore(index);
        long at = segment.offset(known);
        for (long i = known; i < index; i++) {
            int sizeBytes = readPrefix(file, at).getInt();
            if (!Frames.isEntrySize(sizeBytes)) {
                throw new IOException("entry " + i + " can't be skipped: its frame claims an impossible size");
            }
            at += Frames.PREFIX_SIZE_BYTES + sizeBytes;
        }
        return at;
    }

    private static ByteBuffer readPrefix(StorageFile file, long at) throws IOException {
        ByteBuffer prefix = ByteBuffer.allocate(Frames.PREFIX_SIZE_BYTES);
        file.read(at, prefix);
        if (prefix.hasRemaining()) {
            throw new IOException("the segment ends at byte " + (at + prefix.position()) + ", within a frame");
        }
        return prefix.flip();
    }

    private int segmentOf(long index) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).firstIndex() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private Segment last() {
        return segments.get(segments.size() - 1);
    }

    private StorageFile tail() throws IOException {
        if (tail.isEmpty()) {
            tail = Optional.of(storage.open(last().name()));
        }
        return tail.get();
    }

    private SegmentHashes tailHashes() throws IOException {
        if (tailHashes.isEmpty()) {
            tailHashes = Optional.of(SegmentHashes.open(storage, last()));
        }
        return tailHashes.get();
    }

    private void closeTail() throws IOException {
        if (tail.isPresent()) {
            StorageFile file = tail.get();
            tail = Optional.empty();
            file.close();
        }
        if (tailHashes.isPresent()) {
            SegmentHashes file = tailHashes.get();
            tailHashes = Optional.empty();
            file.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeTail();
    }

    /**
     * An end of the log.
     *
     * @param segments how many there were
     * @param entries how many there were
     * @param lastSizeBytes size of the last segment
     */
    record Mark(int segments, long entries, int lastSizeBytes) {}

    /** A batch that could neither be written nor taken back. */
    static final class RollbackFailedException extends IOException {
        RollbackFailedException(IOException cause) {
            super("what was written in part can't be taken back: " + cause.getMessage(), cause);
        }
    }
}
