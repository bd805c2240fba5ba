package io.signet.release.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.release.ReleaseReport;
import io.signet.release.ReleaseReport.State;
import io.signet.release.TestReleases;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever started the node does, and what the node does, by the files between them. */
class ReleaseKeeperTest {
    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private Path home;
    private ReleaseKeeper keeper;

    @BeforeEach
    void open() throws Exception {
        home = directory.resolve("releases");
        keeper = open(DurableFiles.DISK);
        assertThat(keeper.begin().sequence()).isZero();
    }

    private ReleaseKeeper open(DurableFiles files) throws IOException {
        return new ReleaseKeeper(home, files, TestReleases.ARCHITECTURE, clock);
    }

    private Optional<ReleaseWish> wish(long sequence) throws IOException {
        Path archive = TestReleases.archive(directory, sequence);
        return Optional.of(new ReleaseWish(
                sequence,
                Digest.sha256(Files.readAllBytes(archive)),
                Files.size(archive),
                TestReleases.signedRoot(1).fingerprint()));
    }

    /** As the node does. */
    private void fetch(long sequence) throws IOException {
        Path wanted = home.resolve(ReleaseKeeper.WANTED);
        assertThat(wanted).hasContent(wish(sequence).orElseThrow().digest().toHex());
        Files.copy(
                TestReleases.archive(directory, sequence),
                home.resolve(ReleaseKeeper.INCOMING).resolve(Files.readString(wanted)));
    }

    private void assertReport(long sequence, State state, String reason) throws Exception {
        ReleaseReport report =
                ReleaseReport.decode(Bytes.copyOf(Files.readAllBytes(home.resolve(ReleaseKeeper.REPORT))));
        assertThat(report.sequence()).isEqualTo(sequence);
        assertThat(report.state()).isEqualTo(state);
        assertThat(report.reason()).contains(reason);
    }

    private void installed(long sequence) throws Exception {
        assertThat(keeper.look(wish(sequence), true)).isFalse();
        assertReport(sequence, State.INSTALLING, "");
        fetch(sequence);
        assertThat(keeper.look(wish(sequence), true)).isTrue();
        assertThat(home.resolve(ReleaseKeeper.WANTED)).doesNotExist();
        assertThat(keeper.begin().sequence()).isEqualTo(sequence);
        assertThat(keeper.onTrial()).isTrue();
    }

    @Test
    void wish_isFetchedByTheNode_installed_andSettled() throws Exception {
        assertThat(keeper.look(Optional.empty(), true)).isFalse();
        installed(7);
        assertThat(keeper.look(wish(7), true)).isFalse();
        assertReport(7, State.INSTALLING, "");
        clock.pass(ReleaseTrial.STEADY);
        assertThat(keeper.look(wish(7), true)).isFalse();
        assertReport(7, State.RUNNING, "");
        assertThat(keeper.onTrial()).isFalse();
    }

    @Test
    void releaseThatDoesNotAnswer_isGoneBackFrom_andReported() throws Exception {
        installed(7);
        clock.pass(ReleaseTrial.TIME_MAX);
        assertThat(keeper.look(wish(7), false)).isTrue();
        assertThat(keeper.begin().sequence()).isZero();
        assertThat(keeper.look(wish(7), true)).isFalse();
        assertReport(7, State.FAILED, "did not answer");
    }

    @Test
    void releaseThatEndsAtOnce_isGivenUpAfterThreeStarts() throws Exception {
        installed(7);
        keeper.begin();
        keeper.begin();
        assertThat(keeper.onTrial()).isTrue();
        assertThat(keeper.begin().sequence()).isZero();
        keeper.look(wish(7), true);
        assertReport(7, State.FAILED, "was started 3 times");
    }

    @Test
    void wishThatIsTakenBack_isFetchedNoMore() throws Exception {
        keeper.look(wish(7), true);
        assertThat(home.resolve(ReleaseKeeper.WANTED)).exists();
        keeper.look(Optional.empty(), true);
        assertThat(home.resolve(ReleaseKeeper.WANTED)).doesNotExist();
    }

    @Test
    void whatIsRefused_isLeftAloneForAWhile() throws Exception {
        keeper.look(wish(7), true);
        Path archive =
                home.resolve(ReleaseKeeper.INCOMING).resolve(Files.readString(home.resolve(ReleaseKeeper.WANTED)));
        Files.writeString(archive, "not much of a release");
        assertThat(keeper.look(wish(7), true)).isFalse();
        assertReport(7, State.FAILED, "is no release");
        Files.delete(archive);
        keeper.look(wish(7), true);
        assertThat(home.resolve(ReleaseKeeper.WANTED)).doesNotExist();
        clock.pass(ReleaseKeeper.REFUSED_AGAIN);
        keeper.look(wish(7), true);
        assertThat(home.resolve(ReleaseKeeper.WANTED)).exists();
    }

    @Test
    void archiveThatThePowerCut_isFetchedAnew() throws Exception {
        keeper.look(wish(7), true);
        Path archive =
                home.resolve(ReleaseKeeper.INCOMING).resolve(Files.readString(home.resolve(ReleaseKeeper.WANTED)));
        Files.write(archive, new byte[0]);
        assertThat(keeper.look(wish(7), true)).isFalse();
        clock.pass(ReleaseKeeper.REFUSED_AGAIN);
        keeper.look(wish(7), true);
        assertThat(archive).doesNotExist();
        assertThat(home.resolve(ReleaseKeeper.WANTED)).exists();
    }

    private static final class TestClock implements Clock {
        private long nanos = 1;

        void pass(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long wallMillis() {
            return TestReleases.NOW;
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }
    }
}
