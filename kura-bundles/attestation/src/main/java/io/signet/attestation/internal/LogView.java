package io.signet.attestation.internal;

import io.signet.attestation.TamperedLogException;
import io.signet.runtime.Storage;
import io.signet.statement.Bytes;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;

/**
 * A log as it was at one of its heads, read from a storage that somebody else may be writing to. {@link #file} is
 * for any thread, {@link #tile} for one at a time.
 */
public final class LogView {
    private final TreeHead head;
    private final LogContents contents;

    private LogView(TreeHead head, LogContents contents) {
        this.head = head;
        this.contents = contents;
    }

    /**
     * Reads the log at its last head.
     *
     * @throws TamperedLogException if what is there is not what that covers
     * @throws IOException if there is no log, or something was deleted while it was read
     */
    public static LogView read(Storage storage) throws IOException, TamperedLogException {
        TreeHead head = head(storage);
        LogScan scan = new LogScan(storage, head, false);
        scan.run();
        return new LogView(head, scan.contents(0));
    }

    /** The last head that is whole. */
    public static TreeHead head(Storage storage) throws IOException {
        if (!storage.exists(HeadSlots.FILE)) {
            throw new FileNotFoundException("there is no log: no file '" + HeadSlots.FILE + "'");
        }
        try (HeadSlots heads = HeadSlots.open(storage)) {
            return heads.newest().orElseThrow(() -> new IOException("none of the signed heads is readable any more"));
        }
    }

    /** The head. */
    public TreeHead head() {
        return head;
    }

    /**
     * A tile that is a file, or the beginning of one, though its entries may yet be in segments, too: what others read, so
     * what is to be checked. Empty if it is in segments only.
     *
     * @throws TileMissingException if it was moved away
     */
    public Optional<Bytes> file(TileId tile) throws IOException {
        try {
            return Optional.of(contents.file(tile));
        } catch (TileMissingException e) {
            if (contents.isFile(tile)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Any tile of the log, from segments as long as it is there. */
    public Bytes tile(TileId tile) throws IOException {
        return contents.tile(tile);
    }
}
