package io.signet.registrar.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.registrar.Registrar;
import io.signet.registrar.http.EstServer;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.runtime.Clock;
import io.signet.statement.TrustPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registrar's server gets its next certificate while nodes are connected. */
class ServerCertificateTest {
    private static final Duration LIFE = OwnerAuthority.MEMBER_LIFE;

    @TempDir
    private Path directory;

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong nowMillis = new AtomicLong(System.currentTimeMillis());
    private final Clock clock = new Clock() {
        @Override
        public long wallMillis() {
            return nowMillis.get();
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }
    };

    private OwnerAuthority authority;
    private Credentials first;

    private void makeOwner() throws Exception {
        authority =
                OwnerAuthority.selfSigned(SoftwareKey.create(directory.resolve("owner.key")), "Anna", clock, random);
        first = issued(SoftwareKey.create(directory.resolve("tls.key")));
    }

    private Credentials issued(io.signet.attestation.HardwareKey key) {
        return new Credentials(key, authority.issueRegistrar(CertificateRequest.of(key), List.of("localhost")));
    }

    @Test
    void certificate_isRenewedAtTwoThirds_andAfterAFailureTheNextTime() throws Exception {
        makeOwner();
        List<X509Certificate> shown = new ArrayList<>();
        List<ProvisioningException> failures = new ArrayList<>(List.of(new ProvisioningException("no disk")));
        ServerCertificate renewal = new ServerCertificate(
                first,
                () -> {
                    if (!failures.isEmpty()) {
                        throw failures.remove(0);
                    }
                    return issued(first.key());
                },
                clock,
                List.of(next -> shown.add(next.chain().get(0))));
        nowMillis.addAndGet(LIFE.toMillis() * 2 / 3 - Duration.ofHours(2).toMillis());
        assertThat(renewal.doWork()).isZero();
        assertThat(failures).hasSize(1);
        nowMillis.addAndGet(Duration.ofHours(3).toMillis());
        assertThat(renewal.doWork()).isZero();
        assertThat(renewal.doWork()).isEqualTo(1);
        assertThat(renewal.doWork()).isZero();
        assertThat(shown).singleElement().satisfies(next -> {
            assertThat(next.getNotAfter()).isAfter(first.chain().get(0).getNotAfter());
            assertThat(next.getPublicKey()).isEqualTo(first.key().publicKey());
        });
    }

    @Test
    void nodeThatIsConnected_enrolsOverItsConnection_andTheNextOneSeesTheNewCertificate() throws Exception {
        makeOwner();
        try (SqlNodeBook book = SqlNodeBook.open("jdbc:h2:mem:", new Properties())) {
            Registrar registrar =
                    new Registrar(authority, TrustPolicy.of(List.of(authority.certificate())), book, clock, random);
            OwnerDesk desk = new OwnerDesk(book, clock, random);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (EstServer server = EstServer.start(registrar, first, address)) {
                URI url = URI.create("https://localhost:" + server.port());
                Credentials second = issued(first.key());
                HttpNode node = node(desk, "one");
                node.attempt(url, () -> server.renew(second));
                assertThat(node.seen()).containsOnly(first.chain().get(0));
                HttpNode later = node(desk, "two");
                later.attempt(url);
                assertThat(later.seen()).containsOnly(second.chain().get(0));
            }
        }
    }

    private HttpNode node(OwnerDesk desk, String name) throws Exception {
        Label label = Label.draw(random);
        desk.claim(label, new Place(name, "", ""), true, "anna");
        return new HttpNode(SoftwareKey.create(directory.resolve(name + ".key")), label, authority.certificate());
    }
}
