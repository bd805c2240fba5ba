package io.signet.statement.tile;

import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.merkle.HashTiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The hashes of a log of a given size, out of its tiles. It keeps the tiles that it used last, since a proof uses each for
 * eight levels. Tiles are believed: who does not trust their source compares what they give with a signed root.
 *
 * <p>Not thread-safe. Reads that fail throw {@link UncheckedIOException}.
 */
public final class TiledHashes implements HashTiles {
    private static final int KEPT_MAX = 16;

    private final TileSource source;
    private final long size;
    private final Map<TileId, HashTile> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TileId, HashTile> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /** Hashes of the first {@code size} entries; tiles are asked for as a log of that size has them. */
    public TiledHashes(TileSource source, long size) {
        this.source = source;
        this.size = size;
    }

    @Override
    public Digest hash(int level, long index) {
        int tileLevel = level / TileId.LEVELS_PER_TILE;
        int levelInTile = level % TileId.LEVELS_PER_TILE;
        long first = index << levelInTile;
        TileId tile = TileId.hashes(tileLevel, first / TileId.WIDTH_MAX).in(size);
        try {
            return read(tile).subtree(levelInTile, (int) (first % TileId.WIDTH_MAX >> levelInTile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HashTile read(TileId tile) throws IOException {
        HashTile known = kept.get(tile);
        if (known != null) {
            return known;
        }
        try {
            HashTile read = HashTile.decode(source.tile(tile), tile.width());
            kept.put(tile, read);
            return read;
        } catch (MalformedException e) {
            throw new IOException(tile + " is damaged: " + e.getMessage(), e);
        }
    }
}
