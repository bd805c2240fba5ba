package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.tpm.BootEvent;
import io.signet.statement.tpm.BootLog;
import io.signet.statement.tpm.Pcr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class BootLogTest {
    /** Where the first event after the header begins. */
    private static final int HEADER_BYTES = 69;

    private static BootLogWriter writer() {
        return new BootLogWriter()
                .startedFrom(4)
                .tell("who made this")
                .measure(0, 8, "firmware")
                .measure(0, 4, "separator")
                .measure(4, 13, "loader");
    }

    private static void assertRefused(Bytes encoded, String message) {
        assertThatThrownBy(() -> BootLog.decode(encoded))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    private static Bytes with32(Bytes encoded, int offset, int value) {
        byte[] changed = encoded.toArray();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        return Bytes.copyOf(changed);
    }

    @Test
    void events_areReadAndReplayed() throws MalformedException {
        BootLogWriter writer = writer();
        BootLog log = BootLog.decode(writer.toBytes());
        assertThat(log.events()).hasSize(5);
        assertThat(log.events().get(2))
                .isEqualTo(new BootEvent(0, 8, Digest.sha256(Bytes.utf8("firmware")), Bytes.utf8("firmware")));
        assertThat(log.events().get(1).extended()).isFalse();
        assertThat(log.replay()).isEqualTo(writer.pcrs()).containsOnlyKeys(0, 4);
    }

    @Test
    void logWithoutALocality_beginsWithZero() throws MalformedException {
        BootLogWriter writer = new BootLogWriter().measure(0, 8, "firmware").tell("StartupLocality");
        assertThat(BootLog.decode(writer.toBytes()).replay()).isEqualTo(writer.pcrs());
    }

    @Test
    void localityThatIsToldTooLate_doesNotCount() throws MalformedException {
        BootLogWriter writer = new BootLogWriter().measure(0, 8, "firmware");
        Digest before = writer.pcrs().get(0);
        assertThat(BootLog.decode(writer.startedFrom(3).toBytes()).replay()).containsEntry(0, before);
    }

    @Test
    void compactLog_replaysTheSameFromFewBytes() throws MalformedException {
        BootLogWriter writer = writer();
        for (int i = 0; i < 100; i++) {
            writer.measure(7, 0x80000001, "variable " + "x".repeat(200) + i);
        }
        BootLog log = BootLog.decode(writer.toBytes());
        Bytes compact = log.compact();
        assertThat(compact.size()).isLessThan(65 + 50 * 104 + 20);
        assertThat(BootLog.decode(compact).replay()).isEqualTo(log.replay());
        assertThat(BootLog.decode(compact).compact()).isEqualTo(compact);
    }

    @Test
    void emptyLog_saysNothing() throws MalformedException {
        assertThat(BootLog.decode(new BootLogWriter().toBytes()).replay()).isEmpty();
    }

    @Test
    void damagedLogs_areRefused() {
        Bytes log = writer().toBytes();
        assertRefused(new BootLogWriter(Bytes.utf8("Spec ID Event02\0")).toBytes(), "crypto agile");
        assertRefused(with32(log, 4, 8), "does not begin with");
        assertRefused(with32(log, 28, 36), "has not the size");
        assertRefused(with32(log, 56, 17), "more than 16 algorithms");
        assertRefused(with32(log, 64, 0x000c), "no digests by SHA-256");
        assertRefused(with32(log, HEADER_BYTES + 8, 17), "more than 16 digests");
        assertRefused(with32(log, HEADER_BYTES + 8, 0), "no digest by SHA-256");
        assertRefused(with32(log, HEADER_BYTES + 12, 0x000d), "does not announce");
        assertRefused(with32(log, HEADER_BYTES + 68, Integer.MAX_VALUE), "ends within");
        assertRefused(with32(log, HEADER_BYTES + 68, -1), "ends within");
        for (int size = 1; size < HEADER_BYTES; size++) {
            assertRefused(Bytes.copyOfRange(log.toArray(), 0, size), "");
        }
        assertRefused(Bytes.copyOf(Arrays.copyOf(log.toArray(), log.size() + 1)), "ends within");
        assertRefused(Bytes.copyOf(new byte[BootLog.SIZE_BYTES_MAX + 1]), "at most 1048576 bytes");
    }

    @Test
    void registerThatIsNotThere_isRefused() throws MalformedException {
        BootLog.decode(new BootLogWriter().measure(23, 8, "last").toBytes());
        assertRefused(new BootLogWriter().measure(24, 8, "beyond").toBytes(), "not there");
    }

    @Test
    void moreEventsThanAnyBootHas_areRefused() throws MalformedException {
        BootLog one = BootLog.decode(new BootLogWriter().measure(0, 8, "").toBytes());
        BootLog most = new BootLog(Collections.nCopies(4096, one.events().get(0)));
        BootLog more = new BootLog(Collections.nCopies(4097, one.events().get(0)));
        assertThat(BootLog.decode(most.compact()).events()).hasSize(4096);
        assertRefused(more.compact(), "more than 4096 events");
    }

    @Test
    void registers_haveNumbers() {
        assertThat(Pcr.require(23)).isEqualTo(23);
        assertThat(Pcr.require(0)).isZero();
        for (int pcr : new int[] {-1, 24}) {
            assertThatThrownBy(() -> Pcr.require(pcr)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
