package io.signet.firstboot.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.attestation.SoftwareKey;
import io.signet.firstboot.BoxHome;
import io.signet.firstboot.FirstBoot;
import io.signet.firstboot.FirstBoot.Outside;
import io.signet.firstboot.RegistrarSource;
import io.signet.firstboot.est.RunningOwner;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.provisioning.owner.NodeKeys.NodeKey;
import io.signet.runtime.Clock;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node against a whole registrar in this process, in a time of its own. */
class MemberKeeperTest {
    private static final Duration EVERY = Duration.ofSeconds(30);

    @TempDir
    private static Path owners;

    private static final MovedClock OWNERS_CLOCK = new MovedClock();

    private static RunningOwner owner;

    @TempDir
    private Path directory;

    private final Label label = Label.draw(SystemRandom.create());
    private final MovedClock clock = new MovedClock();
    private final List<NodeProfile> told = new ArrayList<>();
    private BoxHome home;
    private NodeKey key;

    /** This machine's clock, moved. */
    private static final class MovedClock implements Clock {
        private Duration off = Duration.ZERO;
        private Duration passed = Duration.ZERO;

        @Override
        public long wallMillis() {
            return Clock.SYSTEM.wallMillis() + off.toMillis();
        }

        @Override
        public long monotonicNanos() {
            return passed.toNanos();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        owner = new RunningOwner(owners.resolve("owner"), OWNERS_CLOCK);
    }

    @AfterAll
    static void stop() {
        owner.close();
    }

    @BeforeEach
    void enrolToday() throws Exception {
        home = new BoxHome(Files.createDirectory(directory.resolve("box")));
        enrol(label);
    }

    private void enrol(Label itsLabel) throws Exception {
        Files.createDirectory(home.directory().resolve("identity"));
        key = new NodeKey(SoftwareKey.create(home.directory().resolve(Credentials.KEY_FILE)), "");
        Path code = home.directory().resolve(BoxHome.LABEL_FILE);
        OwnerOnlyFile.create(code, itsLabel.text().getBytes(StandardCharsets.UTF_8));
        owner.claim(itsLabel, true);
        new FirstBoot(
                        home,
                        code,
                        List.of(RegistrarSource.named(owner.url())),
                        new Outside(progress -> {}, time -> {}, clock, new SplittableRandom(1)))
                .run(key);
    }

    private MemberKeeper keeper() throws Exception {
        return new MemberKeeper(
                home,
                key.key(),
                new MemberKeeper.Settings(EVERY, List.of((profile, registrar) -> told.add(profile))),
                clock,
                SystemRandom.create());
    }

    private String wanted() throws Exception {
        return Files.readString(home.directory().resolve("wanted.yaml"));
    }

    private X509Certificate certificate() throws Exception {
        return Certificates.read(home.directory().resolve(Credentials.CHAIN_FILE))
                .get(0);
    }

    private void later(MemberKeeper keeper) throws Exception {
        clock.passed = clock.passed.plus(EVERY.multipliedBy(2));
        keeper.turn();
    }

    @Test
    void profileThatStaysAsItIs_changesNothing_andIsToldToWhoListens() throws Exception {
        String before = wanted();
        MemberKeeper keeper = keeper();
        Duration idle = keeper.turn();
        later(keeper);
        assertThat(idle)
                .isBetween(
                        EVERY.multipliedBy(4).dividedBy(5),
                        EVERY.multipliedBy(6).dividedBy(5));
        assertThat(wanted()).isEqualTo(before).contains("answers: true", "gateway:");
        assertThat(told).hasSize(2);
        assertThat(keeper.status()).isEqualTo("STARTING\t\t");
    }

    @Test
    void modelsThatTheOwnerTakesBack_areRemoved_andOthersStay() throws Exception {
        Path models = home.directory().resolve("models");
        Path profiles = models.resolve(Digest.sha256(RunningOwner.MODEL).toHex() + ".signet");
        Path own = Files.createFile(models.resolve("own.signet"));
        assertThat(profiles).exists();
        MemberKeeper keeper = keeper();
        keeper.turn();
        String before = wanted();

        owner.setModels(label, false);
        later(keeper);
        assertThat(profiles).doesNotExist();
        assertThat(own).exists();
        assertThat(wanted()).as("the mesh is not left for that").isEqualTo(before);

        owner.setModels(label, true);
        later(keeper);
        assertThat(profiles).hasSize(RunningOwner.MODEL.size());
    }

    @Test
    void renewalThatTheOwnerWants_isDoneOnce_andTheRunningNodeReadsItsCertificateAnew() throws Exception {
        MemberKeeper keeper = keeper();
        keeper.turn();
        X509Certificate before = certificate();
        String wanted = wanted();

        owner.renew(label);
        later(keeper);
        X509Certificate renewed = certificate();
        assertThat(renewed.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
        assertThat(renewed.getPublicKey()).isEqualTo(before.getPublicKey());
        assertThat(wanted())
                .isNotEqualTo(wanted)
                .contains(renewed.getSerialNumber().toString(16));

        later(keeper);
        later(keeper);
        assertThat(certificate()).isEqualTo(renewed);
    }

    @Test
    void certificateInTheLastQuarterOfItsLife_isRenewed() throws Exception {
        OWNERS_CLOCK.off = Duration.ofDays(-280);
        Label old = Label.draw(SystemRandom.create());
        try {
            home = new BoxHome(Files.createDirectory(directory.resolve("old")));
            enrol(old);
        } finally {
            OWNERS_CLOCK.off = Duration.ZERO;
        }
        X509Certificate before = certificate();
        keeper().turn();
        assertThat(certificate().getNotAfter()).isAfter(before.getNotAfter());
        assertThat(wanted()).contains(certificate().getSerialNumber().toString(16));
    }

    @Test
    void retiredNode_answersNothing_andAReleasedOneKeepsTheVoucher() throws Exception {
        MemberKeeper keeper = keeper();
        owner.retire(label);
        keeper.turn();
        assertThat(keeper.status()).isEqualTo("RETIRED\t\t");
        assertThat(wanted()).contains("answers: false");

        owner.release(label);
        later(keeper);
        assertThat(keeper.status()).isEqualTo("RELEASED\t\t");
        assertThat(wanted()).contains("answers: false");
        assertThat(home.directory().resolve("voucher.cms")).isNotEmptyFile();
    }

    @Test
    void revokedNode_answersNothing_alsoWhenItIsStartedAnew() throws Exception {
        MemberKeeper keeper = keeper();
        owner.revoke(label);
        keeper.turn();
        assertThat(keeper.status()).isEqualTo("REVOKED\t\t");
        assertThat(wanted()).contains("answers: false");

        MemberKeeper again = keeper();
        assertThat(wanted()).contains("answers: false");
        again.turn();
        assertThat(again.status()).isEqualTo("REVOKED\t\t");
    }

    @Test
    void registrarThatIsSilent_isWorthAWordAfterAWhile_andTheNodeGoesOn() throws Exception {
        MemberKeeper keeper = keeper();
        keeper.turn();
        Path address = home.directory().resolve(BoxHome.REGISTRAR_FILE);
        String right = Files.readString(address);
        Files.writeString(address, "https://localhost:1\n");
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 8; i++) {
            clock.passed = clock.passed.plus(Duration.ofMinutes(1));
            Duration idle = keeper.turn();
            longest = idle.compareTo(longest) > 0 ? idle : longest;
        }
        assertThat(keeper.status()).isEqualTo("STARTING\t\t");
        assertThat(longest).isLessThanOrEqualTo(Duration.ofMinutes(6)).isGreaterThan(Duration.ofMinutes(1));
        clock.passed = clock.passed.plus(Duration.ofMinutes(10));
        keeper.turn();
        assertThat(keeper.status()).startsWith("STARTING\tthe registrar does not answer");
        assertThat(wanted()).contains("answers: true");

        Files.writeString(address, right);
        clock.passed = clock.passed.plus(Duration.ofMinutes(10));
        keeper.turn();
        assertThat(keeper.status()).isEqualTo("STARTING\t\t");
    }

    @Test
    void wrongClock_isSaid_andDoesNotBringTheRenewalForward() throws Exception {
        MemberKeeper keeper = keeper();
        keeper.turn();
        X509Certificate before = certificate();
        clock.off = Duration.ofDays(300); // by which the certificate would be due
        later(keeper);
        assertThat(keeper.status()).contains("days ahead of the registrar's", "timesyncd");
        assertThat(certificate()).isEqualTo(before);
        clock.off = Duration.ZERO;
        later(keeper);
        assertThat(keeper.status()).isEqualTo("STARTING\t\t");
    }

    @Test
    void profileThatWasHalfWritten_isMendedBeforeTheNodeRuns() throws Exception {
        Path trust = home.directory().resolve("trust.yaml");
        String whole = Files.readString(trust);
        OwnerOnlyFile.replace(trust, "owners: [owner-2.pem]\n".getBytes(StandardCharsets.UTF_8));
        home.mend();
        assertThat(trust).hasContent(whole);
    }

    @Test
    void nodeThatNoRegistrarEnrolled_isNoMember() throws Exception {
        Files.delete(home.directory().resolve("profile.yaml"));
        assertThatThrownBy(this::keeper)
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("no registrar told the node what to do");
    }
}
