package io.signet.attestation;

import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;

/** A part of the log that is asked for is not where the log is: moved away, to an archive perhaps. The rest goes on. */
public final class MovedAwayException extends AttestationException {
    private final TileId tile;

    /**
     * @param missing which tile it is
     */
    public MovedAwayException(TileMissingException missing) {
        super(missing.getMessage(), missing);
        this.tile = missing.tile();
    }

    /** Which tile is missing. */
    public TileId tile() {
        return tile;
    }
}
