package io.signet.attestation.internal;

import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/**
 * The hashes of a segment's entries, 32 bytes each and nothing else, in a file beside it: {@code hashes-} and the index of
 * its first entry. It can be made anew from the entries and is never waited for; yet if they do not give the signed root
 * any more, it tells which of them was altered. Not thread-safe.
 */
final class SegmentHashes implements AutoCloseable {
    private static final int BUFFERED = 256;
    private static final String PREFIX = "hashes-";

    private final StorageFile file;

    private SegmentHashes(StorageFile file) {
        this.file = file;
    }

    static SegmentHashes open(Storage storage, Segment segment) throws IOException {
        return new SegmentHashes(storage.open(name(segment)));
    }

    /** The name of the file. */
    static String name(Segment segment) {
        return segment.name().replace("entries-", PREFIX);
    }

    /** Deletes files of which the segment is gone. */
    static void deleteOthers(Storage storage, List<Segment> segments) throws IOException {
        List<String> names = segments.stream().map(SegmentHashes::name).toList();
        for (String name : storage.list()) {
            if (name.startsWith(PREFIX) && !names.contains(name)) {
                storage.delete(name);
            }
        }
    }

    /** Writes hashes, of the segment's entries from {@code place} on. */
    void write(int place, List<Digest> hashes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(BUFFERED, hashes.size()) * Digest.SIZE_BYTES);
        long at = (long) place * Digest.SIZE_BYTES;
        for (Digest hash : hashes) {
            if (!buffer.hasRemaining()) {
                file.write(at, buffer.flip());
                at += buffer.limit();
                buffer.clear();
            }
            buffer.put(hash.value().asBuffer());
        }
        file.write(at, buffer.flip());
    }

    /** Cuts everything after the first {@code entries}. */
    void cut(int entries) throws IOException {
        file.truncate((long) entries * Digest.SIZE_BYTES);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Compares the file with the entries, as they are read. */
    static final class Check {
        private final Segment segment;
        private final ByteBuffer hashes;
        private boolean right = true;
        private OptionalLong alteredEntry = OptionalLong.empty();

        Check(Storage storage, Segment segment) throws IOException {
            this.segment = segment;
            if (!storage.exists(name(segment))) {
                hashes = ByteBuffer.allocate(0);
                return;
            }
            try (StorageFile file = storage.open(name(segment))) {
                hashes = ByteBuffer.allocate((int) Math.min(file.sizeBytes(), Integer.MAX_VALUE / 2));
                file.read(0, hashes);
                hashes.flip();
            }
        }

        /** The next entry has this hash. */
        void entry(long index, Digest hash) {
            if (hashes.remaining() < Digest.SIZE_BYTES) {
                right = false;
                return;
            }
            ByteBuffer written = hashes.slice(hashes.position(), Digest.SIZE_BYTES);
            hashes.position(hashes.position() + Digest.SIZE_BYTES);
            if (!written.equals(hash.value().asBuffer())) {
                right = false;
                alteredEntry = alteredEntry.isPresent() ? alteredEntry : OptionalLong.of(index);
            }
        }

        /** The first entry whose hash is another one in the file. */
        OptionalLong alteredEntry() {
            return alteredEntry;
        }

        /** Makes the file anew, unless it is right. */
        void mend(Storage storage, Segments segments) throws IOException {
            if (right && !hashes.hasRemaining()) {
                return;
            }
            try (SegmentHashes file = open(storage, segment)) {
                file.cut(0);
                for (long from = segment.firstIndex(); from < segment.endIndex(); from += BUFFERED) {
                    List<Bytes> entries = segments.readWritten(from, Math.min(segment.endIndex(), from + BUFFERED));
                    file.write(
                            (int) (from - segment.firstIndex()),
                            entries.stream().map(MerkleTree::leafHash).toList());
                }
            }
        }
    }
}
