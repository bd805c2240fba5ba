package io.signet.statement.tile;

import io.signet.statement.Bytes;
import java.io.IOException;

/** Where a log's tiles come from: a log, a directory, a web server. Thread-safe if its user shares it between threads. */
@FunctionalInterface
public interface TileSource {
    /**
     * The tile's bytes, not checked.
     *
     * @throws TileMissingException if it is not there
     * @throws IOException if it can't be read
     */
    Bytes tile(TileId tile) throws IOException;
}
