package io.signet.gateway.internal;

import io.signet.runtime.OneKeyTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets: HTTPS for the world, plain HTTP for this machine at most; all of it bounded in time, number and size. */
final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private static final String LOCAL = "local";
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1");
    private static final int THREADS_MIN = 4;
    /** A key in hardware is slow, and whoever shakes hands holds a thread until it has signed. */
    private static final int THREADS_MAX = 32;

    private static final int THREAD_IDLE_MILLIS = 30_000;
    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = 2;
    private static final int BACKLOG = 1024;
    private static final int HEADER_BYTES_MAX = 8 * 1024;
    private static final long IDLE_MILLIS_MAX = 30_000;
    private static final long STOP_MILLIS_MAX = 5_000;

    private final Server server;
    private final ServerConnector secure;
    private final OptionalInt localPort;

    private Listeners(Server server, ServerConnector secure, OptionalInt localPort) {
        this.server = server;
        this.secure = secure;
        this.localPort = localPort;
    }

    /**
     * Starts to listen.
     *
     * @param tls as whom, and who may come
     * @throws IOException if an address can't be listened on
     */
    static Listeners start(ListenerPlan plan, SSLContext tls, Patience patience, Promptness promptness, Handler handler)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, THREADS_MIN, THREAD_IDLE_MILLIS);
        threads.setName(plan.name());
        threads.setDaemon(true);
        Server server = new Server(threads);
        server.setStopTimeout(STOP_MILLIS_MAX);
        server.setErrorHandler(new JsonErrors(patience));
        server.setHandler(handler);
        server.addBean(new NetworkConnectionLimit(plan.connectionsMax(), server));
        ServerConnector secure = secure(server, plan, tls);
        secure.addBean(promptness);
        server.addConnector(secure);
        OptionalInt localPort = OptionalInt.empty();
        try {
            listen(secure, plan.address());
            if (plan.localPort().isPresent()) {
                ServerConnector local = local(server);
                local.addBean(promptness);
                server.addConnector(local);
                listen(
                        local,
                        new InetSocketAddress(
                                InetAddress.getByName("127.0.0.1"),
                                plan.localPort().getAsInt()));
                localPort = OptionalInt.of(local.getLocalPort());
            }
            start(server);
        } catch (IOException e) {
            stop(server);
            throw e;
        }
        return new Listeners(server, secure, localPort);
    }

    private static void listen(ServerConnector connector, InetSocketAddress address) throws IOException {
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_MILLIS_MAX);
        connector.setAcceptQueueSize(BACKLOG);
        try {
            connector.open();
        } catch (IOException e) {
            throw new IOException("can't listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private static void start(Server server) throws IOException {
        try {
            LifeCycle.start(server);
        } catch (RuntimeException e) {
            throw new IOException("the HTTP server does not start: " + e.getMessage(), e);
        }
    }

    private static void stop(Server server) {
        try {
            LifeCycle.stop(server);
        } catch (RuntimeException e) {
            LOG.warn("the HTTP server did not stop cleanly: {}", e.getMessage());
        }
    }

    private static ServerConnector secure(Server server, ListenerPlan plan, SSLContext tls) {
        HttpConfiguration http = http();
        http.addCustomizer(new SecureRequestCustomizer(false)); // clients call the node by whatever name leads to it
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(tls);
        ssl.setIncludeProtocols(OneKeyTls.VERSION);
        ssl.setNeedClientAuth(plan.clients() == ListenerPlan.Clients.CERTIFIED);
        ssl.setWantClientAuth(plan.clients() == ListenerPlan.Clients.ASKED);
        ssl.setSniRequired(false);
        return new ServerConnector(
                server,
                ACCEPTORS,
                SELECTORS,
                new SslConnectionFactory(ssl, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(http));
    }

    private static ServerConnector local(Server server) {
        ServerConnector connector =
                new ServerConnector(server, ACCEPTORS, SELECTORS, new HttpConnectionFactory(http()));
        connector.setName(LOCAL);
        return connector;
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        http.setResponseHeaderSize(HEADER_BYTES_MAX);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setUriCompliance(UriCompliance.RFC3986);
        return http;
    }

    /** True if the request came by the port for programs on this machine. */
    static boolean isLocal(Request request) {
        return LOCAL.equals(request.getConnectionMetaData().getConnector().getName());
    }

    /** True if the client calls this machine by one of its own names: no other name that leads here is a page's trick. */
    static boolean namesThisMachine(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        int colon = host == null ? -1 : host.lastIndexOf(':');
        return host != null && LOCAL_NAMES.contains(colon < 0 ? host : host.substring(0, colon));
    }

    /** The port where HTTPS is served. */
    int port() {
        return secure.getLocalPort();
    }

    /** The port for programs on this machine, if there is one. */
    OptionalInt localPort() {
        return localPort;
    }

    /** Takes nothing new, gives what is under way five seconds, and closes. */
    @Override
    public void close() {
        stop(server);
    }
}
