package io.signet.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.RequestAttributes;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.EnrolmentOutcome.Issued;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.Evidence;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.random.RandomGenerator;

/** A registrar with its book in memory, and the other side of it: nodes. */
final class RegistrarFixture implements AutoCloseable {
    static final Place PLACE = new Place("node 1", "barn", "north");
    static final Bytes CHANNEL =
            ClaimKey.channelOf(Bytes.utf8("the registrar's certificate").toArray());
    static final Caller CALLER = new Caller("192.0.2.1", CHANNEL, Optional.empty());
    static final String OWNER = "anna";

    final RandomGenerator random = new SecureRandom();
    final TestClock clock = new TestClock();
    final NodeBook book;
    final OwnerAuthority authority;
    final OwnerDesk desk;
    final Registrar registrar;
    private final Path directory;
    private int keys;

    RegistrarFixture(Path directory) throws Exception {
        this(directory, inMemory(), TrustPolicy::of);
    }

    /** What a registrar believes, given its owner's certificate. */
    interface Demands {
        TrustPolicy of(List<X509Certificate> owners);
    }

    RegistrarFixture(Path directory, NodeBook book, Demands demands) throws Exception {
        this.directory = directory;
        this.book = book;
        this.authority =
                OwnerAuthority.selfSigned(SoftwareKey.create(directory.resolve("owner.key")), "Anna", clock, random);
        this.desk = new OwnerDesk(book, clock, random);
        this.registrar = restarted(demands);
    }

    /** A new book: in memory, or in a schema of its own of the PostgreSQL that {@code .ci/heavy} names. */
    static SqlNodeBook inMemory() throws BookException {
        String server = System.getProperty("signet.registrar.postgresql", "");
        if (server.isEmpty()) {
            return SqlNodeBook.open("jdbc:h2:mem:", new Properties());
        }
        String schema = "test_" + Label.draw(new SecureRandom()).id();
        try (Connection connection = DriverManager.getConnection(server);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        } catch (SQLException e) {
            throw new BookException("the test's schema can't be made: " + e.getMessage(), e);
        }
        return SqlNodeBook.open(server + "&currentSchema=" + schema, new Properties());
    }

    /** Another process of the same registrar. */
    Registrar restarted(Demands demands) {
        return new Registrar(authority, demands.of(List.of(authority.certificate())), book, clock, random);
    }

    HardwareKey newKey() throws Exception {
        return SoftwareKey.create(directory.resolve("key-" + keys++ + ".pem"));
    }

    /** A label whose box is claimed. */
    Label claimed(boolean preApproved) throws Exception {
        Label label = Label.draw(random);
        assertThat(desk.claim(label, PLACE, preApproved, OWNER)).isInstanceOf(OwnerDesk.Act.Done.class);
        return label;
    }

    Bytes nonce() throws Exception {
        return RequestAttributes.decode(registrar.requestAttributes()).nonce();
    }

    /** The whole request of a node: nonce, evidence, challenge if there is a TPM, claim. */
    EnrolmentRequest request(HardwareKey key, Optional<Label> label) throws Exception {
        Bytes nonce = nonce();
        Evidence evidence = key.evidence(nonce);
        return EnrolmentRequest.of(
                key, evidence, activation(key, evidence), label.map(l -> Claim.of(l, key, nonce, CHANNEL)));
    }

    private Optional<Bytes> activation(HardwareKey key, Evidence evidence) throws Exception {
        return evidence.claims().tpm().isPresent()
                ? key.activate(((Registrar.Challenged.With) registrar.challenge(evidence.encode(), CALLER)).challenge())
                : Optional.empty();
    }

    EnrolmentOutcome enrol(HardwareKey key, Label label) throws Exception {
        return registrar.enrol(request(key, Optional.of(label)).request().encoded(), CALLER);
    }

    /** Enrols a node, which must work, and checks all that a node checks. */
    X509Certificate enrolled(HardwareKey key, Label label) throws Exception {
        EnrolmentRequest request = request(key, Optional.of(label));
        EnrolmentOutcome outcome = registrar.enrol(request.request().encoded(), CALLER);
        assertThat(outcome).isInstanceOf(Issued.class);
        Issued issued = (Issued) outcome;
        X509Certificate leaf = issued.chain().get(0);
        leaf.verify(authority.certificate().getPublicKey());
        assertThat(leaf.getPublicKey()).isEqualTo(key.publicKey());
        assertThat(label.key()
                        .isRegistrarProof(
                                issued.proof().orElseThrow(),
                                request.digest(),
                                Digest.sha256(authority.certificate().getEncoded()),
                                Digest.sha256(leaf.getEncoded())))
                .isTrue();
        return leaf;
    }

    EnrolmentOutcome renew(HardwareKey key, X509Certificate by) throws Exception {
        Caller caller = new Caller("192.0.2.1", CHANNEL, Optional.of(by));
        return registrar.renew(request(key, Optional.empty()).request().encoded(), caller);
    }

    static void assertRefused(EnrolmentOutcome outcome, Reason reason) {
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).reason())
                .as(((Refused) outcome).message())
                .isEqualTo(reason);
    }

    NodeState state(Label label) throws Exception {
        return book.transact(pages -> pages.find(label.id())).orElseThrow().state();
    }

    @Override
    public void close() {
        book.close();
    }
}
