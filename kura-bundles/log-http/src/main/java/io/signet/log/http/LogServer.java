package io.signet.log.http;

import io.signet.log.http.internal.LogListener;
import io.signet.statement.IdentityChain;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An HTTP/1.1 server that shows one log, read only, without TLS and to everyone: what it shows is public and signed. At most
 * {@link #CONNECTIONS_MAX} clients at a time, each with {@link #REQUEST_SECONDS_MAX} for a request; others are turned away.
 */
public final class LogServer implements AutoCloseable {
    /** Connections at a time. */
    public static final int CONNECTIONS_MAX = 64;

    /** How long a request may take, from the end of the one before it. */
    public static final int REQUEST_SECONDS_MAX = 20;

    private final LogListener listener;

    private LogServer(LogListener listener) {
        this.listener = listener;
    }

    /**
     * Starts to listen.
     *
     * @param address where; port 0 is any free one
     * @param identity the chain of the log's node, if it is known: it is shown, too
     * @throws IOException if the address can't be listened on
     */
    public static LogServer start(InetSocketAddress address, TiledLog log, Optional<IdentityChain> identity)
            throws IOException {
        return new LogServer(LogListener.start(
                address, log, identity.map(IdentityChain::encode), CONNECTIONS_MAX, REQUEST_SECONDS_MAX));
    }

    /** The port that it listens on. */
    public int port() {
        return listener.port();
    }

    /** Ends all connections and listens no more. */
    @Override
    public void close() {
        listener.close();
    }
}
