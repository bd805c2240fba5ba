package io.signet.statement.tile;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a tile of a log, in the layout of C2SP tlog-tiles: 256 hashes of one level, or 256 entries. The hashes of tile
 * level L are those of the subtrees over 256^L leaves each, so only every eighth level of the tree is stored; those
 * between are computed from it. The last tile of a level is partial while the log has no more; docs/protocol.md, section
 * "Tiles".
 *
 * @param level 0 to {@link #LEVEL_MAX}, or {@link #ENTRIES}
 * @param index which tile of its level, from 0
 * @param width how many hashes or entries it holds, 1 to {@link #WIDTH_MAX}
 */
public record TileId(int level, long index, int width) {
    /** Width of a full tile. */
    public static final int WIDTH_MAX = 256;

    /** Levels of the tree that a tile spans: its own hashes' and those above, up to the next tile level. */
    public static final int LEVELS_PER_TILE = 8;

    /** Highest level of a log of at most {@link MerkleTree#SIZE_MAX} entries. */
    public static final int LEVEL_MAX = 6;

    /** In place of a level: a bundle of entries. */
    public static final int ENTRIES = -1;

    private static final long INDEX_MAX = MerkleTree.SIZE_MAX / WIDTH_MAX - 1;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|[0-6])/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public TileId {
        if (level < ENTRIES || level > LEVEL_MAX) {
            throw new IllegalArgumentException("a tile's level is 0 to " + LEVEL_MAX + ", not " + level);
        }
        if (index < 0 || index > indexMax(level)) {
            throw new IllegalArgumentException("a tile's index is 0 to " + indexMax(level) + ", not " + index);
        }
        if (width < 1 || width > WIDTH_MAX) {
            throw new IllegalArgumentException("a tile's width is 1 to " + WIDTH_MAX + ", not " + width);
        }
    }

    private static long indexMax(int level) {
        return INDEX_MAX >> (LEVELS_PER_TILE * Math.max(0, level));
    }

    /** A full tile of hashes. */
    public static TileId hashes(int level, long index) {
        return new TileId(level, index, WIDTH_MAX);
    }

    /** A full bundle of entries. */
    public static TileId entries(long index) {
        return new TileId(ENTRIES, index, WIDTH_MAX);
    }

    /**
     * The tile as a log of {@code size} entries has it: partial if it is the last of its level.
     *
     * @throws IllegalArgumentException if such a log has none of this tile
     */
    public TileId in(long size) {
        return new TileId(level, index, (int) Math.min(WIDTH_MAX, count(level, size) - index * WIDTH_MAX));
    }

    /** How many hashes of {@code level}, or entries, a log of {@code size} entries has. */
    public static long count(int level, long size) {
        return level == ENTRIES ? size : size >> (LEVELS_PER_TILE * level);
    }

    /** Whether the log need not grow for this tile to have all it can hold. */
    public boolean isFull() {
        return width == WIDTH_MAX;
    }

    /** The same tile, as a log has it that has grown so far. */
    public TileId full() {
        return new TileId(level, index, WIDTH_MAX);
    }

    /** Whether this holds entries, not hashes. */
    public boolean holdsEntries() {
        return level == ENTRIES;
    }

    /** The first of the log's entries that this tile is about. */
    public long firstEntry() {
        return (index * WIDTH_MAX) << (LEVELS_PER_TILE * Math.max(0, level));
    }

    /** Where it is below the log's root: {@code tile/0/x001/234} or {@code tile/entries/005.p/17}. */
    public String path() {
        Deque<String> groups = new ArrayDeque<>();
        groups.push(digits(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            groups.push("x" + digits(rest % 1000));
        }
        String partial = isFull() ? "" : ".p/" + width;
        return "tile/" + (holdsEntries() ? "entries" : level) + "/" + String.join("/", groups) + partial;
    }

    private static String digits(long group) {
        String digits = Long.toString(group);
        return "0".repeat(3 - digits.length()) + digits;
    }

    /** The tile at {@code path}; empty if no tile has this path, which is the only one of its tile. */
    public static Optional<TileId> ofPath(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
        long index = Long.parseLong(matcher.group(2).replace("x", "").replace("/", ""));
        int width = Optional.ofNullable(matcher.group(3)).map(Integer::parseInt).orElse(WIDTH_MAX);
        if (index > indexMax(level) || width > WIDTH_MAX) {
            return Optional.empty();
        }
        TileId tile = new TileId(level, index, width);
        return tile.path().equals(path) ? Optional.of(tile) : Optional.empty();
    }

    /**
     * This tile out of the full one.
     *
     * @throws IOException if {@code full} is not the content of a full tile
     */
    public Bytes beginningOf(Bytes full) throws IOException {
        try {
            return holdsEntries()
                    ? new EntryBundle(EntryBundle.decode(full, WIDTH_MAX)
                                    .entries()
                                    .subList(0, width))
                            .encode()
                    : new HashTile(HashTile.decode(full, WIDTH_MAX).hashes().subList(0, width)).encode();
        } catch (MalformedException e) {
            throw new IOException(this + " is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return path();
    }
}
