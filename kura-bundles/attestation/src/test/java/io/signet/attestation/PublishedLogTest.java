package io.signet.attestation;

import static io.signet.attestation.LogFixture.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.statement.Bytes;
import io.signet.statement.CosignedHead;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.TileId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The files beside a log's tiles show the log as it was a moment ago, whenever somebody looks, and whatever fails. */
class PublishedLogTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final FaultyStorage storage = new FaultyStorage();
    private final TestKey key = new TestKey();
    private final TestClock clock = new TestClock();
    private LogAgent log;
    private PublishedLog shown;

    private void open() throws Exception {
        log = LogFixture.open(storage, key, clock);
        shown = PublishedLog.open(log, storage, clock, INTERVAL);
    }

    private void grow(long from, long to) {
        append(log, from, to);
        drain();
    }

    private void drain() {
        while (log.doWork() > 0) {
            // entries become tiles
        }
    }

    /** Time for the next publication. */
    private int publish() {
        clock.advance(INTERVAL);
        return shown.doWork();
    }

    private TreeHead checkpoint() throws IOException {
        return new StaticReader(storage).checkpoint();
    }

    private void assertWhole() throws IOException, MalformedException {
        StaticReader reader = new StaticReader(storage);
        TreeHead head = reader.assertWhole(key.publicKey());
        for (long tile = 0; tile * 256 < head.size(); tile++) {
            List<Bytes> entries = reader.entries(tile, head);
            for (int i = 0; i < entries.size(); i++) {
                assertThat(entries.get(i)).isEqualTo(LogFixture.statement(tile * 256 + i));
            }
        }
    }

    private List<String> partials() {
        return storage.objects().stream().filter(path -> path.contains(".p/")).toList();
    }

    @Test
    void whatAWebServerNeeds_isWritten() throws Exception {
        open();
        grow(0, 300);
        assertThat(publish()).isEqualTo(1);
        assertThat(checkpoint()).isEqualTo(log.head());
        assertThat(partials()).containsExactly("tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44");
        assertWhole();
        grow(300, 600);
        assertWhole();
        publish();
        assertWhole();
        assertThat(checkpoint().size()).isEqualTo(600);
        assertThat(partials())
                .as("what has become full is not there twice")
                .containsExactly("tile/0/002.p/88", "tile/1/000.p/1", "tile/1/000.p/2", "tile/entries/002.p/88");
    }

    @Test
    void nothingIsWritten_withoutNewsOrBeforeItsTime() throws Exception {
        open();
        grow(0, 10);
        publish();
        storage.losePowerAfter(0);
        assertThat(publish()).isZero();
        storage.losePowerAfter(Long.MAX_VALUE);
        grow(10, 20);
        assertThat(publish()).isEqualTo(1);
        grow(20, 30);
        storage.losePowerAfter(0);
        clock.advance(INTERVAL.minusMillis(1));
        assertThat(shown.doWork()).isZero();
        assertThat(shown.dueInNanos()).isEqualTo(Duration.ofMillis(1).toNanos());
    }

    @Test
    void headWhoseTilesAreNotFilesYet_waitsForThem() throws Exception {
        open();
        append(log, 0, 300);
        assertThat(publish()).isZero();
        assertThat(storage.exists("checkpoint")).isFalse();
        TreeHead waiting = log.head();
        drain();
        append(log, 300, 700);
        assertThat(publish()).isEqualTo(1);
        assertThat(checkpoint()).isEqualTo(waiting);
        assertWhole();
        assertThat(publish()).as("and the next one for its own").isZero();
        drain();
        assertThat(publish()).isEqualTo(1);
        assertThat(checkpoint()).isEqualTo(log.head());
    }

    @Test
    void cosignedHead_isPreferredForAMinute() throws Exception {
        open();
        grow(0, 10);
        TreeHead witnessed = log.head();
        shown.cosigned(witnessed, new TestWitness().sign(witnessed));
        grow(10, 20);
        publish();
        assertThat(checkpoint()).isEqualTo(witnessed);
        assertThat(CosignedHead.decode(Bytes.copyOf(storage.get("cosignatures"))))
                .isEqualTo(shown.cosigned().orElseThrow());
        for (int i = 0; i < 5; i++) {
            assertThat(publish()).isZero();
        }
        assertThat(publish()).as("the witness is gone").isEqualTo(1);
        assertThat(checkpoint()).isEqualTo(log.head());
        TreeHead again = log.head();
        shown.cosigned(again, new TestWitness().sign(again));
        publish();
        assertThat(CosignedHead.decode(Bytes.copyOf(storage.get("cosignatures")))
                        .head())
                .isEqualTo(again);
    }

    @Test
    void cosignatures_outliveTheProcess_butNotALogThatWasSetBack() throws Exception {
        open();
        grow(0, 10);
        FaultyStorage before = storage.copy();
        grow(10, 20);
        shown.cosigned(log.head(), new TestWitness().sign(log.head()));
        publish();
        Optional<CosignedHead> cosigned = shown.cosigned();
        log.close();
        open();
        assertThat(shown.cosigned()).isPresent().isEqualTo(cosigned);
        before.put("cosignatures", storage.get("cosignatures"));
        LogAgent old = LogFixture.open(before, key, clock);
        assertThat(PublishedLog.open(old, before, clock, INTERVAL).cosigned()).isEmpty();
    }

    @Test
    void whatANodeLeftWhoseDirectoryThisWas_isReplaced() throws Exception {
        open();
        grow(0, 20);
        shown.cosigned(log.head(), new TestWitness().sign(log.head()));
        publish();
        FaultyStorage other = new FaultyStorage();
        other.put("checkpoint", storage.get("checkpoint"));
        other.put("cosignatures", storage.get("cosignatures"));
        TestKey otherKey = new TestKey();
        LogAgent otherLog = LogFixture.open(other, otherKey, clock);
        append(otherLog, 0, 10);
        PublishedLog otherShown = PublishedLog.open(otherLog, other, clock, INTERVAL);
        assertThat(otherShown.cosigned()).isEmpty();
        otherShown.publishNow();
        assertThat(new StaticReader(other).assertWhole(otherKey.publicKey())).isEqualTo(otherLog.head());
    }

    @Test
    void identity_isWrittenOnceItIsKnown() throws Exception {
        open();
        publish();
        assertThat(storage.exists("identity")).isFalse();
        IdentityChain chain = TestCertificate.of(key);
        shown.identify(chain);
        publish();
        assertThat(IdentityChain.decode(Bytes.copyOf(storage.get("identity")))).isEqualTo(chain);
    }

    @Test
    void end_writesWhatIsNew() throws Exception {
        open();
        grow(0, 10);
        publish();
        grow(10, 20);
        shown.publishNow();
        assertThat(checkpoint()).isEqualTo(log.head());
        assertWhole();
    }

    @Test
    void fullDisk_isNoneOfTheLogsBusiness_andIsTriedAgain() throws Exception {
        open();
        grow(0, 300);
        storage.setFreeBytes(10);
        publish();
        assertThat(storage.exists("checkpoint")).isFalse();
        assertThat(log.stats().available()).isTrue();
        storage.setFreeBytes(1 << 20);
        publish();
        assertWhole();
    }

    @Test
    void powerCut_atAnyMoment_leavesWhatIsShownWhole() throws Exception {
        Random random = new Random(11);
        for (int cut = 0; cut < 40; cut++) {
            open();
            if (storage.exists("checkpoint")) {
                assertWhole();
            }
            long size = log.size();
            TreeHead last = log.head();
            grow(size, size + 1 + random.nextInt(300));
            storage.losePowerAfter(cut % 20);
            try {
                shown.publishNow();
                shown.cosigned(last, new TestWitness().sign(last));
                shown.publishNow();
            } catch (FaultyStorage.PowerLoss theEndOfThisLife) {
                // what is on the disk is looked at next
            }
            storage.boot(FaultyStorage.Survivor.random(random));
        }
        open();
        shown.publishNow();
        assertWhole();
        assertThat(partials())
                .as("of tiles that are not full, whatever was cut short")
                .noneMatch(path -> storage.objects()
                        .contains(TileId.ofPath(path).orElseThrow().full().path()));
    }

    @Test
    void intervalOutOfRange_isRefused() throws Exception {
        open();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublishedLog.open(log, storage, clock, Duration.ofMillis(99)))
                .withMessageContaining("publish.interval.ms");
    }
}
