package io.signet.log.http.internal;

import io.signet.statement.Bytes;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections, has each answered on a thread of a bounded pool, and ends those that take too long. */
public final class LogListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogListener.class);
    private static final int BACKLOG = 64;
    private static final int LOOK_MILLIS = 500;
    private static final int IDLE_THREAD_SECONDS = 10;

    private final ServerSocket server;
    private final LogResources resources;
    private final long requestNanosMax;
    private final ThreadPoolExecutor threads;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    private LogListener(ServerSocket server, LogResources resources, int connectionsMax, long requestNanosMax) {
        this.server = server;
        this.resources = resources;
        this.requestNanosMax = requestNanosMax;
        this.threads = new ThreadPoolExecutor(
                0, connectionsMax, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::newThread);
        this.acceptor = newThread(this::accept);
    }

    /** Starts to listen. */
    public static LogListener start(
            InetSocketAddress address,
            TiledLog log,
            Optional<Bytes> identity,
            int connectionsMax,
            int requestSecondsMax)
            throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.setSoTimeout(LOOK_MILLIS);
            server.bind(address, BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException("can't listen on " + address + ": " + e.getMessage(), e);
        }
        LogListener listener = new LogListener(
                server,
                new LogResources(log, identity),
                connectionsMax,
                Duration.ofSeconds(requestSecondsMax).toNanos());
        listener.acceptor.start();
        return listener;
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "signet-log-http");
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                serve(socket);
            } catch (SocketTimeoutException nobodyCame) {
                // time for a look at those who are here
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("a connection could not be accepted: {}", e.getMessage());
                }
            }
            long now = System.nanoTime();
            connections.forEach(connection -> connection.endIfLate(now));
        }
    }

    private void serve(Socket socket) {
        Connection connection = new Connection(socket, resources, requestNanosMax);
        connections.add(connection);
        try {
            threads.execute(() -> {
                try {
                    connection.run();
                } finally {
                    connections.remove(connection);
                }
            });
        } catch (RejectedExecutionException full) {
            connections.remove(connection);
            connection.close();
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("the listener did not close cleanly: {}", e.getMessage());
        }
        threads.shutdown();
        connections.forEach(Connection::close);
    }
}
