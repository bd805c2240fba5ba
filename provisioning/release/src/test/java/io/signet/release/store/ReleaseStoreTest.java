package io.signet.release.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.release.ReleaseArchive;
import io.signet.release.TestReleases;
import io.signet.release.store.ReleaseUpdate.Outcome;
import io.signet.runtime.Clock;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node follows wishes, is cut from its power, and goes back. */
class ReleaseStoreTest {
    private static final String MACHINE = TestReleases.ARCHITECTURE;

    @TempDir
    private Path directory;

    private Path home;
    private ReleaseStore store;

    @BeforeEach
    void open() throws Exception {
        home = directory.resolve("releases");
        store = ReleaseStore.open(home, DurableFiles.DISK);
    }

    private Path archive(long sequence) throws IOException {
        return TestReleases.archive(directory, sequence);
    }

    private ReleaseWish wish(long sequence) throws IOException {
        Path archive = archive(sequence);
        return new ReleaseWish(
                sequence,
                Digest.sha256(Files.readAllBytes(archive)),
                Files.size(archive),
                TestReleases.signedRoot(1).fingerprint());
    }

    private Outcome follow(ReleaseWish wish) throws Exception {
        return follow(store, wish);
    }

    private Outcome follow(ReleaseStore which, ReleaseWish wish) throws Exception {
        return new ReleaseUpdate(which, MACHINE)
                .follow(wish, (digest, size, file) -> Files.copy(archive(wish.sequence()), file), TestReleases.NOW);
    }

    private void runsWell(long sequence) throws Exception {
        assertThat(follow(wish(sequence))).isEqualTo(new Outcome.Installed(sequence));
        assertThat(store.begin().sequence()).isEqualTo(sequence);
        store.settle();
    }

    private static void assertFailed(Outcome outcome, String reason) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.reason())
                .contains(reason));
    }

    private static void assertWhole(ReleaseStore.Start start) throws IOException {
        for (var file : TestReleases.contents(start.sequence()).entrySet()) {
            assertThat(start.content().orElseThrow().resolve(file.getKey())).hasContent(file.getValue());
        }
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> entries = Files.list(home)) {
            return entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("incoming"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void wish_isFetched_installed_tried_andSettled() throws Exception {
        assertThat(store.begin()).isEqualTo(new ReleaseStore.Start(0, java.util.Optional.empty()));
        runsWell(5);
        assertWhole(store.begin());
        assertThat(follow(wish(5))).isEqualTo(new Outcome.Runs());
        assertThat(store.root()).hasValue(TestReleases.signedRoot(1));
        assertThat(ReleaseStore.open(home, DurableFiles.DISK).state()).isEqualTo(store.state());
    }

    @Test
    void atMostTwoReleases_areKept_andNothingThatWasFetched() throws Exception {
        runsWell(5);
        runsWell(6);
        runsWell(7);
        assertThat(kept()).containsExactly("6", "7");
        assertThat(home.resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void older_isRefused_alsoAfterARestart_withoutFetching() throws Exception {
        runsWell(5);
        runsWell(6);
        store = ReleaseStore.open(home, DurableFiles.DISK);
        assertFailed(follow(wish(5)), "is not newer than 6");
        assertFailed(follow(wish(4)), "is not newer than 6");
    }

    @Test
    void releaseThatNeverComesUp_isGoneBackFrom_andNotTriedAgain() throws Exception {
        runsWell(5);
        assertThat(follow(wish(6))).isEqualTo(new Outcome.Installed(6));
        for (int start = 0; start < ReleaseStore.TRIAL_STARTS_MAX; start++) {
            store = ReleaseStore.open(home, DurableFiles.DISK); // the power fails during the trial
            assertThat(store.begin().sequence()).isEqualTo(6);
        }
        assertThat(store.begin().sequence()).isEqualTo(5);
        assertFailed(follow(wish(6)), "was started 3 times and never ran well");
        runsWell(7); // another one is tried
        assertThat(kept()).containsExactly("5", "7");
    }

    @Test
    void trial_settlesWhenItAnswersForAWhile_andGoesBackWhenItDoesNotInTime() throws Exception {
        TestClock clock = new TestClock();
        assertThat(follow(wish(5))).isEqualTo(new Outcome.Installed(5));
        store.begin();
        ReleaseTrial good = new ReleaseTrial(store, clock);
        assertThat(good.look(true)).isEqualTo(ReleaseTrial.Decision.WAIT);
        clock.pass(ReleaseTrial.STEADY.minusSeconds(1));
        assertThat(good.look(false)).isEqualTo(ReleaseTrial.Decision.WAIT);
        clock.pass(ReleaseTrial.STEADY.minusSeconds(1));
        assertThat(good.look(true)).isEqualTo(ReleaseTrial.Decision.WAIT);
        clock.pass(Duration.ofSeconds(1));
        assertThat(good.look(true)).isEqualTo(ReleaseTrial.Decision.SETTLED);
        assertThat(store.state().newest()).isEqualTo(5);
        follow(wish(6));
        store.begin();
        ReleaseTrial bad = new ReleaseTrial(store, clock);
        clock.pass(ReleaseTrial.TIME_MAX);
        assertThat(bad.look(false)).isEqualTo(ReleaseTrial.Decision.GO_BACK);
        assertThat(store.begin().sequence()).isEqualTo(5);
        assertFailed(follow(wish(6)), "did not answer for 30 s within 10 minutes");
    }

    @Test
    void powerCutAtEachStep_leavesOneWholeRelease_andTheUpdateGoesOn() throws Exception {
        runsWell(5);
        List<Long> running = new ArrayList<>();
        ReleaseWish six = wish(6);
        for (int steps = 0; running.isEmpty() || running.get(running.size() - 1) == 5; steps++) {
            try {
                follow(ReleaseStore.open(home, new CutPower(steps)), six);
            } catch (CutPower.PowerException e) {
                assertThat(e).isNotNull();
            }
            store = ReleaseStore.open(home, DurableFiles.DISK);
            ReleaseStore.Start start = store.begin();
            assertWhole(start);
            running.add(start.sequence());
            assertThat(steps).isLessThan(100);
        }
        assertThat(running.size()).isGreaterThan(8); // so many steps were cut
        assertThat(running.get(running.size() - 1)).isEqualTo(6);
        store.settle();
        assertThat(kept()).containsExactly("5", "6");
    }

    @Test
    void fileThatNobodySigned_isNotStarted() throws Exception {
        runsWell(5);
        Files.writeString(home.resolve("5/content/bundles/z.jar"), "something more");
        assertThat(store.begin().sequence()).isZero();
    }

    @Test
    void fileThatWasChangedOnTheDisk_isNotStarted() throws Exception {
        runsWell(5);
        runsWell(6);
        Files.writeString(home.resolve("6/content/bundles/a.jar"), "something else");
        assertThat(store.begin().sequence()).isEqualTo(5);
        assertFailed(follow(wish(6)), "its file bundles/a.jar was changed on the disk");
        Files.delete(home.resolve("5/content/bundles/b.jar"));
        assertThat(store.begin().sequence()).isZero();
    }

    @Test
    void archiveThatIsNotWhatItShouldBe_isNotInstalled() throws Exception {
        ReleaseWish wish = wish(5);
        ReleaseUpdate update = new ReleaseUpdate(store, MACHINE);
        assertFailed(
                update.follow(
                        wish,
                        (digest, size, file) -> Files.writeString(file, "not much of a release"),
                        TestReleases.NOW),
                "is no release");
        ReleaseWish mixed = new ReleaseWish(5, Digest.sha256(new byte[1]), 100, wish.root());
        byte[] content = Files.readAllBytes(archive(5));
        content[content.length - 1] ^= 1;
        assertFailed(
                update.follow(mixed, (digest, size, file) -> Files.write(file, content), TestReleases.NOW),
                "a file in it is not the one that was signed");
        ReleaseWish stranger = new ReleaseWish(5, wish.digest(), wish.sizeBytes(), Digest.sha256(new byte[2]));
        ReleaseStore another = ReleaseStore.open(directory.resolve("another"), DurableFiles.DISK);
        assertFailed(follow(another, stranger), "its roots are not the one that the owner trusts");
        assertFailed(
                new ReleaseUpdate(store, "riscv64")
                        .follow(wish, (digest, size, file) -> Files.copy(archive(5), file), TestReleases.NOW),
                "is for amd64, not for riscv64");
        assertThat(store.begin().sequence()).isZero();
        assertThat(kept()).isEmpty();
    }

    @Test
    void noRoomOnTheDisk_isSaidBeforeFetching() throws Exception {
        ReleaseWish huge = new ReleaseWish(5, Digest.sha256(new byte[1]), ReleaseWish.SIZE_BYTES_MAX, wish(5).root());
        ReleaseStore small = ReleaseStore.open(home, new SmallDisk());
        assertFailed(
                new ReleaseUpdate(small, MACHINE)
                        .follow(
                                huge,
                                (digest, size, file) -> {
                                    throw new IOException("fetched");
                                },
                                TestReleases.NOW),
                "does not fit on the disk");
    }

    @Test
    void fetchThatFails_isTriedAgain() throws Exception {
        assertThatThrownBy(() -> new ReleaseUpdate(store, MACHINE)
                        .follow(
                                wish(5),
                                (digest, size, file) -> {
                                    throw new IOException("no network");
                                },
                                TestReleases.NOW))
                .hasMessage("no network");
        runsWell(5);
    }

    @Test
    void damagedState_isNotTakenForANewNode() throws Exception {
        Files.writeString(home.resolve("state"), "?");
        assertThatThrownBy(() -> ReleaseStore.open(home, DurableFiles.DISK)).hasMessageContaining("state: is damaged");
    }

    @Test
    void otherWish_dropsWhatWasFetchedForTheOneBefore() throws Exception {
        Path first = store.incoming(Digest.sha256(new byte[1]));
        Files.writeString(first.resolveSibling(first.getFileName() + ".part"), "half of it");
        store.incoming(Digest.sha256(new byte[1]));
        assertThat(first.getParent()).isNotEmptyDirectory();
        store.incoming(Digest.sha256(new byte[2]));
        assertThat(first.getParent()).isEmptyDirectory();
    }

    @Test
    void archive_hasItsHeadAlone() throws Exception {
        assertThat(ReleaseArchive.head(archive(5)).release().release().sizeBytes())
                .isEqualTo(TestReleases.contents(5).values().stream()
                        .mapToInt(String::length)
                        .sum());
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

    /** With next to nothing left. */
    private static final class SmallDisk implements DurableFiles {
        @Override
        public void replace(Path file, io.signet.statement.Bytes content) throws IOException {
            DISK.replace(file, content);
        }

        @Override
        public java.io.OutputStream create(Path file) throws IOException {
            return DISK.create(file);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            DISK.move(from, to);
        }

        @Override
        public void delete(Path tree) throws IOException {
            DISK.delete(tree);
        }

        @Override
        public long usableBytes(Path directory) {
            return ReleaseStore.RESERVE_BYTES + 1;
        }
    }
}
