package io.signet.registrar.http;

import io.signet.provisioning.Credentials;
import io.signet.provisioning.login.BrowserSessions;
import io.signet.registrar.FleetDesk;
import io.signet.registrar.MemberDesk;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.OwnerLogin;
import io.signet.registrar.Profiles;
import io.signet.registrar.Registrar;
import io.signet.registrar.Revocations;
import io.signet.registrar.RolloutDesk;
import io.signet.registrar.qr.QrPicture;
import io.signet.runtime.OneKeyTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EST over HTTPS (RFC 7030), TLS 1.3 only. Who has a certificate of the owner's may show it; who shows another one gets no
 * connection. All of it is bounded in time, number and size.
 */
public final class EstServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EstServer.class);
    private static final int THREADS_MIN = 4;
    private static final int THREADS_MAX = 16;
    private static final int THREAD_IDLE_MILLIS = 30_000;
    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = 2;
    private static final int BACKLOG = 1024;
    private static final int CONNECTIONS_MAX = 1024;
    private static final int HEADER_BYTES_MAX = 8 * 1024;
    private static final long IDLE_MILLIS_MAX = 15_000;
    private static final long STOP_MILLIS_MAX = 5_000;

    private final Server server;
    private final ServerConnector connector;
    private final SslContextFactory.Server tls;
    private final Registrar registrar;

    private EstServer(Server server, ServerConnector connector, SslContextFactory.Server tls, Registrar registrar) {
        this.server = server;
        this.connector = connector;
        this.tls = tls;
        this.registrar = registrar;
    }

    /**
     * Starts to listen.
     *
     * @param identity the server's own key and certificate; nodes that are not enrolled yet are bound by the certificate
     * @param address port 0 for any free one
     * @throws IOException if the address can't be listened on
     */
    public static EstServer start(Registrar registrar, Credentials identity, InetSocketAddress address)
            throws IOException {
        return start(registrar, identity, address, new Handler.Sequence());
    }

    /**
     * What is behind the server's pages besides enrolment.
     *
     * @param desk what an owner does with labels
     * @param fleet what an owner does with nodes
     * @param members how those get certificates that are no nodes
     * @param login who the owner is
     * @param sessions whose browsers have logged in
     * @param profiles what nodes are told
     * @param rollouts which releases nodes get
     * @param revocations what nobody shall believe any more
     * @param pictures reads codes for browsers that can't
     */
    public record Desks(
            OwnerDesk desk,
            FleetDesk fleet,
            MemberDesk members,
            OwnerLogin login,
            BrowserSessions<String> sessions,
            Profiles profiles,
            RolloutDesk rollouts,
            Revocations revocations,
            QrPicture pictures) {}

    /** The same with what an owner does, below {@code /owner/}, and what enrolled nodes ask for. */
    public static EstServer start(Registrar registrar, Desks desks, Credentials identity, InetSocketAddress address)
            throws IOException {
        OwnerPages pages = new OwnerPages(desks);
        return start(
                registrar,
                identity,
                address,
                new Handler.Sequence(
                        new OwnerHandler(pages, desks.login()),
                        new WebHandler(pages, desks.login(), desks.sessions(), new PictureReader(desks.pictures())),
                        new NodeHandler(desks.profiles(), desks.rollouts(), desks.revocations())));
    }

    private static EstServer start(
            Registrar registrar, Credentials identity, InetSocketAddress address, Handler.Sequence pages)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, THREADS_MIN, THREAD_IDLE_MILLIS);
        threads.setName("signet-registrar");
        Server server = new Server(threads);
        server.setStopTimeout(STOP_MILLIS_MAX);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, server));
        pages.addHandler(new EstHandler(registrar));
        server.setHandler(pages);
        SslContextFactory.Server tls = tls(registrar, identity);
        ServerConnector connector = connector(server, tls);
        connector.addBean(new ConnectionLife(connector.getScheduler()));
        server.addConnector(connector);
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_MILLIS_MAX);
        connector.setAcceptQueueSize(BACKLOG);
        try {
            connector.open();
            LifeCycle.start(server);
        } catch (IOException | RuntimeException e) {
            stop(server);
            throw new IOException("can't listen on " + address + ": " + e.getMessage(), e);
        }
        return new EstServer(server, connector, tls, registrar);
    }

    private static SslContextFactory.Server tls(Registrar registrar, Credentials identity) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(context(registrar, identity));
        tls.setIncludeProtocols(OneKeyTls.VERSION);
        tls.setWantClientAuth(true);
        tls.setSniRequired(false);
        return tls;
    }

    private static SSLContext context(Registrar registrar, Credentials identity) {
        return OneKeyTls.context(identity.key().handle(), identity.chain(), registrar.authorities());
    }

    private static ServerConnector connector(Server server, SslContextFactory.Server tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        http.setResponseHeaderSize(HEADER_BYTES_MAX);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setUriCompliance(UriCompliance.RFC3986);
        http.addCustomizer(new SecureRequestCustomizer(false)); // nodes find the registrar by whatever name leads to it
        return new ServerConnector(
                server,
                ACCEPTORS,
                SELECTORS,
                new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(http));
    }

    private static void stop(Server server) {
        try {
            LifeCycle.stop(server);
        } catch (RuntimeException e) {
            LOG.warn("the HTTP server did not stop cleanly: {}", e.getMessage());
        }
    }

    /**
     * Shows another certificate from now on. Connections that there are go on, bound by the one that they began with.
     *
     * @throws IllegalStateException if it is not taken; then it goes on with the one before
     */
    public void renew(Credentials identity) {
        SSLContext renewed = context(registrar, identity);
        try {
            tls.reload(factory -> factory.setSslContext(renewed));
        } catch (Exception e) { // declared by Jetty; of a context that is made already
            throw new IllegalStateException("the server does not take its new certificate", e);
        }
    }

    /** Where it listens. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes nothing new, gives what is under way five seconds, and closes. */
    @Override
    public void close() {
        stop(server);
    }
}
