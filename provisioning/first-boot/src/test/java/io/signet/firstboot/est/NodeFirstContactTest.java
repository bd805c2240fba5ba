package io.signet.firstboot.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.ForwardingHardwareKey;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.attestation.tpm.TestChipMaker;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.firstboot.est.EnrolmentAnswer.Enrolled;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.EnrolmentAnswer.Waiting;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.IdentityChain;
import io.signet.statement.TrustPolicy;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node's side against a real registrar over TLS, and against others who answer in its place. */
class NodeFirstContactTest {
    @TempDir
    private static Path directory;

    private static TestRegistrar registrar;
    private HardwareKey key;

    @BeforeAll
    static void start() throws Exception {
        registrar = new TestRegistrar(directory);
    }

    @AfterAll
    static void stop() {
        registrar.close();
    }

    @BeforeEach
    void unpack() throws Exception {
        key = registrar.newKey();
    }

    private static Failed failed(EnrolmentAnswer answer, Trouble trouble) {
        assertThat(answer).isInstanceOf(Failed.class);
        assertThat(((Failed) answer).trouble()).as(((Failed) answer).said()).isEqualTo(trouble);
        return (Failed) answer;
    }

    @Test
    void claimedBox_waitsForItsOwner_andBelievesHimWhenApproved() throws Exception {
        Label label = registrar.claimed(false);
        FirstContact contact = new FirstContact(key, label);

        EnrolmentAnswer first = contact.attempt(registrar.url());
        assertThat(first).isInstanceOf(Waiting.class);
        assertThat(((Waiting) first).retryAfter()).isPositive();

        registrar.desk.approve(label.id(), TestRegistrar.OWNER);
        EnrolmentAnswer second = contact.attempt(registrar.url());
        assertThat(second).isInstanceOf(Enrolled.class);
        assertThat(((Enrolled) second).owner()).isEqualTo(registrar.authority.certificate());
        assertThat(((Enrolled) second).chain().get(0).getPublicKey()).isEqualTo(key.publicKey());
        assertThat(contact.attempt(registrar.url())).isEqualTo(second); // killed before it wrote it down
    }

    @Test
    void chip_isChallengedAndCertifiedAsSuch_andRefusedByWhoDoesNotTrustItsMaker() throws Exception {
        TestChipMaker maker = new TestChipMaker();
        try (EmulatedTpm chip = EmulatedTpm.start(directory.resolve("tpm"), false);
                TestRegistrar trusting = demanding(maker);
                TestRegistrar other = demanding(new TestChipMaker())) {
            maker.endorse(chip.address());
            try (TpmKey inChip =
                    TpmKey.open(TpmOptions.of(chip.address(), directory.resolve("identity")), registrar.random)) {
                Enrolled enrolled = (Enrolled) new FirstContact(inChip, trusting.claimed(true)).attempt(trusting.url());
                assertThat(IdentityChain.of(enrolled.chain()).assurance()).isEqualTo(Assurance.TPM2);
                failed(new FirstContact(inChip, other.claimed(true)).attempt(other.url()), Trouble.ASSURANCE_TOO_LOW);
            }
        }
    }

    private TestRegistrar demanding(TestChipMaker maker) throws Exception {
        X509Certificate trusted = maker.certificate();
        return new TestRegistrar(directory, Clock.SYSTEM, owners -> TrustPolicy.of(owners)
                .withChipMakers(List.of(trusted))
                .withMinimalAssurance(Assurance.TPM2));
    }

    @Test
    void labelThatIsNotClaimed_isToldFromSomebodyInBetween() throws Exception {
        failed(new FirstContact(key, Label.draw(registrar.random)).attempt(registrar.url()), Trouble.WRONG_CODE);
    }

    @Test
    void copiedDisk_comesByAUsedCode() throws Exception {
        Label label = registrar.claimed(true);
        assertThat(new FirstContact(key, label).attempt(registrar.url())).isInstanceOf(Enrolled.class);

        failed(new FirstContact(registrar.newKey(), label).attempt(registrar.url()), Trouble.CODE_USED);
    }

    @Test
    void revokedLabel_isToldSo() throws Exception {
        Label label = registrar.claimed(true);
        registrar.desk.revoke(label.id(), TestRegistrar.OWNER);

        failed(new FirstContact(key, label).attempt(registrar.url()), Trouble.REVOKED);
    }

    private OwnerAuthority mallory() throws Exception {
        return OwnerAuthority.selfSigned(registrar.newKey(), "Mallory", Clock.SYSTEM, registrar.random);
    }

    @Test
    void impostorWhoGivesCertificates_isNotBelieved() throws Exception {
        try (FakeServer server = FakeServer.impostor(mallory(), registrar.newKey())) {
            Failed told =
                    failed(new FirstContact(key, registrar.claimed(true)).attempt(server.url()), Trouble.IMPOSTOR);
            assertThat(told.trouble().happened()).contains("false registrar");
        }
    }

    @Test
    void somebodyInBetween_getsNothing_andIsNamed() throws Exception {
        Label label = registrar.claimed(true);
        try (FakeServer server = FakeServer.inBetween(mallory(), registrar.newKey(), registrar.url())) {
            Failed told = failed(new FirstContact(key, label).attempt(server.url()), Trouble.IN_BETWEEN);
            assertThat(told.trouble().happened()).contains("between");
        }
        assertThat(new FirstContact(key, label).attempt(registrar.url())).isInstanceOf(Enrolled.class);
    }

    @Test
    void registrarThatStartsAnewInBetween_isAskedAgain() throws Exception {
        Label label = registrar.claimed(true);
        AtomicInteger evidence = new AtomicInteger();
        HardwareKey interrupted = new ForwardingHardwareKey(key) {
            @Override
            public Evidence evidence(Bytes nonce) throws SigningException {
                if (evidence.getAndIncrement() == 0) {
                    registrar.restart();
                }
                return super.evidence(nonce);
            }
        };

        assertThat(new FirstContact(interrupted, label).attempt(registrar.url()))
                .isInstanceOf(Enrolled.class);
        assertThat(evidence).hasValue(2);
    }

    @Test
    void whoIsNoRegistrar_andNobody_areToldApart() throws Exception {
        FirstContact contact = new FirstContact(key, registrar.claimed(true));
        try (FakeServer page = FakeServer.saying(mallory(), registrar.newKey(), new byte[] {1, 2, 3})) {
            failed(contact.attempt(page.url()), Trouble.NO_REGISTRAR);
        }
        try (FakeServer flood = FakeServer.saying(mallory(), registrar.newKey(), new byte[1 << 20])) {
            assertThat(failed(contact.attempt(flood.url()), Trouble.UNREACHABLE).said())
                    .contains("more than 65536 bytes");
        }
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
        failed(contact.attempt(URI.create("https://localhost:" + closed)), Trouble.UNREACHABLE);
    }

    @Test
    void clockThatIsAYearOff_isOfNoInterest() throws Exception {
        Clock behind = new ShiftedClock(Duration.ofDays(-400)); // its certificate has ended by this machine's clock
        try (TestRegistrar elsewhere = new TestRegistrar(directory, behind, TrustPolicy::of)) {
            assertThat(new FirstContact(key, elsewhere.claimed(true)).attempt(elsewhere.url()))
                    .isInstanceOf(Enrolled.class);
        }
    }

    /** The clock of a machine whose time is wrong. */
    private record ShiftedClock(Duration off) implements Clock {
        @Override
        public long wallMillis() {
            return Clock.SYSTEM.wallMillis() + off.toMillis();
        }

        @Override
        public long monotonicNanos() {
            return Clock.SYSTEM.monotonicNanos();
        }
    }

    @Test
    void enrolledNode_renewsAtItsOwnersRegistrarOnly() throws Exception {
        Enrolled enrolled = (Enrolled) new FirstContact(key, registrar.claimed(true)).attempt(registrar.url());
        Credentials node = new Credentials(key, enrolled.chain());

        assertThat(new Membership(node, enrolled.owner(), registrar.url(), Clock.SYSTEM).renew())
                .isInstanceOf(Enrolled.class);

        try (TestRegistrar other = new TestRegistrar(directory)) {
            EnrolmentAnswer answer = new Membership(node, enrolled.owner(), other.url(), Clock.SYSTEM).renew();
            assertThat(failed(answer, Trouble.UNREACHABLE).said()).contains("another owner's server");
        }
    }
}
