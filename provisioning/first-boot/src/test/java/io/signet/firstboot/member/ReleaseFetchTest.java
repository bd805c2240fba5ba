package io.signet.firstboot.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.firstboot.est.EnrolmentAnswer.Enrolled;
import io.signet.firstboot.est.FirstContact;
import io.signet.firstboot.est.Membership;
import io.signet.firstboot.est.RunningOwner;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.release.TestReleases;
import io.signet.release.store.DurableFiles;
import io.signet.release.store.ReleaseKeeper;
import io.signet.release.store.ReleaseTrial;
import io.signet.release.store.ReleaseWish;
import io.signet.runtime.Clock;
import io.signet.runtime.SystemRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node and whoever started it follow a running registrar together. */
class ReleaseFetchTest {
    private static final MovedClock CLOCK = new MovedClock();

    @TempDir
    private static Path owners;

    private static RunningOwner owner;

    @TempDir
    private Path directory;

    private final Label label = Label.draw(SystemRandom.create());
    private Membership registrar;
    private ReleaseFetch node;
    private ReleaseKeeper starter;

    private static final class MovedClock implements Clock {
        private Duration passed = Duration.ZERO;

        void pass(Duration time) {
            passed = passed.plus(time);
        }

        @Override
        public long wallMillis() {
            return Clock.SYSTEM.wallMillis() + passed.toMillis();
        }

        @Override
        public long monotonicNanos() {
            return passed.toNanos();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        owner = new RunningOwner(owners.resolve("owner"), CLOCK);
        owner.trustReleases();
    }

    @AfterAll
    static void stop() {
        owner.close();
    }

    @BeforeEach
    void enrol() throws Exception {
        owner.claim(label, true);
        HardwareKey key = SoftwareKey.create(directory.resolve("node.key"));
        Enrolled enrolled = (Enrolled) new FirstContact(key, label).attempt(owner.url());
        registrar = new Membership(new Credentials(key, enrolled.chain()), enrolled.owner(), owner.url(), CLOCK);
        node = new ReleaseFetch(directory);
        starter = new ReleaseKeeper(directory.resolve("releases"), DurableFiles.DISK, TestReleases.ARCHITECTURE, CLOCK);
        starter.begin();
    }

    /** The node asks its registrar, then whoever started it looks at it. */
    private boolean turn(boolean answering) throws Exception {
        CLOCK.pass(Duration.ofSeconds(6)); // as the registrar takes one report in five
        Membership.Fetched fetched =
                registrar.fetch(Membership.PROFILE_PATH, Optional.empty(), NodeProfile.SIZE_BYTES_MAX);
        NodeProfile profile = NodeProfile.decode(((Membership.Fetched.Document) fetched).content());
        node.told(profile, registrar);
        Optional<ReleaseWish> wish = profile.firmware()
                .map(release ->
                        new ReleaseWish(release.sequence(), release.digest(), release.sizeBytes(), release.root()));
        return starter.look(wish, answering);
    }

    private void installed(long sequence) throws Exception {
        owner.update(label, sequence);
        assertThat(turn(true)).as("it is wanted").isFalse();
        assertThat(turn(true)).as("it is fetched").isTrue();
        assertThat(starter.begin().sequence()).isEqualTo(sequence);
    }

    private void settled() throws Exception {
        turn(true);
        assertThat(owner.updateStatus()).contains("\"state\":\"running\"");
        CLOCK.pass(ReleaseTrial.STEADY);
        turn(true);
        turn(true);
        assertThat(owner.updateStatus()).contains("\"state\":\"done\"");
    }

    @Test
    void release_reachesTheNode_andOneThatDoesNotRunIsHalted() throws Exception {
        assertThat(turn(true)).as("nothing is wished").isFalse();
        installed(7);
        settled();
        assertThat(directory.resolve("releases/7/content/bundles/a.jar"))
                .hasContent(TestReleases.contents(7).get("bundles/a.jar"));
        installed(8);
        starter.begin();
        starter.begin();
        assertThat(starter.begin().sequence()).isEqualTo(7);
        turn(true);
        turn(true);
        assertThat(owner.updateStatus()).contains("\"state\":\"halted\"", "it failed on 1 of the 1 nodes");
        turn(true);
        assertThat(directory.resolve("releases").resolve(ReleaseKeeper.WANTED)).doesNotExist();
    }

    @Test
    void halfAnArchive_isGoneOnWith_unlessItIsAnother() throws Exception {
        owner.update(label, 9);
        turn(true);
        String digest = Files.readString(directory.resolve("releases").resolve(ReleaseKeeper.WANTED));
        byte[] half = Files.readAllBytes(owners.resolve("owner/releases/release-9"));
        half = Arrays.copyOf(half, half.length / 2);
        Path part = directory.resolve("releases/incoming/" + digest + ".arriving");
        half[half.length / 2] ^= 1;
        Files.write(part, half);
        assertThat(turn(true)).as("another was begun").isFalse();
        assertThat(part).doesNotExist();
        half[half.length / 2] ^= 1;
        Files.write(part, half);
        assertThat(turn(true)).isTrue();
        assertThat(starter.begin().sequence()).isEqualTo(9);
        settled();
    }
}
