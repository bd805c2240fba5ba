package io.signet.log.http;

import io.signet.attestation.AttestationException;
import io.signet.attestation.MovedAwayException;
import io.signet.attestation.NodeLog;
import io.signet.statement.Bytes;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;

/**
 * The log of a node, as anyone sees it.
 *
 * @param log whose
 */
public record NodeTiles(NodeLog log) implements TiledLog {
    @Override
    public TreeHead head() {
        return log.head();
    }

    @Override
    public Bytes tile(TileId tile) throws IOException {
        try {
            return log.tile(tile);
        } catch (MovedAwayException e) {
            throw new TileMissingException(e.tile());
        } catch (AttestationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
