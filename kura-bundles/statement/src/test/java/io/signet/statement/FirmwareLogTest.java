package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The one encoding of a list of what was started, and what is refused in its place. */
class FirmwareLogTest {
    private static final Digest DIGEST = Digest.sha256(Bytes.utf8("a bundle"));
    private static final FirmwareItem ITEM = new FirmwareItem("io.signet.node", "0.1.0", DIGEST);
    private static final FirmwareRun ONE = new FirmwareRun(List.of(ITEM));
    private static final FirmwareRun EMPTY = new FirmwareRun(List.of());

    private static Bytes encoded(FirmwareLog log) {
        CborWriter writer = new CborWriter();
        log.write(writer);
        return writer.toBytes();
    }

    private static FirmwareLog read(Bytes encoded) throws MalformedException {
        return FirmwareLog.read(new CborReader(encoded));
    }

    private static Bytes hex(String hex) {
        return Bytes.fromHex(hex);
    }

    private static CborWriter item(CborWriter writer, String name, String version) {
        return writer.startArray(3).writeText(name).writeText(version).writeBytes(DIGEST.value());
    }

    private static void assertMalformed(Bytes encoded, String reason, int offset) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> read(encoded))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }

    @Test
    void runLikeAnEarlierOne_isTheNumberOfTheFirst() throws MalformedException {
        FirmwareLog log = new FirmwareLog(List.of(EMPTY, ONE, EMPTY, ONE, ONE));
        Bytes run = encoded(new FirmwareLog(List.of(ONE)));
        assertThat(encoded(log).toHex()).isEqualTo("85" + "80" + run.toHex().substring(2) + "00" + "01" + "01");
        assertThat(read(encoded(log))).isEqualTo(log);
        assertThat(read(hex("80"))).isEqualTo(FirmwareLog.EMPTY);
    }

    @Test
    void numberThatIsNotThatOfTheFirstRunLikeIt_isRefused() {
        assertMalformed(hex("8100"), "a run is like none before it", 1);
        assertMalformed(hex("83800001"), "not like the first of them", 3);
        assertMalformed(hex("828001"), "", 2);
    }

    @Test
    void runThatIsWrittenAgain_isRefused() {
        assertMalformed(hex("828080"), "a run like an earlier one must be written as its number", 2);
    }

    @Test
    void logsAndRunsOfTheLargestSize_areReadBack() throws MalformedException {
        FirmwareLog most = new FirmwareLog(Collections.nCopies(FirmwareLog.RUNS_MAX, ONE));
        assertThat(read(encoded(most))).isEqualTo(most);
        FirmwareLog longest =
                new FirmwareLog(List.of(new FirmwareRun(Collections.nCopies(FirmwareRun.ITEMS_MAX, ITEM))));
        assertThat(read(encoded(longest))).isEqualTo(longest);
    }

    @Test
    void logsAndRunsThatAreLarger_areRefused() {
        CborWriter runs = new CborWriter().startArray(FirmwareLog.RUNS_MAX + 1).startArray(0);
        for (int i = 0; i < FirmwareLog.RUNS_MAX; i++) {
            runs.writeInt(0);
        }
        assertMalformed(runs.toBytes(), "a firmware log has at most 1024 runs, not 1025", 0);
        CborWriter items = new CborWriter().startArray(1).startArray(FirmwareRun.ITEMS_MAX + 1);
        for (int i = 0; i <= FirmwareRun.ITEMS_MAX; i++) {
            item(items, "a", "1");
        }
        assertMalformed(items.toBytes(), "a run starts at most 256 bundles, not 257", 1);
    }

    @Test
    void namesAndVersionsOfTheLargestSize_areReadBack() throws MalformedException {
        for (FirmwareItem item : List.of(
                new FirmwareItem("x".repeat(128), "1".repeat(64), DIGEST), new FirmwareItem(" ", "~", DIGEST))) {
            FirmwareLog log = new FirmwareLog(List.of(new FirmwareRun(List.of(item))));
            assertThat(read(encoded(log))).isEqualTo(log);
        }
    }

    @Test
    void namesAndVersionsThatAreNone_areRefused() {
        for (String[] item :
                new String[][] {{"", "1"}, {"a", ""}, {"a\u001f", "1"}, {"a", "\u007f"}, {"\u00fc", "1"}}) {
            Bytes encoded = item(new CborWriter().startArray(1).startArray(1), item[0], item[1])
                    .toBytes();
            assertMalformed(encoded, "a bundle's name has 1 to 128, its version 1 to 64 characters", 2);
        }
    }

    @Test
    void bundle_isNamedWithTheBeginningOfItsDigest() {
        assertThat(ITEM).hasToString("io.signet.node 0.1.0 (" + DIGEST.toHex().substring(0, 16) + ")");
    }
}
