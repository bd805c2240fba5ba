package io.signet.firstboot.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.NodeBook;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.registrar.Registrar;
import io.signet.registrar.http.EstServer;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.runtime.Clock;
import io.signet.runtime.SystemRandom;
import io.signet.statement.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A real registrar on the loopback, with its book in memory. */
public final class TestRegistrar implements AutoCloseable {
    static final String OWNER = "anna";

    final RandomGenerator random = SystemRandom.create();
    final OwnerDesk desk;
    final OwnerAuthority authority;
    private final Path directory;
    private final NodeBook book;
    private final Registrar registrar;
    private final HardwareKey tlsKey;
    private EstServer server;
    private int keys;

    public TestRegistrar(Path directory) throws Exception {
        this(directory, Clock.SYSTEM, TrustPolicy::of);
    }

    TestRegistrar(Path directory, Clock clock, Function<List<X509Certificate>, TrustPolicy> demands) throws Exception {
        this.directory = directory;
        this.book = SqlNodeBook.open("jdbc:h2:mem:", new Properties());
        this.authority = OwnerAuthority.selfSigned(newKey(), "Anna", clock, random);
        this.desk = new OwnerDesk(book, clock, random);
        this.registrar = new Registrar(authority, demands.apply(List.of(authority.certificate())), book, clock, random);
        this.tlsKey = newKey();
        this.server = listen(0);
    }

    private EstServer listen(int port) throws IOException {
        return EstServer.start(
                registrar,
                new Credentials(tlsKey, authority.issueRegistrar(CertificateRequest.of(tlsKey), List.of("localhost"))),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Closes its server and opens it again, with another certificate. */
    void restart() {
        int port = server.port();
        server.close();
        try {
            server = listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("https://localhost:" + server.port());
    }

    HardwareKey newKey() throws Exception {
        return SoftwareKey.create(directory.resolve("key-" + System.identityHashCode(this) + "-" + keys++ + ".pem"));
    }

    /** A label whose box is claimed. */
    public Label claimed(boolean preApproved) throws Exception {
        Label label = Label.draw(random);
        assertThat(desk.claim(label, Place.NOWHERE, preApproved, OWNER)).isInstanceOf(OwnerDesk.Act.Done.class);
        return label;
    }

    @Override
    public void close() {
        server.close();
        book.close();
    }
}
