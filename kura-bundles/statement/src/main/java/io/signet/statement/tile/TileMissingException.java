package io.signet.statement.tile;

import java.io.IOException;

/** A tile that is not where it should be: moved away, to an archive perhaps, or lost. */
public final class TileMissingException extends IOException {
    private final TileId tile;

    /**
     * @param tile what is missing
     */
    public TileMissingException(TileId tile) {
        super(tile.path() + " is not here (entries from " + tile.firstEntry()
                + " on): if it was moved away, put it back or look for it there");
        this.tile = tile;
    }

    /** What is missing. */
    public TileId tile() {
        return tile;
    }
}
