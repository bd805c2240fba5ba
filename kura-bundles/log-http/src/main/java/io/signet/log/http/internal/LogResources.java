package io.signet.log.http.internal;

import io.signet.log.http.internal.Response.Caching;
import io.signet.statement.Bytes;
import io.signet.statement.CosignedHead;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resources of a log, as docs/protocol.md, section "Tiles", has them. No path of a request becomes one of a file. */
final class LogResources {
    private static final Logger LOG = LoggerFactory.getLogger(LogResources.class);
    private static final String COSE = "application/cose";
    private static final String CBOR = "application/cbor";
    private static final String OCTETS = "application/octet-stream";
    private static final Pattern NUMBERED = Pattern.compile("(entry|receipt|consistency)/(0|[1-9][0-9]{0,14})");

    private final TiledLog log;
    private final Optional<Bytes> identity;

    /** Resources of {@code log}, with its node's encoded identity chain, if that is known. */
    LogResources(TiledLog log, Optional<Bytes> identity) {
        this.log = log;
        this.identity = identity;
    }

    /** What a request for {@code target} gets. */
    Response get(String target) {
        String path = target.startsWith("/") ? target.substring(1) : "";
        try {
            return find(path);
        } catch (TileMissingException e) {
            return Response.failure(404, e.getMessage());
        } catch (IndexOutOfBoundsException e) {
            return Response.failure(404, "the log has not so many statements yet");
        } catch (IOException e) {
            LOG.warn("/{} can't be shown: {}", path, e.getMessage());
            return Response.failure(503, "the log can't be read now; its node's own log says why");
        }
    }

    private Response find(String path) throws IOException {
        if (path.equals("checkpoint")) {
            return Response.of(COSE, Caching.REVALIDATED, log.head().encode());
        }
        if (path.equals("identity") && identity.isPresent()) {
            return Response.of(CBOR, Caching.REVALIDATED, identity.get());
        }
        if (path.equals("cosignatures")) {
            Optional<CosignedHead> cosigned = log.cosigned();
            return cosigned.isPresent()
                    ? Response.of(CBOR, Caching.REVALIDATED, cosigned.get().encode())
                    : Response.failure(404, "no witness has cosigned a head of this log yet");
        }
        Optional<TileId> tile = TileId.ofPath(path);
        if (tile.isPresent()) {
            return Response.of(OCTETS, Caching.IMMUTABLE, log.tile(tile.get()));
        }
        Matcher numbered = NUMBERED.matcher(path);
        if (!numbered.matches()) {
            return Response.failure(
                    404,
                    "there are checkpoint, cosignatures, identity, tile/..., entry/I, receipt/I and consistency/I here");
        }
        long number = Long.parseLong(numbered.group(2));
        return switch (numbered.group(1)) {
            case "entry" -> Response.of(CBOR, Caching.IMMUTABLE, log.entry(number));
            case "receipt" ->
                Response.of(COSE, Caching.REVALIDATED, log.receipt(number).encode());
            default ->
                Response.of(COSE, Caching.REVALIDATED, log.consistency(number).encode());
        };
    }
}
