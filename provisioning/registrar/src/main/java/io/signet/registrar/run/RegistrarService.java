package io.signet.registrar.run;

import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.RegistrarDiscovery;
import io.signet.provisioning.login.BrowserSessions;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.BookException;
import io.signet.registrar.FleetDesk;
import io.signet.registrar.MemberDesk;
import io.signet.registrar.NodeBook;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.OwnerLogin;
import io.signet.registrar.Profiles;
import io.signet.registrar.Registrar;
import io.signet.registrar.Revocations;
import io.signet.registrar.RolloutDesk;
import io.signet.registrar.coap.EstCoapServer;
import io.signet.registrar.http.EstServer;
import io.signet.registrar.qr.QrPicture;
import io.signet.runtime.Agent;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registrar that runs, until it is closed. */
public final class RegistrarService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrarService.class);
    private static final Duration TIDY_EVERY = Duration.ofHours(1);
    private static final Duration NOTICES_IDLE = Duration.ofSeconds(1);

    private final RegistrarHome home;
    private final String url;
    /** Where it listens, with the port that was free. */
    private final InetSocketAddress https;

    private final X509Certificate owner;
    private final OptionalInt coapPort;
    private final Deque<Runnable> ends;

    /** @param ends what is closed at the end, in this order */
    private RegistrarService(
            RegistrarHome home,
            String url,
            InetSocketAddress https,
            X509Certificate owner,
            OptionalInt coapPort,
            Deque<Runnable> ends) {
        this.https = https;
        this.owner = owner;
        this.home = home;
        this.url = url;
        this.coapPort = coapPort;
        this.ends = ends;
    }

    /**
     * The same over HTTPS only.
     *
     * @param address where it listens; port 0 for any free one
     */
    public static RegistrarService start(
            RegistrarHome home, char[] passphrase, InetSocketAddress address, Clock clock, RandomGenerator random)
            throws ProvisioningException, BookException, IOException {
        return start(home, passphrase, address, Optional.empty(), clock, random);
    }

    /**
     * Starts the registrar in {@code home}, and says in {@link RegistrarHome#urlFile} how it is called.
     *
     * @param passphrase the owner's; stays the caller's to wipe
     * @param https where it listens; port 0 for any free one
     * @param coaps where it listens for CoAP over DTLS, if it does
     * @param random for all that nobody may foretell: a {@link java.security.SecureRandom}
     * @throws ProvisioningException if the passphrase is another, or a file is missing or wrong
     * @throws BookException if the book can't be opened, or another process has it
     * @throws IOException if the address can't be listened on
     */
    public static RegistrarService start(
            RegistrarHome home,
            char[] passphrase,
            InetSocketAddress https,
            Optional<InetSocketAddress> coaps,
            Clock clock,
            RandomGenerator random)
            throws ProvisioningException, BookException, IOException {
        OpenOwner owner = home.open(passphrase, clock, random);
        Deque<Runnable> ends = new ArrayDeque<>(List.of(owner::close));
        try {
            OwnerAuthority authority =
                    owner.authority().withNodeLife(home.settings().certificateLife());
            String host = home.settings().hosts().get(0);
            NodeBook book = home.book();
            ends.push(book::close);
            Registrar registrar = new Registrar(authority, home.policy(), book, clock, random);
            Credentials identity = home.server(authority);
            RolloutDesk rollouts = new RolloutDesk(book, home.releases(), clock);
            Revocations revocations = new Revocations(book, authority, clock);
            EstServer server = EstServer.start(
                    registrar,
                    new EstServer.Desks(
                            new OwnerDesk(book, clock, random),
                            new FleetDesk(book, authority, clock),
                            new MemberDesk(book, authority, clock),
                            new OwnerLogin(passphrase, clock, random),
                            new BrowserSessions<>(clock, random),
                            new Profiles(book, home.offer(), rollouts, clock),
                            rollouts,
                            revocations,
                            new QrPicture(clock)),
                    identity,
                    https);
            ends.push(server::close);
            List<Consumer<Credentials>> servers = new ArrayList<>(List.of(server::renew));
            OptionalInt coapPort = OptionalInt.empty();
            if (coaps.isPresent()) {
                EstCoapServer coap = EstCoapServer.start(registrar, identity, coaps.get());
                ends.push(coap::close);
                servers.add(coap::renew);
                coapPort = OptionalInt.of(coap.port());
            }
            String url = "https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.port();
            Files.writeString(home.urlFile(), url + "\n");
            ends.push(AgentThread.start(new Tidier(registrar), TIDY_EVERY)::close);
            Agent renewal = new ServerCertificate(identity, () -> home.server(authority), clock, servers);
            ends.push(AgentThread.start(renewal, TIDY_EVERY)::close);
            startNotices(home, authority, identity, revocations, clock, random, ends);
            return new RegistrarService(
                    home,
                    url,
                    new InetSocketAddress(https.getAddress(), server.port()),
                    authority.certificate(),
                    coapPort,
                    ends);
        } catch (ProvisioningException | BookException | IOException | RuntimeException e) {
            ends.forEach(Runnable::run);
            throw e;
        }
    }

    private static void startNotices(
            RegistrarHome home,
            OwnerAuthority authority,
            Credentials identity,
            Revocations revocations,
            Clock clock,
            RandomGenerator random,
            Deque<Runnable> ends)
            throws ProvisioningException {
        RevocationNotices notices = new RevocationNotices(
                revocations,
                authority.digest(),
                home.settings().meshes(),
                new BrokerConnections(authority, identity.key(), clock, random),
                clock);
        ends.push(notices::close);
        ends.push(AgentThread.start(notices, NOTICES_IDLE)::close);
    }

    private record Tidier(Registrar registrar) implements Agent {
        @Override
        public int doWork() {
            try {
                registrar.tidy();
            } catch (BookException e) {
                LOG.warn("the registrar's book was not tidied: {}", e.getMessage());
            }
            return 0;
        }

        @Override
        public String name() {
            return "registrar-tidier";
        }
    }

    /**
     * Says in the local network where the registrar is, until it is closed.
     *
     * @throws IOException if this machine's addresses can't be told
     */
    public void announce() throws IOException {
        Map<String, Integer> ports = new LinkedHashMap<>(Map.of(RegistrarDiscovery.HTTPS, https.getPort()));
        coapPort.ifPresent(port -> ports.put(RegistrarDiscovery.COAPS, port));
        ends.push(Announcement.start(https.getAddress(), ports, owner)::close);
    }

    /** How it is called: {@code https://HOST:PORT}. */
    public String url() {
        return url;
    }

    /** The UDP port where it listens for CoAP, if it does. */
    public OptionalInt coapPort() {
        return coapPort;
    }

    /** Takes nothing new, finishes what is under way, and closes the book. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(home.urlFile());
        } catch (IOException e) {
            LOG.warn("{} was not deleted: {}", home.urlFile(), e.getMessage());
        }
        ends.forEach(Runnable::run);
    }
}
