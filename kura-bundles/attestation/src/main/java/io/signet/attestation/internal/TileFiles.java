package io.signet.attestation.internal;

import io.signet.runtime.Storage;
import io.signet.statement.Bytes;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TileSource;
import java.io.IOException;
import java.util.List;

/** The tiles that are files, as {@link TileId#path} names them: each is written once and never changes. */
final class TileFiles implements TileSource {
    private final Storage storage;

    TileFiles(Storage storage) {
        this.storage = storage;
    }

    @Override
    public Bytes tile(TileId tile) throws IOException {
        int sizeBytesMax = tile.holdsEntries() ? EntryBundle.SIZE_BYTES_MAX : HashTile.SIZE_BYTES_MAX;
        return Bytes.copyOf(storage.get(tile.path(), sizeBytesMax).orElseThrow(() -> new TileMissingException(tile)));
    }

    /** Writes a tile; not durable before {@link #force}. */
    void put(TileId tile, Bytes content) throws IOException {
        storage.put(tile.path(), content.asBuffer());
    }

    /** Makes tiles durable. */
    void force(List<TileId> tiles) throws IOException {
        storage.force(tiles.stream().map(TileId::path).toList());
    }

    /** Removes a tile, if it is there. */
    void remove(TileId tile) throws IOException {
        storage.remove(tile.path());
    }
}
