package io.signet.attestation;

import static io.signet.attestation.LogFixture.append;
import static io.signet.attestation.LogFixture.failure;
import static io.signet.attestation.LogFixture.open;
import static io.signet.attestation.LogFixture.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Crashes, torn writes, full disks, failing forces, absent keys: nothing acknowledged is lost, and the log goes on. */
class LogRecoveryTest {
    private static final Duration RETRY = LogFixture.OPTIONS.retry();

    private final FaultyStorage storage = new FaultyStorage();
    private final TestKey key = new TestKey();
    private final TestClock clock = new TestClock();

    @Test
    void logOfSeveralFiles_isTheSameWhenOpenedAgain() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        for (int i = 0; i < 60; i += 3) {
            append(log, i, i + 3);
        }
        TreeHead head = log.head();
        log.close();
        assertThat(storage.list())
                .filteredOn(name -> name.startsWith("entries-"))
                .hasSizeGreaterThan(3);

        LogAgent reopened = open(storage, key, clock);
        assertThat(reopened.head()).isEqualTo(head);
        for (int i = 0; i < 60; i++) {
            assertThat(reopened.entry(i)).isEqualTo(statement(i));
        }
        assertThat(reopened.doWork()).as("nothing to sign").isZero();
        append(reopened, 60, 61);
        assertThat(reopened.consistency(60, 61)
                        .holds(head.root(), reopened.head().root()))
                .isTrue();
    }

    @Test
    void entriesTornAtAnyByte_areCutAndTheLogGoesOn() throws AttestationException {
        int sizeBytes = unforcedEntries().get("entries-0000000000000000").length;
        for (int torn = 0; torn <= sizeBytes; torn++) {
            FaultyStorage disk = unforcedEntries();
            int kept = torn;
            disk.boot((change, bytes) -> Math.min(kept, bytes));
            LogAgent log = open(disk, key, clock);
            assertThat(log.size()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(log.entry(i)).isEqualTo(statement(i));
            }
            List<Receipt> receipts = append(log, 100, 102);
            assertThat(log.entry(receipts.get(1).proof().leafIndex())).isEqualTo(statement(101));
            log.close();
            assertThat(open(disk, key, clock).head()).isEqualTo(receipts.get(1).head());
        }
    }

    /** Three acknowledged entries, and two that were written as the power went, before they were forced. */
    private FaultyStorage unforcedEntries() throws AttestationException {
        FaultyStorage disk = new FaultyStorage();
        LogAgent log = open(disk, key, clock);
        append(log, 0, 3);
        log.append(statement(3));
        log.append(statement(4));
        disk.losePowerAfter(2); // entries, hashes, then the force
        assertThatExceptionOfType(FaultyStorage.PowerLoss.class).isThrownBy(log::doWork);
        return disk;
    }

    @Test
    void headTornAtAnyByte_leavesTheLastOneAndEveryEntry() throws AttestationException {
        for (int torn = 0; torn <= 1024; torn += 11) {
            FaultyStorage disk = new FaultyStorage();
            LogAgent log = open(disk, key, clock);
            append(log, 0, 3);
            CompletionStage<Receipt> waiting = log.append(statement(3));
            disk.losePowerAfter(4); // entries, hashes, force, head, then the force of the head
            assertThatExceptionOfType(FaultyStorage.PowerLoss.class).isThrownBy(log::doWork);
            assertThat(failure(waiting)).isInstanceOf(LogUnavailableException.class);
            int kept = torn;
            disk.boot((change, bytes) -> Math.min(kept, bytes));

            LogAgent reopened = open(disk, key, clock);
            reopened.doWork();
            assertThat(reopened.size()).isEqualTo(4);
            assertThat(reopened.entry(3)).isEqualTo(statement(3));
            assertThat(key.heads().get(key.signatures() - 1).root())
                    .isEqualTo(reopened.head().root());
        }
    }

    @Test
    void entriesThatACrashLeftUnsigned_areSignedFirst() throws AttestationException {
        FaultyStorage disk = unforcedEntries();
        disk.killProcess();
        LogAgent log = open(disk, key, clock);
        assertThat(log.size()).isEqualTo(3);
        assertThat(log.doWork()).isEqualTo(1);
        assertThat(log.size()).isEqualTo(5);
        assertThat(log.entry(4)).isEqualTo(statement(4));
        assertThat(log.doWork()).isZero();
    }

    @Test
    void whatAKilledProcessLeft_isForcedBeforeItIsSignedOrShown() throws AttestationException {
        FaultyStorage disk = unforcedEntries();
        disk.killProcess();
        LogAgent log = open(disk, key, clock);
        log.doWork();
        TreeHead head = log.head();
        assertThat(head.size()).isEqualTo(5);
        disk.boot((change, bytes) -> 0);
        assertThat(open(disk, key, clock).head()).isEqualTo(head);
    }

    @Test
    void headThatAKilledProcessLeft_isForcedBeforeItIsShown() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        log.append(statement(0));
        storage.losePowerAfter(6); // two files, header and entries, hashes, force, head, then the force of the head
        assertThatExceptionOfType(FaultyStorage.PowerLoss.class).isThrownBy(log::doWork);
        storage.killProcess();
        TreeHead head = open(storage, key, clock).head();
        assertThat(head.size()).isEqualTo(1);
        storage.boot((change, bytes) -> 0);
        assertThat(open(storage, key, clock).head()).isEqualTo(head);
    }

    @Test
    void fullDisk_acknowledgesNothingAndRecoversOnceThereIsRoom() throws AttestationException {
        int frameAndHash = 8 + statement(3).size() + 32;
        for (int free = 0; free < 4 * frameAndHash; free += 29) {
            FaultyStorage disk = new FaultyStorage();
            LogAgent log = open(disk, key, clock);
            append(log, 0, 3);
            disk.setFreeBytes(free);
            List<CompletionStage<Receipt>> stages = List.of(
                    log.append(statement(3)),
                    log.append(statement(4)),
                    log.append(statement(5)),
                    log.append(statement(6)));
            log.doWork();
            assertThat(stages).allSatisfy(stage -> assertThat(failure(stage))
                    .isInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining("No space left"));
            assertThat(failure(log.append(statement(7)))).isInstanceOf(LogUnavailableException.class);
            assertThat(log.size()).isEqualTo(3);
            assertThat(log.stats().available()).isFalse();

            disk.setFreeBytes(Long.MAX_VALUE);
            assertThat(log.dueInNanos()).isEqualTo(RETRY.toNanos());
            clock.advance(RETRY);
            log.doWork();
            assertThat(log.stats().available()).isTrue();
            assertThat(append(log, 10, 12).get(0).proof().leafIndex()).isEqualTo(3);
            log.close();
            LogAgent reopened = open(disk, key, clock);
            assertThat(reopened.size()).isEqualTo(5);
            assertThat(reopened.entry(3)).isEqualTo(statement(10));
        }
    }

    @Test
    void fullDiskWhenAFileIsBegun_leavesNoFile() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        append(log, 0, 40);
        storage.setFreeBytes(30);
        CompletionStage<Receipt> refused = log.append(statement(40));
        log.doWork();
        assertThat(failure(refused)).hasMessageContaining("No space left");
        assertThat(storage.list()).doesNotContain("entries-0000000000000028");
        storage.setFreeBytes(Long.MAX_VALUE);
        clock.advance(RETRY);
        log.doWork();
        append(log, 41, 42);
        log.close();
        assertThat(open(storage, key, clock).entry(40)).isEqualTo(statement(41));
    }

    @Test
    void forceThatFails_endsTheLogUntilItIsOpenedAgain() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        append(log, 0, 3);
        storage.failForces(1);
        CompletionStage<Receipt> unknown = log.append(statement(3));
        log.doWork();
        assertThat(failure(unknown))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("Input/output error");
        clock.advance(Duration.ofHours(1));
        log.doWork();
        assertThat(failure(log.append(statement(4)))).hasMessageContaining("restart the node");
        assertThat(log.dueInNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(key.signatures())
                .as("nothing was signed over what may not be there")
                .isEqualTo(2);
        log.close();

        LogAgent reopened = open(storage, key, clock);
        reopened.doWork();
        append(reopened, 5, 6);
        assertThat(reopened.entry(2)).isEqualTo(statement(2));
    }

    @Test
    void headThatCanNotBeForced_isNotShownAndTheNextTakesItsPlace() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        append(log, 0, 3);
        key.whileSigningNext(() -> storage.failForces(1));
        CompletionStage<Receipt> refused = log.append(statement(3));
        log.doWork();
        assertThat(failure(refused)).isInstanceOf(LogUnavailableException.class);
        assertThat(log.size()).isEqualTo(3);
        clock.advance(RETRY);
        log.doWork();
        assertThat(log.size()).isEqualTo(4);
        List<TreeHead> signed = key.heads();
        assertThat(signed.get(signed.size() - 1).root())
                .isEqualTo(signed.get(signed.size() - 2).root());
    }

    @Test
    void keyThatIsGone_refusesUntilItIsBackAndCoversWhatIsThere() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        append(log, 0, 3);
        key.setPresent(false);
        CompletionStage<Receipt> refused = log.append(statement(3));
        log.doWork();
        assertThat(failure(refused))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("the node's key does not sign");
        assertThat(failure(log.append(statement(4)))).isInstanceOf(LogUnavailableException.class);

        clock.advance(RETRY);
        log.doWork();
        assertThat(log.stats().available()).as("still gone").isFalse();
        key.setPresent(true);
        log.doWork();
        assertThat(log.stats().available()).as("not tried again yet").isFalse();
        clock.advance(RETRY);
        log.doWork();
        assertThat(log.stats().available()).isTrue();
        assertThat(log.size()).isEqualTo(4);
        append(log, 5, 6);
        assertThat(log.entry(3)).isEqualTo(statement(3));
        assertThat(log.entry(4)).isEqualTo(statement(5));
    }

    @Test
    void keyThatIsGone_canNotBeginALog() {
        key.setPresent(false);
        assertThatExceptionOfType(LogUnavailableException.class)
                .isThrownBy(() -> open(storage, key, clock))
                .withMessageContaining("first head");
        key.setPresent(true);
        assertThat(storage.list()).doesNotContain("heads");
    }

    @Test
    void hashesThatACrashLost_areMadeAnew() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        append(log, 0, 20);
        append(log, 20, 40);
        String name = "hashes-0000000000000000";
        byte[] hashes = storage.get(name);
        storage.boot((change, bytes) -> 0);
        assertThat(storage.get(name)).isEmpty();

        LogAgent reopened = open(storage, key, clock);
        assertThat(storage.get(name)).isEqualTo(hashes);
        assertThat(append(reopened, 40, 41).get(0).proof().treeSize()).isEqualTo(41);
    }

    @Test
    void tilesThatACrashTore_areMadeAnew() throws AttestationException {
        FaultyStorage whole = new FaultyStorage();
        LogAgent undisturbed = open(whole, key, clock);
        append(undisturbed, 0, 300);
        assertThat(undisturbed.doWork()).as("256 entries became tiles").isEqualTo(1);
        assertThat(whole.objects()).containsExactly("tile/0/000", "tile/entries/000");
        int sizeBytes = whole.get("tile/entries/000").length;

        for (int lost = 0; lost < 4; lost++) {
            for (int torn = 0; torn <= sizeBytes; torn += 1 + sizeBytes / 7) {
                FaultyStorage disk = new FaultyStorage();
                LogAgent log = open(disk, key, clock);
                append(log, 0, 300);
                disk.losePowerAfter(lost); // entries, hashes, a force of each
                assertThatExceptionOfType(FaultyStorage.PowerLoss.class).isThrownBy(log::doWork);
                int kept = torn;
                disk.boot((change, bytes) -> Math.min(kept, bytes));

                LogAgent reopened = open(disk, key, clock);
                assertThat(reopened.entry(299)).isEqualTo(statement(299));
                assertThat(reopened.doWork()).isEqualTo(1);
                assertThat(disk.get("tile/entries/000")).isEqualTo(whole.get("tile/entries/000"));
                assertThat(disk.get("tile/0/000")).isEqualTo(whole.get("tile/0/000"));
                assertThat(reopened.entry(0)).isEqualTo(statement(0));
                assertThat(reopened.doWork()).isZero();
            }
        }
    }

    @Test
    void tilesThatWereForced_surviveAndSoDoTheEntriesAfterThem() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        for (int i = 0; i < 600; i += 20) {
            append(log, i, i + 20);
        }
        assertThat(log.doWork() + log.doWork()).isEqualTo(2);
        TreeHead head = log.head();
        assertThat(storage.list())
                .as("entries are not kept twice")
                .doesNotContain("entries-0000000000000000", "entries-00000000000001e0");
        storage.boot((change, bytes) -> 0);
        LogAgent reopened = open(storage, key, clock);
        assertThat(reopened.head()).isEqualTo(head);
        for (int i = 0; i < 600; i++) {
            assertThat(reopened.entry(i)).isEqualTo(statement(i));
        }
        append(reopened, 600, 601);
        assertThat(reopened.consistency(600, 601)
                        .holds(head.root(), reopened.head().root()))
                .isTrue();
    }

    @Test
    void tilesThatCanNotBeWritten_areWrittenLaterAndHinderNobody() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        append(log, 0, 300);
        storage.failForces(1);
        log.doWork();
        assertThat(log.stats().available()).isTrue();
        assertThat(log.dueInNanos()).isEqualTo(RETRY.toNanos());
        append(log, 300, 310);
        assertThat(log.doWork()).as("not tried again yet").isZero();
        clock.advance(RETRY);
        assertThat(log.doWork()).isEqualTo(1);
        storage.boot((change, bytes) -> 0);
        LogAgent reopened = open(storage, key, clock);
        assertThat(reopened.entry(255)).isEqualTo(statement(255));
        assertThat(reopened.entry(309)).isEqualTo(statement(309));
    }
}
