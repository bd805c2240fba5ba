package io.signet.attestation.internal;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.tile.TileId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The hashes of the tree that no file has: of the entries after the last full tile, and, of each tile level above, those
 * after its last tile that is a file. At most 8 KiB a level, and 32 bytes more for every 256 entries that wait for being
 * written as tiles. Not thread-safe.
 */
final class RightEdge {
    private static final int WIDTH = TileId.WIDTH_MAX;

    private final List<Row> rows = new ArrayList<>();

    /** The edge of a tree whose first {@code tiles} full tiles of entries are files, and nothing else. */
    RightEdge(long tiles) {
        long hashes = tiles * WIDTH;
        for (int level = 0; level == 0 || hashes > 0; level++) {
            rows.add(new Row(hashes / WIDTH * WIDTH));
            hashes /= WIDTH;
        }
    }

    /** Appends the next hash of a tile level above 0, from a tile that is a file. */
    void add(int level, Digest hash) {
        row(level).add(hash);
    }

    /** Appends what a batch completes. */
    void add(BatchTree batch) {
        for (int level = 0; batch.size() >> (TileId.LEVELS_PER_TILE * level) > 0; level++) {
            int treeLevel = TileId.LEVELS_PER_TILE * level;
            Row row = row(level);
            if (level == 0) {
                row.moveTo(Math.max(row.start, batch.size() / WIDTH * WIDTH));
            }
            for (long index = row.end(); index < batch.size() >> treeLevel; index++) {
                row.add(batch.hash(treeLevel, index));
            }
        }
    }

    /** The first hash of a tile level that is here, a multiple of 256. */
    long start(int level) {
        return level < rows.size() ? rows.get(level).start : 0;
    }

    /** A tile that is here, or its beginning. */
    Bytes tile(TileId tile) {
        return row(tile.level()).slice(tile.index() * WIDTH, tile.width());
    }

    /** A hash of a tile level that is here. */
    Digest hash(int level, long index) {
        return new Digest(row(level).slice(index, 1));
    }

    /** Drops a full tile of a level above 0, the first here, which has become a file. */
    void drop(TileId tile) {
        row(tile.level()).moveTo((tile.index() + 1) * WIDTH);
    }

    private Row row(int level) {
        while (rows.size() <= level) {
            rows.add(new Row(0));
        }
        return rows.get(level);
    }

    /** Hashes {@code [start, start + count)} of a level. */
    private static final class Row {
        private static final byte[] NONE = {};

        private long start;
        private int count;
        private byte[] hashes = NONE;

        Row(long start) {
            this.start = start;
        }

        long end() {
            return start + count;
        }

        void add(Digest hash) {
            int at = count * Digest.SIZE_BYTES;
            if (at == hashes.length) {
                hashes = Arrays.copyOf(hashes, Math.max(4 * Digest.SIZE_BYTES, 2 * at));
            }
            hash.value().asBuffer().get(hashes, at, Digest.SIZE_BYTES);
            count++;
        }

        void moveTo(long newStart) {
            int dropped = (int) Math.min(count, newStart - start);
            if (newStart > start) {
                hashes = Arrays.copyOfRange(hashes, dropped * Digest.SIZE_BYTES, count * Digest.SIZE_BYTES);
                count -= dropped;
                start = newStart;
            }
        }

        Bytes slice(long first, int width) {
            int from = (int) (first - start) * Digest.SIZE_BYTES;
            if (first < start || from + width * Digest.SIZE_BYTES > count * Digest.SIZE_BYTES) {
                throw new IllegalArgumentException("hashes " + first + " to " + (first + width)
                        + " are not among those from " + start + " to " + end());
            }
            return Bytes.copyOfRange(hashes, from, from + width * Digest.SIZE_BYTES);
        }
    }
}
