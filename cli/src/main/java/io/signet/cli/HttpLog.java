package io.signet.cli;

import io.signet.statement.Bytes;
import io.signet.statement.CosignedHead;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A log that a web server shows: a node, {@code signet log serve}, or plain files. Nothing that comes is believed. */
final class HttpLog implements TiledLog {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int IDENTITY_BYTES_MAX = 64 * 1024;

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /** A log below {@code base}, which ends in a slash. */
    HttpLog(URI base) {
        this.base = base;
    }

    @Override
    public TreeHead head() throws IOException {
        Bytes head = get("checkpoint", TreeHead.SIZE_BYTES_MAX)
                .orElseThrow(() -> new IOException(base + "checkpoint is not there: is a log shown at " + base + "?"));
        try {
            return TreeHead.decode(head);
        } catch (MalformedException e) {
            throw new IOException(base + "checkpoint is no tree head: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<CosignedHead> cosigned() throws IOException {
        Optional<Bytes> encoded = get("cosignatures", CosignedHead.SIZE_BYTES_MAX);
        try {
            return encoded.isPresent() ? Optional.of(CosignedHead.decode(encoded.get())) : Optional.empty();
        } catch (MalformedException e) {
            throw new IOException(base + "cosignatures are none: " + e.getMessage(), e);
        }
    }

    @Override
    public Bytes tile(TileId tile) throws IOException {
        Optional<Bytes> found = get(tile.path(), EntryBundle.SIZE_BYTES_MAX);
        if (found.isPresent() || tile.isFull()) {
            return found.orElseThrow(() -> new TileMissingException(tile));
        }
        // A partial tile may go once the full one is there.
        return tile.beginningOf(
                get(tile.full().path(), EntryBundle.SIZE_BYTES_MAX).orElseThrow(() -> new TileMissingException(tile)));
    }

    /** The node's certificates, if the server has them. */
    Optional<IdentityChain> identity() throws IOException {
        Optional<Bytes> encoded = get("identity", IDENTITY_BYTES_MAX);
        try {
            return encoded.isPresent() ? Optional.of(IdentityChain.decode(encoded.get())) : Optional.empty();
        } catch (MalformedException e) {
            throw new IOException(base + "identity is no identity chain: " + e.getMessage(), e);
        }
    }

    /** Empty if it is not there. */
    private Optional<Bytes> get(String path, int sizeBytesMax) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).build();
        HttpResponse<InputStream> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading " + request.uri(), e);
        } catch (IOException e) {
            throw new IOException(request.uri() + " can't be reached: " + reason(e), e);
        }
        try (InputStream body = response.body()) {
            byte[] content = body.readNBytes(sizeBytesMax + 1);
            if (response.statusCode() == 404 || response.statusCode() == 410) {
                return Optional.empty();
            }
            if (response.statusCode() != 200) {
                throw new IOException(request.uri() + " answers with status " + response.statusCode());
            }
            if (content.length > sizeBytesMax) {
                throw new IOException(request.uri() + " has more than " + sizeBytesMax + " bytes");
            }
            return Optional.of(Bytes.copyOf(content));
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
