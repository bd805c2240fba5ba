package io.signet.attestation.internal;

import io.signet.attestation.TamperedLogException;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a log holds, and where. Entries first go into {@link Segments}; as soon as there is time for it, each full 256 of
 * them become a tile of entries and one of hashes ({@link TileFiles}), after which segments without any other are
 * deleted. Hashes that no file has are in memory ({@link RightEdge}).
 *
 * <p>{@link #isFile}, {@link #tiledSize}, {@link #file} and {@link #fileEntry} are for any thread, all else for one at a time.
 */
final class LogContents implements TileSource {
    private static final int WIDTH = TileId.WIDTH_MAX;

    private final TileFiles files;
    private final Segments segments;
    private final RightEdge edge;
    private volatile long tiles;
    private Peaks peaks;

    /**
     * The contents of a log that exists.
     *
     * @param tiles how many full tiles of entries are files, and their hashes, too
     */
    LogContents(TileFiles files, Segments segments, RightEdge edge, long tiles, Peaks peaks) {
        this.files = files;
        this.segments = segments;
        this.edge = edge;
        this.tiles = tiles;
        this.peaks = peaks;
    }

    /** Where entries are written first. */
    Segments segments() {
        return segments;
    }

    /** Number of entries. */
    long size() {
        return peaks.size();
    }

    /** The root of all entries. */
    Digest root() {
        return peaks.root();
    }

    /** The tree with {@code leaves} appended; {@link #add} it once they are durable. */
    BatchTree extend(List<Digest> leaves) {
        return new BatchTree(peaks, leaves);
    }

    /** Appends a batch, whose entries are in the segments. */
    void add(BatchTree batch) {
        edge.add(batch);
        peaks = batch.peaks();
    }

    /** Whether the full tile that {@code tile} is, or begins, is a file. */
    boolean isFile(TileId tile) {
        return tile.index() < TileId.count(Math.max(0, tile.level()), tiles * WIDTH) / WIDTH;
    }

    /** How many entries are in full tiles that are files. */
    long tiledSize() {
        return tiles * WIDTH;
    }

    /** How many full tiles of the first {@code size} entries are not files yet. */
    long waiting(long size) {
        return size / WIDTH - tiles;
    }

    /** The file of a full tile, or its beginning: of one that {@link #isFile}, or that became one in an earlier life. */
    Bytes file(TileId tile) throws IOException {
        Bytes full = files.tile(tile.full());
        return tile.isFull() ? full : tile.beginningOf(full);
    }

    /** {@inheritDoc} All its entries must be there. */
    @Override
    public Bytes tile(TileId tile) throws IOException {
        if (isFile(tile)) {
            return file(tile);
        }
        if (tile.level() > 0 || (tile.level() == 0 && tile.firstEntry() >= edge.start(0))) {
            return edge.tile(tile);
        }
        EntryBundle entries = waitingEntries(tile);
        return tile.holdsEntries() ? entries.encode() : new HashTile(entries.leafHashes()).encode();
    }

    private EntryBundle waitingEntries(TileId tile) throws IOException {
        return new EntryBundle(segments.readWritten(tile.firstEntry(), tile.firstEntry() + tile.width()));
    }

    /** An entry. */
    Bytes entry(long index) throws IOException, TamperedLogException {
        TileId tile = TileId.entries(index / WIDTH);
        return isFile(tile) ? fileEntry(index) : segments.read(index);
    }

    /** An entry whose tile {@link #isFile}; its hash is compared, since a tile of entries has no checksum. */
    Bytes fileEntry(long index) throws IOException, TamperedLogException {
        TileId tile = TileId.entries(index / WIDTH);
        int place = (int) (index % WIDTH);
        List<Bytes> entries = EntryBundle.intact(files.tile(tile), WIDTH);
        if (place >= entries.size()) {
            throw new TamperedLogException(index, tile + " is cut off before it");
        }
        Bytes hashes = files.tile(TileId.hashes(0, tile.index()));
        Bytes entry = entries.get(place);
        if (!hashAt(hashes, place).equals(MerkleTree.leafHash(entry).value())) {
            throw new TamperedLogException(index, "it is another one than its hash is of");
        }
        return entry;
    }

    private static Bytes hashAt(Bytes hashes, int place) {
        int at = place * Digest.SIZE_BYTES;
        return hashes.size() < at + Digest.SIZE_BYTES
                ? Bytes.EMPTY
                : Bytes.copyOf(hashes.asBuffer().slice(at, Digest.SIZE_BYTES));
    }

    /** The next tiles to write: the first full 256 entries that are in segments only. */
    Sealing nextSealing() throws IOException, TamperedLogException {
        long first = tiles * WIDTH;
        EntryBundle entries = new EntryBundle(segments.read(first, first + WIDTH));
        HashTile hashes = new HashTile(entries.leafHashes());
        if (!hashes.root().equals(edge.hash(1, tiles))) {
            throw new TamperedLogException(first, "it or one of the 255 after it is another one than was written");
        }
        List<TileId> ids = new ArrayList<>();
        List<Bytes> contents = new ArrayList<>();
        ids.add(TileId.entries(tiles));
        contents.add(entries.encode());
        ids.add(TileId.hashes(0, tiles));
        contents.add(hashes.encode());
        long count = tiles + 1;
        for (int level = 1; count % WIDTH == 0; level++) {
            count /= WIDTH;
            TileId above = TileId.hashes(level, count - 1);
            ids.add(above);
            contents.add(edge.tile(above));
        }
        return new Sealing(ids, contents);
    }

    /**
     * Writes tiles, durably; anew if they are there already, since who knows whether a life before could force them. For
     * the writing thread, with readers beside it.
     */
    void write(Sealing sealing) throws IOException {
        for (int i = 0; i < sealing.tiles.size(); i++) {
            files.put(sealing.tiles.get(i), sealing.contents.get(i));
        }
        files.force(sealing.tiles);
    }

    /** Forgets what has become files. */
    void sealed(Sealing sealing) throws IOException {
        sealing.tiles.stream().filter(tile -> tile.level() > 0).forEach(edge::drop);
        tiles = sealing.tiles.get(0).index() + 1;
        segments.dropBefore(tiles * WIDTH);
    }

    /**
     * Tiles that become files together.
     *
     * @param tiles their names
     * @param contents their bytes
     */
    record Sealing(List<TileId> tiles, List<Bytes> contents) {}
}
