package io.signet.attestation;

import static io.signet.attestation.LogFixture.append;
import static io.signet.attestation.LogFixture.open;
import static io.signet.attestation.LogFixture.statement;
import static io.signet.attestation.Tampering.flipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.merkle.MerkleTree;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same for acknowledged entries that are in tiles: they are refused, with the entry's index; hashes are mended. */
class TileTamperingTest {
    private static final int ENTRIES = 600;
    private static final int STRIDE = 97;
    private static final String FIRST = "tile/entries/000";

    private final FaultyStorage storage = new FaultyStorage();
    private final TestKey key = new TestKey();
    private final TestClock clock = new TestClock();
    private final Tampering tampering = new Tampering(key, clock);

    @BeforeEach
    void writeLog() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        for (int i = 0; i < ENTRIES; i += 20) {
            append(log, i, i + 20);
        }
        assertThat(log.doWork() + log.doWork()).isEqualTo(2);
        log.close();
        assertThat(storage.objects()).hasSize(4);
    }

    @Test
    void bitFlippedInATileOfEntries_isRefusedWithTheIndex() {
        Random random = new Random(1);
        for (int tile = 0; tile < 2; tile++) {
            String name = "tile/entries/00" + tile;
            byte[] bytes = storage.get(name);
            for (int at = random.nextInt(STRIDE); at < bytes.length; at += random.nextInt(STRIDE)) {
                FaultyStorage disk = storage.copy();
                disk.put(name, flipped(bytes, at, random.nextInt(8)));
                tampering.assertRefused(disk, 256L * tile + entryAt(bytes, at));
            }
        }
    }

    @Test
    void bitFlippedInTheHashes_isMended() throws AttestationException {
        tampering.assertMended(storage, "tile/0/001", STRIDE);
    }

    @Test
    void hashesRemovedOrCut_areMended() throws AttestationException {
        byte[] bytes = storage.get("tile/0/000");
        FaultyStorage removed = storage.copy();
        removed.remove("tile/0/000");
        FaultyStorage cut = storage.copy();
        cut.put("tile/0/000", Arrays.copyOf(bytes, 100));
        for (FaultyStorage disk : new FaultyStorage[] {removed, cut}) {
            open(disk, key, clock).close();
            assertThat(disk.get("tile/0/000")).isEqualTo(bytes);
        }
    }

    @Test
    void entryAndItsHashReplaced_isRefused() {
        FaultyStorage disk = storage.copy();
        byte[] entries = storage.get(FIRST);
        int sizeBytes = entries[1];
        entries[1 + sizeBytes] = 'X';
        disk.put(FIRST, entries);
        byte[] hashes = storage.get("tile/0/000");
        Digest leaf = MerkleTree.leafHash(Bytes.copyOfRange(entries, 2, 2 + sizeBytes));
        leaf.value().asBuffer().get(hashes, 0, Digest.SIZE_BYTES);
        disk.put("tile/0/000", hashes);
        tampering.assertRefused(disk, 0);
    }

    @Test
    void tileOfEntriesRemovedOrCut_isRefusedWithTheIndex() {
        for (int tile = 0; tile < 2; tile++) {
            FaultyStorage removed = storage.copy();
            String name = "tile/entries/00" + tile;
            removed.remove(name);
            tampering.assertRefused(removed, 256L * tile);
            byte[] bytes = storage.get(name);
            for (int keep = 0; keep < bytes.length; keep += 1_001) {
                FaultyStorage cut = storage.copy();
                cut.put(name, Arrays.copyOf(bytes, keep));
                tampering.assertRefused(cut, 256L * tile + entryAt(bytes, keep));
            }
        }
    }

    @Test
    void segmentsRemoved_areRefusedWithTheFirstMissing() {
        FaultyStorage disk = storage.copy();
        storage.list().stream().filter(name -> name.startsWith("entries-")).forEach(disk::remove);
        tampering.assertRefused(disk, 512);
    }

    @Test
    void headsSetBackBeforeTheTiles_areRefused() throws AttestationException {
        FaultyStorage young = new FaultyStorage();
        LogAgent log = open(young, key, clock);
        append(log, 0, 100);
        log.close();
        FaultyStorage disk = storage.copy();
        disk.put("heads", young.get("heads"));
        tampering.assertRefused(disk, 100);
    }

    @Test
    void refusedLog_isLeftAsItIs() {
        FaultyStorage disk = storage.copy();
        disk.put(FIRST, flipped(storage.get(FIRST), 1_000, 1));
        disk.remove("tile/0/001");
        FaultyStorage before = disk.copy();
        tampering.assertRefused(disk, entryAt(storage.get(FIRST), 1_000));
        assertThat(disk.objects()).isEqualTo(before.objects());
        for (String name : before.list()) {
            assertThat(disk.get(name)).as(name).isEqualTo(before.get(name));
        }
    }

    @Test
    void entryAlteredWhileTheLogIsOpen_isNotGivenOut() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        byte[] bytes = storage.get(FIRST);
        int at = 0;
        while (entryAt(bytes, at) < 3) {
            at++;
        }
        storage.put(FIRST, flipped(bytes, at + 7, 3));
        assertThat(log.entry(2)).isEqualTo(statement(2));
        assertThat(log.entry(4)).isEqualTo(statement(4));
        Tampering.assertWithheld(log, 3);
    }

    /** Which of the tile's entries byte {@code at} belongs to. */
    private static int entryAt(byte[] tile, int at) {
        int index = 0;
        int end = 2 + ByteBuffer.wrap(tile).getShort(0);
        while (end <= at) {
            index++;
            end += 2 + ByteBuffer.wrap(tile).getShort(end);
        }
        return index;
    }
}
