package io.signet.attestation.internal;

import io.signet.runtime.StorageFile;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.merkle.Frontier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * Computes the tree anew from the entries' hashes, and compares it with the {@link TreeFile}, which it completes where
 * that ends too early. It alters no hash that is there, right or wrong.
 */
final class TreeReplay {
    private static final int BUFFERED_HASHES = 4096;

    private final TreeFile tree;
    private final StorageFile file;
    private final long hashesOnDisk;
    private final Frontier frontier = new Frontier();
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFERED_HASHES * Digest.SIZE_BYTES).flip();
    private long hashes;
    private boolean differs;
    private OptionalLong alteredEntry = OptionalLong.empty();

    TreeReplay(TreeFile tree) throws IOException {
        this.tree = tree;
        this.file = tree.file();
        this.hashesOnDisk = file.sizeBytes() / Digest.SIZE_BYTES;
        tree.continueAfter(hashesOnDisk);
    }

    /** Replays the next entry. */
    void entry(Digest leafHash) throws IOException {
        try {
            frontier.append(leafHash, this::subtree);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void subtree(int level, long index, Digest hash) {
        try {
            if (hashes >= hashesOnDisk) {
                if (!differs) {
                    tree.append(hash);
                }
            } else if (!readNext().equals(hash)) {
                differs = true;
                if (level == 0 && alteredEntry.isEmpty()) {
                    alteredEntry = OptionalLong.of(index);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hashes++;
    }

    private Digest readNext() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            file.read(hashes * Digest.SIZE_BYTES, buffer);
            buffer.flip();
        }
        if (buffer.remaining() < Digest.SIZE_BYTES) {
            throw new IOException("the file '" + TreeFile.FILE + "' shrank while it was read");
        }
        ByteBuffer hash = buffer.slice(buffer.position(), Digest.SIZE_BYTES);
        buffer.position(buffer.position() + Digest.SIZE_BYTES);
        return new Digest(Bytes.copyOf(hash));
    }

    /** The root of the entries so far. */
    Digest root() {
        return frontier.root();
    }

    /** The first entry whose hash is another one in the file. */
    OptionalLong alteredEntry() {
        return alteredEntry;
    }

    /**
     * Ends the replay: the file then has exactly the replayed entries' hashes.
     *
     * @return false if it holds wrong ones and is to be made anew
     */
    boolean finish() throws IOException {
        if (differs) {
            return false;
        }
        tree.flush();
        tree.continueAfter(hashes);
        return true;
    }
}
