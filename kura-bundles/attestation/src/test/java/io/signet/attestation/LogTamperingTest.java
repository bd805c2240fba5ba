package io.signet.attestation;

import static io.signet.attestation.LogFixture.append;
import static io.signet.attestation.LogFixture.open;
import static io.signet.attestation.LogFixture.statement;
import static io.signet.attestation.Tampering.flipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.MerkleTree;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is done to acknowledged entries behind the log's back: it is refused, with the entry's index. */
class LogTamperingTest {
    private static final String FIRST = "entries-0000000000000000";
    private static final String FIRST_HASHES = "hashes-0000000000000000";
    private static final int HEADER = 20;
    private static final int PREFIX = 8;
    private static final int ENTRIES = 30;

    /** Every so many bytes of what can be mended; of the entries in segments, every byte. */
    private static final int STRIDE = 7;

    private final FaultyStorage storage = new FaultyStorage();
    private final TestKey key = new TestKey();
    private final TestClock clock = new TestClock();
    private final Tampering tampering = new Tampering(key, clock);
    private TreeHead head;

    @BeforeEach
    void writeLog() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        for (int i = 0; i < ENTRIES; i += 5) {
            append(log, i, i + 5);
        }
        head = log.head();
        log.close();
    }

    @Test
    void bitFlippedInAnyByteOfTheEntries_isRefusedWithTheIndex() {
        Random random = new Random(1);
        for (String name : storage.list()) {
            if (!name.startsWith("entries-")) {
                continue;
            }
            byte[] bytes = storage.get(name);
            long first = Long.parseLong(name.substring("entries-".length()), 16);
            for (int at = 0; at < bytes.length; at++) {
                FaultyStorage disk = storage.copy();
                disk.put(name, flipped(bytes, at, random.nextInt(8)));
                tampering.assertRefused(disk, first + entryAt(bytes, at));
            }
        }
    }

    @Test
    void bitFlippedInTheHeads_losesNothing() throws AttestationException {
        Random random = new Random(2);
        byte[] bytes = storage.get("heads");
        for (int at = random.nextInt(STRIDE); at < bytes.length; at += STRIDE) {
            FaultyStorage disk = storage.copy();
            disk.put("heads", flipped(bytes, at, random.nextInt(8)));
            LogAgent log = open(disk, key, clock);
            assertThat(log.head()).as("byte %s", at).isEqualTo(head);
        }
    }

    @Test
    void entryReplacedWithAMatchingChecksum_isRefusedWithTheIndex() {
        byte[] bytes = storage.get(FIRST);
        for (int index = 0; index < 5; index++) {
            FaultyStorage disk = storage.copy();
            disk.put(FIRST, forged(bytes, index));
            tampering.assertRefused(disk, index);
        }
    }

    @Test
    void bitFlippedInTheHashes_isMended() throws AttestationException {
        tampering.assertMended(storage, FIRST_HASHES, STRIDE);
    }

    @Test
    void entryAndItsHashReplaced_isRefused() {
        FaultyStorage disk = storage.copy();
        byte[] forged = forged(storage.get(FIRST), 4);
        disk.put(FIRST, forged);
        byte[] hashes = storage.get(FIRST_HASHES);
        int at = offset(forged, 4) + PREFIX;
        int sizeBytes = ByteBuffer.wrap(forged).getInt(at - PREFIX);
        Digest leaf = MerkleTree.leafHash(Bytes.copyOfRange(forged, at, at + sizeBytes));
        leaf.value().asBuffer().get(hashes, 4 * Digest.SIZE_BYTES, Digest.SIZE_BYTES);
        disk.put(FIRST_HASHES, hashes);
        tampering.assertRefused(disk, 0);
    }

    @Test
    void entriesSwapped_areRefused() {
        byte[] bytes = storage.get(FIRST);
        int a = offset(bytes, 1);
        int b = offset(bytes, 2);
        int end = offset(bytes, 3);
        ByteBuffer swapped = ByteBuffer.allocate(bytes.length);
        swapped.put(bytes, 0, a).put(bytes, b, end - b).put(bytes, a, b - a).put(bytes, end, bytes.length - end);
        FaultyStorage disk = storage.copy();
        disk.put(FIRST, swapped.array());
        tampering.assertRefused(disk, 1);
    }

    @Test
    void entriesCutOff_areRefusedWithTheFirstMissing() {
        String last = storage.list().stream()
                .filter(n -> n.startsWith("entries-"))
                .reduce((a, b) -> b)
                .orElseThrow();
        byte[] bytes = storage.get(last);
        long first = Long.parseLong(last.substring("entries-".length()), 16);
        for (int keep = 0; keep < bytes.length; keep++) {
            FaultyStorage disk = storage.copy();
            disk.put(last, Arrays.copyOf(bytes, keep));
            tampering.assertRefused(disk, first + (keep < HEADER ? 0 : entryAt(bytes, keep)));
        }
    }

    @Test
    void fileRemoved_isRefusedWithItsFirstEntry() {
        for (String name : storage.list()) {
            if (name.startsWith("entries-")) {
                FaultyStorage disk = storage.copy();
                disk.remove(name);
                tampering.assertRefused(disk, Long.parseLong(name.substring("entries-".length()), 16));
            }
        }
    }

    @Test
    void headsRemovedOrBlank_areRefused() {
        FaultyStorage removed = storage.copy();
        removed.remove("heads");
        tampering.assertRefused(removed, 0);
        FaultyStorage blank = storage.copy();
        blank.put("heads", new byte[2048]);
        tampering.assertRefused(blank, 0);
        FaultyStorage empty = storage.copy();
        empty.put("heads", new byte[0]);
        tampering.assertRefused(empty, 0);
    }

    @Test
    void headThatTheNodeDidNotSign_isRefused() {
        // A head of another size, with the signature of the right one, in every slot and with matching checksums.
        TreeHead forged =
                new TreeHead(head.node(), head.algorithm(), 5, head.root(), head.timeMillis(), head.signature());
        byte[] heads = storage.get("heads");
        for (int slot = 0; slot < 4; slot++) {
            ByteBuffer one = ByteBuffer.wrap(heads, slot * 512, 512).slice();
            byte[] encoded = forged.encode().toArray();
            Arrays.fill(heads, slot * 512 + 18, slot * 512 + 508, (byte) 0);
            one.putShort(16, (short) encoded.length).put(18, encoded);
            CRC32C crc = new CRC32C();
            crc.update(one.slice(0, 508));
            one.putInt(508, (int) crc.getValue());
        }
        FaultyStorage disk = storage.copy();
        disk.put("heads", heads);
        tampering.assertRefused(disk, 0);
    }

    @Test
    void refusedLog_isLeftAsItIs() {
        FaultyStorage disk = storage.copy();
        disk.put(FIRST, forged(storage.get(FIRST), 2));
        FaultyStorage before = disk.copy();
        tampering.assertRefused(disk, 2);
        for (String name : before.list()) {
            assertThat(disk.get(name)).as(name).isEqualTo(before.get(name));
        }
        tampering.assertRefused(disk, 2);
    }

    @Test
    void entryAlteredWhileTheLogIsOpen_isNotGivenOut() throws AttestationException {
        LogAgent log = open(storage, key, clock);
        byte[] bytes = storage.get(FIRST);
        storage.put(FIRST, flipped(bytes, offset(bytes, 3) + PREFIX + 5, 3));
        assertThat(log.entry(2)).isEqualTo(statement(2));
        Tampering.assertWithheld(log, 3);
    }

    /** Changes a letter of an entry and makes its checksum anew. */
    private static byte[] forged(byte[] bytes, int index) {
        ByteBuffer forged = ByteBuffer.wrap(bytes.clone());
        int at = offset(bytes, index);
        int sizeBytes = forged.getInt(at);
        forged.put(at + PREFIX + sizeBytes - 1, (byte) 'X');
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12).putLong(index).putInt(sizeBytes).flip());
        crc.update(forged.slice(at + PREFIX, sizeBytes));
        forged.putInt(at + 4, (int) crc.getValue());
        return forged.array();
    }

    /** Where the frame of the segment's entry {@code index} begins. */
    private static int offset(byte[] segment, int index) {
        int at = HEADER;
        for (int i = 0; i < index; i++) {
            at += PREFIX + ByteBuffer.wrap(segment).getInt(at);
        }
        return at;
    }

    /** Which of the segment's entries byte {@code at} belongs to; the header counts to the first. */
    private static int entryAt(byte[] segment, int at) {
        int index = 0;
        while (offset(segment, index + 1) <= at) {
            index++;
        }
        return index;
    }
}
