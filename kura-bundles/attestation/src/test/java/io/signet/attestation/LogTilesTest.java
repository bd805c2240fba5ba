package io.signet.attestation;

import static io.signet.attestation.LogFixture.append;
import static io.signet.attestation.LogFixture.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.Frontier;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.TileId;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What anyone reads from the log's tiles is the log, while they are in memory, in segments or files, and moved away. */
class LogTilesTest {
    private static final LogOptions OPTIONS =
            new LogOptions(10_000, 1 << 24, 1 << 14, Duration.ofSeconds(1), Duration.ZERO);

    private final FaultyStorage storage = new FaultyStorage();
    private final TestKey key = new TestKey();
    private final TestClock clock = new TestClock();

    private LogAgent open() throws AttestationException {
        return LogAgent.open(storage, key, clock, OPTIONS);
    }

    @Test
    void everyTile_holdsWhatTheLogHolds() throws Exception {
        LogAgent log = open();
        long size = 0;
        for (int batch : new int[] {1, 254, 1, 1, 255, 256, 300, 1_000}) {
            append(log, size, size + batch);
            size += batch;
            checkTiles(log, size);
            log.doWork();
            checkTiles(log, size);
        }
        while (log.doWork() > 0) {
            checkTiles(log, size);
        }
        assertThat(storage.objects()).hasSize(2 * (int) (size / 256));
        log.close();
        checkTiles(open(), size);
    }

    private static void checkTiles(LogAgent log, long size) throws AttestationException, MalformedException {
        for (long index = 0; index * 256 < size; index++) {
            for (int width : new int[] {1, 17, 255, 256}) {
                long end = index * 256 + width;
                if (end <= size) {
                    checkTile(log, index, width);
                }
            }
            checkTile(log, index, TileId.entries(index).in(size).width());
        }
        HashTiles leaves = HashTiles.ofLeaves(leaf -> MerkleTree.leafHash(statement(leaf)));
        if (size >= 256) {
            TileId tile = TileId.hashes(1, 0).in(size);
            HashTile hashes = HashTile.decode(log.tile(tile), tile.width());
            for (int i = 0; i < tile.width(); i++) {
                assertThat(hashes.hashes().get(i)).isEqualTo(leaves.hash(8, i));
            }
        }
    }

    private static void checkTile(LogAgent log, long index, int width) throws AttestationException, MalformedException {
        List<Bytes> expected = LongStream.range(index * 256, index * 256 + width)
                .mapToObj(LogFixture::statement)
                .toList();
        TileId entries = new TileId(TileId.ENTRIES, index, width);
        assertThat(EntryBundle.decode(log.tile(entries), width).entries()).isEqualTo(expected);
        TileId hashes = new TileId(0, index, width);
        assertThat(HashTile.decode(log.tile(hashes), width).hashes())
                .isEqualTo(expected.stream().map(MerkleTree::leafHash).toList());
    }

    @Test
    void tileThatTheLogHasNot_isRefused() throws AttestationException {
        LogAgent log = open();
        append(log, 0, 300);
        for (TileId none : List.of(
                TileId.entries(1),
                new TileId(TileId.ENTRIES, 1, 45),
                new TileId(0, 1, 45),
                TileId.hashes(0, 2),
                new TileId(1, 0, 2),
                TileId.hashes(2, 0))) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log.tile(none));
        }
        assertThat(log.tile(new TileId(1, 0, 1)).size()).isEqualTo(Digest.SIZE_BYTES);
    }

    @Test
    void oldTilesMovedAway_leaveALogThatVerifiesAppendsAndProvesWhatIsHere() throws Exception {
        long size = 66_000;
        LogAgent log = open();
        for (long i = 0; i < size; i += 1_000) {
            append(log, i, i + 1_000);
        }
        TreeHead young = log.head();
        long full = 0;
        while (log.doWork() > 0) {
            full++;
        }
        assertThat(full).isEqualTo(257);
        log.close();
        for (String path : List.copyOf(storage.objects())) {
            TileId tile = TileId.ofPath(path).orElseThrow();
            if (tile.level() <= 0 && tile.index() < 256) {
                storage.remove(path);
            }
        }
        assertThat(storage.objects()).containsExactly("tile/0/256", "tile/1/000", "tile/entries/256");

        log = open();
        assertThat(log.head()).isEqualTo(young);
        append(log, size, size + 300);
        while (log.doWork() > 0) {
            assertThat(log.stats().available()).isTrue();
        }
        log.close();
        log = open();
        checkWhatIsHere(log, young, size + 300);
        checkWhatIsGone(log);
    }

    private static void checkWhatIsHere(LogAgent log, TreeHead young, long size) throws AttestationException {
        Frontier all = new Frontier();
        LongStream.range(0, size).forEach(i -> all.append(MerkleTree.leafHash(statement(i))));
        assertThat(log.head().root()).isEqualTo(all.root());
        assertThat(log.consistency(young.size(), size).holds(young.root(), all.root()))
                .isTrue();
        for (long index : new long[] {65_536, 65_800, 66_000, 66_299}) {
            assertThat(log.entry(index)).isEqualTo(statement(index));
            assertThat(log.prove(index, size).rootFor(MerkleTree.leafHash(statement(index))))
                    .isEqualTo(all.root());
        }
    }

    private static void checkWhatIsGone(LogAgent log) {
        assertThatExceptionOfType(MovedAwayException.class)
                .isThrownBy(() -> log.entry(257))
                .withMessageContaining("tile/entries/001 is not here")
                .withMessageContaining("put it back");
        assertThatExceptionOfType(MovedAwayException.class).isThrownBy(() -> log.prove(257, log.size()));
        assertThatExceptionOfType(MovedAwayException.class).isThrownBy(() -> log.tile(TileId.hashes(0, 1)));
    }
}
