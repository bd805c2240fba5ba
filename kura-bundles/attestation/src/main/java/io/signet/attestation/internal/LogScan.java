package io.signet.attestation.internal;

import io.signet.attestation.TamperedLogException;
import io.signet.runtime.Storage;
import io.signet.runtime.StorageFile;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TiledHashes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Reads as much of a log as it takes to go on with it, and writes nothing: of each tile level the tiles after the last
 * full one of the level above, which give the hashes that no file has, and all segments. That is at most 255 tiles a
 * level, and the entries of the segments, however long the log is.
 *
 * <p>Entries that the head covers are acknowledged: they must be there and give the head's root. What comes after them a
 * crash may have left; it is read up to the first damage.
 */
final class LogScan {
    private static final int WIDTH = TileId.WIDTH_MAX;

    private final Storage storage;
    private final TreeHead head;
    private final List<Segment> found;
    private final long tiles;
    private final TileFiles files;
    private final RightEdge edge;
    private final NewestTiles newest;
    private final boolean checkEntries;
    private final List<Segment> intact = new ArrayList<>();
    private final List<SegmentHashes.Check> checks = new ArrayList<>();
    private final List<Digest> leaves = new ArrayList<>(WIDTH);
    private Peaks peaks = Peaks.EMPTY;
    private long size;

    /** A scan of the log in {@code storage}, whose last durable head is {@code head}. */
    LogScan(Storage storage, TreeHead head, boolean checkEntries) throws IOException {
        this.storage = storage;
        this.head = head;
        this.checkEntries = checkEntries;
        this.files = new TileFiles(storage);
        this.found = storage.list().stream()
                .map(Segment::ofName)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Segment::firstIndex))
                .toList();
        // A segment is deleted only once all its entries are in tiles, so the entries before the first one are.
        this.tiles = found.isEmpty() ? 0 : (found.get(0).firstIndex() + WIDTH - 1) / WIDTH;
        this.edge = new RightEdge(tiles);
        this.newest = new NewestTiles(files, checkEntries);
    }

    /**
     * Reads.
     *
     * @return in which segment the first damage is, or how many segments there are
     * @throws TamperedLogException if the entries are not what the head covers
     */
    int run() throws IOException, TamperedLogException {
        requireBeginning();
        readTiles();
        size = found.isEmpty() ? 0 : found.get(0).firstIndex();
        if (peaks.size() == head.size()) {
            requireHead();
        }
        int read = readSegments();
        flush();
        return read;
    }

    private void requireBeginning() throws IOException, TamperedLogException {
        long tilesWanted = found.isEmpty() ? head.size() / WIDTH : tiles;
        long tilesThere = tilesWanted;
        while (tilesThere > 0
                && !isFile(TileId.hashes(0, tilesThere - 1))
                && !isFile(TileId.entries(tilesThere - 1))
                && !isFile(TileId.hashes(1, (tilesThere - 1) / WIDTH))) {
            tilesThere--;
        }
        if (tilesThere < tilesWanted || (found.isEmpty() && head.size() > 0)) {
            throw missing(tilesThere * WIDTH);
        }
        if (tiles * WIDTH > head.size()) {
            throw new TamperedLogException(
                    head.size(), "there are " + tiles * WIDTH + " entries in tiles, yet no signed head over them");
        }
    }

    private boolean isFile(TileId tile) throws IOException {
        return storage.get(tile.path(), EntryBundle.SIZE_BYTES_MAX).isPresent();
    }

    private TamperedLogException missing(long index) {
        return new TamperedLogException(index, "it is missing; the head is signed for " + head.size() + " entries");
    }

    /** Reads the tiles whose hashes no full tile of the level above has. */
    private void readTiles() throws IOException, TamperedLogException {
        long count = tiles;
        for (int level = 0; count > 0; level++) {
            for (long index = count / WIDTH * WIDTH; index < count; index++) {
                edge.add(level + 1, level == 0 ? newest.root(index) : root(TileId.hashes(level, index)));
            }
            count /= WIDTH;
        }
        long entries = tiles * WIDTH;
        LogContents contents = new LogContents(files, new Segments(storage, 0, List.of()), edge, tiles, Peaks.EMPTY);
        peaks = Peaks.of(new TiledHashes(contents, entries), entries);
    }

    private Digest root(TileId tile) throws IOException, TamperedLogException {
        try {
            return HashTile.decode(files.tile(tile), WIDTH).root();
        } catch (TileMissingException | MalformedException e) {
            throw new TamperedLogException(
                    tile.firstEntry(),
                    tile + " is missing or damaged; the tiles of level 1 and above must stay where the log is");
        }
    }

    private int readSegments() throws IOException, TamperedLogException {
        for (int i = 0; i < found.size(); i++) {
            Segment segment = found.get(i);
            if (segment.firstIndex() != size) {
                requireUnacknowledged("the file '" + segment.name() + "' does not follow on the one before");
                return i;
            }
            if (!read(segment)) {
                return i;
            }
        }
        if (size < head.size()) {
            throw missing(size);
        }
        return found.size();
    }

    private boolean read(Segment segment) throws IOException, TamperedLogException {
        try (StorageFile file = storage.open(segment.name())) {
            SegmentReader reader = new SegmentReader(file, segment.firstIndex());
            if (!reader.readHeader()) {
                requireUnacknowledged("the header of the file '" + segment.name() + "' is damaged");
                return false;
            }
            intact.add(segment);
            if (checkEntries) {
                checks.add(new SegmentHashes.Check(storage, segment));
            }
            while (true) {
                SegmentReader.Frame frame = reader.next();
                if (frame instanceof SegmentReader.Entry entry) {
                    segment.add(entry.content().size());
                    size++;
                    replay(entry.content());
                } else if (frame instanceof SegmentReader.Damaged damaged) {
                    requireUnacknowledged(damaged.reason());
                    return false;
                } else {
                    return true;
                }
            }
        }
    }

    private void replay(Bytes entry) throws TamperedLogException {
        Digest hash = MerkleTree.leafHash(entry);
        if (checkEntries) {
            checks.get(checks.size() - 1).entry(size - 1, hash);
        }
        if (size > tiles * WIDTH) {
            leaves.add(hash);
        }
        if (leaves.size() == WIDTH || size == head.size()) {
            flush();
        }
        if (size == head.size()) {
            requireHead();
        }
    }

    private void flush() {
        if (!leaves.isEmpty()) {
            BatchTree batch = new BatchTree(peaks, leaves);
            edge.add(batch);
            peaks = batch.peaks();
            leaves.clear();
        }
    }

    private void requireUnacknowledged(String damage) throws TamperedLogException {
        if (size < head.size()) {
            throw new TamperedLogException(size, damage);
        }
    }

    /** Once all entries under the head are read, their root must be the head's. */
    private void requireHead() throws TamperedLogException {
        if (peaks.size() != head.size() || peaks.root().equals(head.root())) {
            return;
        }
        LongStream altered = Stream.concat(
                        Stream.of(newest.alteredEntry()), checks.stream().map(SegmentHashes.Check::alteredEntry))
                .flatMapToLong(OptionalLong::stream);
        OptionalLong first = altered.min();
        if (first.isPresent()) {
            throw new TamperedLogException(first.getAsLong(), "it is another one than the node signed for");
        }
        throw new TamperedLogException(
                0,
                "one of the first " + head.size()
                        + " is another one than the node signed for; which, only 'signet audit'"
                        + " of the whole log can tell, if anyone can");
    }

    /** The segments that there are, in order. */
    List<Segment> found() {
        return found;
    }

    /** Those of them that are intact from their beginning; of the last, maybe not to its end. */
    List<Segment> intact() {
        return intact;
    }

    /** Writes hashes anew that are not those of their entries, which are right. */
    void mend(Segments segments) throws IOException {
        newest.mend();
        for (SegmentHashes.Check check : checks) {
            check.mend(storage, segments);
        }
        SegmentHashes.deleteOthers(storage, intact);
    }

    /** The log, to go on with. */
    LogContents contents(int segmentBytesMax) {
        return new LogContents(files, new Segments(storage, segmentBytesMax, intact), edge, tiles, peaks);
    }
}
