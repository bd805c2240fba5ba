package io.signet.simulator.real;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Forwards TCP connections from a port of its own to another one of this machine, through a {@link Link} that may change
 * at any time. Passes bytes, and looks into none. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final ServerSocket server;
    private final int target;
    private final Supplier<RandomGenerator> randoms;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile Link link;

    private FaultProxy(ServerSocket server, int target, Link link, Supplier<RandomGenerator> randoms) {
        this.server = server;
        this.target = target;
        this.link = link;
        this.randoms = randoms;
    }

    /**
     * A proxy that forwards to {@code target}, for callers of this machine.
     *
     * @param target a TCP port of this machine; need not be open yet
     * @param randoms makes a generator for each direction of each connection
     * @throws IOException if there is no port left
     */
    public static FaultProxy start(int target, Link link, Supplier<RandomGenerator> randoms) throws IOException {
        return start(InetAddress.getLoopbackAddress(), target, link, randoms);
    }

    /**
     * The same, for callers of {@code address}.
     *
     * @param address one of this machine
     */
    static FaultProxy start(InetAddress address, int target, Link link, Supplier<RandomGenerator> randoms)
            throws IOException {
        ServerSocket server = new ServerSocket(0, BACKLOG, address);
        FaultProxy proxy = new FaultProxy(server, target, link, randoms);
        Thread acceptor = new Thread(proxy::acceptAll, "fault-proxy-" + server.getLocalPort());
        acceptor.setDaemon(true);
        acceptor.start();
        return proxy;
    }

    /** The port to connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** What happens to bytes at present. */
    public Link link() {
        return link;
    }

    /** Changes what happens to bytes from now on; those on their way keep the time at which they arrive. */
    public synchronized void set(Link next) {
        link = next;
        if (next.refusing()) {
            cut();
        }
        connections.forEach(ProxiedConnection::linkChanged);
    }

    /** Resets every connection, as a machine does that was switched off and on; new ones are taken. */
    public void cut() {
        for (ProxiedConnection connection : List.copyOf(connections)) {
            connection.reset();
        }
    }

    /** Connections that are open now. */
    public int connections() {
        return connections.size();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                forward(server.accept());
            } catch (IOException e) {
                // closed, or the caller was gone before it was taken
            }
        }
    }

    private void forward(Socket caller) throws IOException {
        if (link.refusing()) {
            ProxiedConnection.reset(caller);
            return;
        }
        Socket callee;
        try {
            callee = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) { // nobody listens: the caller sees the same
            ProxiedConnection.reset(caller);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(caller, callee, this::link, connections::remove);
        connections.add(connection);
        connection.start(randoms);
        if (link.refusing() || server.isClosed()) { // since a moment
            connection.reset();
        }
    }

    /** Resets every connection and takes no more. */
    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
