package io.signet.attestation.internal;

import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.merkle.HashTiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The hashes of all complete subtrees, in the file {@code tree}, 32 bytes each and nothing else, in the order in which
 * they become complete: an entry's own hash, then those of the subtrees that end with it, smallest first.
 *
 * <pre>
 * entry       0    1          2    3               4
 * hash        0:0  0:1  1:0   0:2  0:3  1:1  2:0   0:4   (level:index)
 * at 32 x     0    1    2     3    4    5    6     7
 * </pre>
 *
 * <p>So the first n entries have the first 2n - (bits set in n) hashes, and a proof takes one short read a level. The
 * file can be made anew from the entries and is never waited for; yet if the entries do not match the signed head any
 * more, it tells which of them was altered.
 *
 * <p>Not thread-safe. Reads that fail throw {@link UncheckedIOException}.
 */
final class TreeFile implements HashTiles, AutoCloseable {
    static final String FILE = "tree";
    private static final int BUFFERED_HASHES_MIN = 16;
    private static final int BUFFERED_HASHES_MAX = 4096;

    private final StorageFile file;
    /** As large as the largest batch so far asked for. */
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFERED_HASHES_MIN * Digest.SIZE_BYTES);

    private long flushed;

    private TreeFile(StorageFile file) {
        this.file = file;
    }

    /** Opens the file; what it holds is to be checked by {@link TreeReplay}. */
    static TreeFile open(Storage storage) throws IOException {
        return new TreeFile(storage.open(FILE));
    }

    /** How many hashes the first {@code entries} entries have. */
    static long hashes(long entries) {
        return 2 * entries - Long.bitCount(entries);
    }

    /** The file itself. */
    StorageFile file() {
        return file;
    }

    /** Goes on after the first {@code hashes}; what comes after them is cut. */
    void continueAfter(long hashes) throws IOException {
        buffer.clear();
        file.truncate(hashes * Digest.SIZE_BYTES);
        flushed = hashes;
    }

    /** Appends the next hash; {@link #flush()} before reading it. */
    void append(Digest hash) throws IOException {
        if (!buffer.hasRemaining()) {
            makeRoom();
        }
        buffer.put(hash.value().asBuffer());
    }

    private void makeRoom() throws IOException {
        if (buffer.capacity() == BUFFERED_HASHES_MAX * Digest.SIZE_BYTES) {
            flush();
            return;
        }
        buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer.flip());
    }

    /** Writes what was appended. */
    void flush() throws IOException {
        buffer.flip();
        int hashes = buffer.remaining() / Digest.SIZE_BYTES;
        file.write(flushed * Digest.SIZE_BYTES, buffer);
        buffer.clear();
        flushed += hashes;
    }

    /** Makes what was flushed durable, which spares making it anew after a power cut. */
    void force() throws IOException {
        file.force();
    }

    @Override
    public Digest hash(int level, long index) {
        long lastLeaf = ((index + 1) << level) - 1;
        ByteBuffer hash = ByteBuffer.allocate(Digest.SIZE_BYTES);
        try {
            file.read((hashes(lastLeaf) + level) * Digest.SIZE_BYTES, hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (hash.hasRemaining()) {
            throw new UncheckedIOException(
                    new IOException("the file '" + FILE + "' lacks hash " + index + " of level " + level));
        }
        return new Digest(Bytes.copyOf(hash.flip()));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
