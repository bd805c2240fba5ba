package io.signet.registrar;

import static io.signet.registrar.RegistrarFixture.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.registrar.RolloutDesk.Outcome;
import io.signet.release.ReleaseReport;
import io.signet.release.TestReleases;
import io.signet.statement.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner brings a release to two groups. */
class RolloutDeskTest {
    private static final RolloutPlan PLAN = new RolloutPlan(List.of("canary", "north"), 100, Duration.ofMinutes(10));

    @TempDir
    private Path directory;

    private RegistrarFixture fixture;
    private RolloutDesk desk;
    private X509Certificate canary;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistrarFixture(directory);
        Path shelf = Files.createDirectory(directory.resolve("releases"));
        TestReleases.archive(shelf, 7);
        desk = new RolloutDesk(fixture.book, new ModelShelf(shelf), fixture.clock);
        canary = enrolled("canary");
        enrolled("north");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private X509Certificate enrolled(String group) throws Exception {
        HardwareKey key = fixture.newKey();
        Label label = Label.draw(fixture.random);
        fixture.desk.claim(label, new Place("", "", group), true, OWNER);
        return fixture.enrolled(key, label);
    }

    private Optional<NodeProfile.Firmware> wish(String group) throws Exception {
        return fixture.book.transact(pages -> desk.wish(pages, group));
    }

    private Rollout rollout() throws Exception {
        return desk.status().orElseThrow().rollout();
    }

    private static void assertRefused(Outcome outcome, String reason) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reason())
                .contains(reason));
    }

    private void begin() throws Exception {
        assertThat(desk.trust(TestReleases.signedRoot(1), OWNER)).isInstanceOf(Outcome.Done.class);
        assertThat(desk.start("release-7", PLAN, OWNER)).isInstanceOf(Outcome.Done.class);
    }

    private void report(X509Certificate node, ReleaseReport.State state, String reason) {
        fixture.clock.advance(RolloutDesk.REPORT_EVERY_MIN);
        assertThat(desk.report(node, new ReleaseReport(7, state, reason))).isEmpty();
    }

    @Test
    void release_goesToTheNextGroup_whenTheFirstRunsIt() throws Exception {
        begin();
        Path archive = directory.resolve("releases/release-7");
        assertThat(wish("canary"))
                .hasValue(new NodeProfile.Firmware(
                        7,
                        Digest.sha256(Files.readAllBytes(archive)),
                        Files.size(archive),
                        TestReleases.signedRoot(1).fingerprint()));
        assertThat(wish("north")).isEmpty();
        report(canary, ReleaseReport.State.INSTALLING, "");
        report(canary, ReleaseReport.State.RUNNING, "");
        assertThat(wish("north")).as("waits").isEmpty();
        fixture.clock.advance(Duration.ofMinutes(10));
        assertThat(wish("north")).isPresent();
        assertThat(desk.status().orElseThrow().tallies())
                .containsEntry("canary", new Rollout.Tally(1, 1, 0))
                .containsEntry("north", new Rollout.Tally(1, 0, 0));
    }

    @Test
    void releaseThatFails_isHalted_andTakenBack() throws Exception {
        begin();
        report(canary, ReleaseReport.State.FAILED, "was started 3 times and never ran well");
        assertThat(rollout().state()).isEqualTo(Rollout.State.HALTED);
        assertThat(wish("canary")).isEmpty();
        assertThat(fixture.desk.audit(3).get(0).detail())
                .contains("signet-node 1.7 (7) is halted: it failed on 1 of the 1 nodes of group 'canary'");
        TestReleases.archive(directory.resolve("releases"), 8);
        assertThat(desk.start("release-8", PLAN, OWNER)).isInstanceOf(Outcome.Done.class);
        assertThat(rollout().state()).as("what failed was another").isEqualTo(Rollout.State.RUNNING);
    }

    @Test
    void owner_stopsIt() throws Exception {
        begin();
        assertRefused(desk.start("release-7", PLAN, OWNER), "is on its way: stop it first");
        assertThat(desk.stop(OWNER)).isInstanceOf(Outcome.Done.class);
        assertThat(wish("canary")).isEmpty();
        assertRefused(desk.stop(OWNER), "no release is on its way");
    }

    @Test
    void whatCanNotBeBelieved_isNotBegun() throws Exception {
        assertThat(desk.status()).isEmpty();
        assertRefused(desk.start("release-7", PLAN, OWNER), "no root is trusted yet");
        assertRefused(desk.start("release-9", PLAN, OWNER), "no release 'release-9' is here");
        assertThat(desk.trust(TestReleases.signedRoot(1), OWNER)).isInstanceOf(Outcome.Done.class);
        assertRefused(desk.trust(TestReleases.signedRoot(3), OWNER), "root 3 does not follow root 1");
        assertThat(desk.trust(TestReleases.signedRoot(2), OWNER)).isInstanceOf(Outcome.Done.class);
        assertRefused(desk.start("release-7", PLAN, OWNER), "root 2, which is trusted, is not in the release");
        assertThat(desk.status()).isEmpty();
    }

    @Test
    void strangers_andWhoReportsTooOften_areRefused() throws Exception {
        begin();
        report(canary, ReleaseReport.State.INSTALLING, "");
        assertThat(desk.report(canary, new ReleaseReport(7, ReleaseReport.State.RUNNING, "")))
                .hasValueSatisfying(refused -> assertThat(refused.message()).contains("Report every 5 s at most"));
        assertThat(desk.report(fixture.authority.certificate(), new ReleaseReport(7, ReleaseReport.State.RUNNING, "")))
                .hasValueSatisfying(
                        refused -> assertThat(refused.reason()).isEqualTo(EnrolmentOutcome.Reason.NOT_A_MEMBER));
    }
}
