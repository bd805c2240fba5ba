package io.signet.attestation.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.attestation.FaultyStorage;
import io.signet.attestation.TestKey;
import io.signet.statement.Bytes;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile head slots give a head or none, nothing else; the checksum is made right, else no input gets past it. */
final class HeadSlotsFuzzer {
    private static final int CRC_OFFSET = HeadSlots.SLOT_SIZE_BYTES - Integer.BYTES;

    /** A head, as far as its fields go. */
    static Stream<byte[]> seeds() throws SigningException {
        TestKey key = new TestKey();
        Bytes head = TreeHead.sign(key.signer(), key.node(), 3, MerkleTree.emptyRoot(), 1_800_000_000_000L)
                .encode();
        ByteBuffer slot = ByteBuffer.allocate(10 + head.size()).putLong(0).putShort((short) head.size());
        return Stream.of(slot.put(head.asBuffer()).array());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "3s")
    void heads_anyBytes_giveAHeadOrNone(byte[] data) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(HeadSlots.SLOT_SIZE_BYTES);
        slot.put(Bytes.utf8("SIGNETH1").asBuffer()).put(data, 0, Math.min(data.length, CRC_OFFSET - 8));
        CRC32C crc = new CRC32C();
        crc.update(slot.slice(0, CRC_OFFSET));
        slot.putInt(CRC_OFFSET, (int) crc.getValue());
        FaultyStorage storage = new FaultyStorage();
        storage.put(HeadSlots.FILE, slot.array());
        HeadSlots.open(storage).close();
    }
}
