package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.TestPki.Node;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.LogAudit;
import io.signet.statement.tile.LogAudit.Fault;
import io.signet.statement.tile.LogAudit.Faulty;
import io.signet.statement.tile.LogAudit.Forked;
import io.signet.statement.tile.LogAudit.NotSigned;
import io.signet.statement.tile.LogAudit.SetBack;
import io.signet.statement.tile.LogAudit.Sound;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogAuditTest {
    private static final Node NODE = TestPki.node(TestPki.owner("Anna"), Assurance.SOFTWARE);
    private static final Node OTHER = TestPki.node(TestPki.owner("Berta"), Assurance.SOFTWARE);

    /** Entries below one hash of level 2: what a node may move away at once. */
    private static final int STEP = 65_536;

    private final List<Long> progress = new ArrayList<>();

    private static Bytes statement(int index) {
        return TestLog.statement(NODE, NOW_MILLIS + index).encode();
    }

    private static List<Bytes> statements(int size) {
        return IntStream.range(0, size).mapToObj(LogAuditTest::statement).toList();
    }

    private static AuditedLog log(int size) {
        return new AuditedLog(NODE, statements(size));
    }

    /** The head over the first {@code size} of the entries that {@link #log} has. */
    private static TreeHead headOf(int size) {
        return log(size).head();
    }

    private LogAudit.Result audit(TiledLog log) throws IOException {
        return LogAudit.run(log, NODE.chain(), Optional.empty(), progress::add);
    }

    private LogAudit.Result audit(TiledLog log, TreeHead seen) throws IOException {
        return LogAudit.run(log, NODE.chain(), Optional.of(seen), progress::add);
    }

    private static void assertFault(LogAudit.Result result, long from, long index, String reason) {
        assertThat(result).isInstanceOfSatisfying(Faulty.class, faulty -> {
            assertThat(faulty.from()).isEqualTo(from);
            assertThat(faulty.count()).isEqualTo(1);
            assertThat(faulty.faults()).singleElement().satisfies(fault -> {
                assertThat(fault.index()).isEqualTo(index);
                assertThat(fault.reason()).contains(reason);
            });
        });
    }

    @Test
    void soundLog_isReadFromItsBeginning_andProgressIsTold() throws IOException {
        AuditedLog log = log(300);
        assertThat(audit(log)).isEqualTo(new Sound(log.head(), 0));
        assertThat(progress).containsExactly(256L, 300L);
    }

    @Test
    void emptyLog_isSound() throws IOException {
        AuditedLog log = log(0);
        assertThat(audit(log)).isEqualTo(new Sound(log.head(), 0));
    }

    @Test
    void logThatGrew_isReadOnlyFromTheSeenHeadOn() throws IOException {
        AuditedLog log = log(600);
        log.remove(TileId.entries(0));
        assertThat(audit(log, headOf(260))).isEqualTo(new Sound(log.head(), 260));
        assertThat(progress).as("of the new ones").containsExactly(512L - 260, 600L - 260);
    }

    @Test
    void faultsBeforeTheSeenHead_wereToldBefore() throws IOException {
        List<Bytes> entries = new ArrayList<>(statements(5));
        entries.set(2, Bytes.utf8("no statement"));
        TreeHead seen = new AuditedLog(NODE, entries.subList(0, 3)).head();
        AuditedLog log = new AuditedLog(NODE, entries);
        assertThat(audit(log, seen)).isEqualTo(new Sound(log.head(), 3));
        assertFault(audit(log, new AuditedLog(NODE, entries.subList(0, 2)).head()), 2, 2, "no statement");
    }

    @Test
    void logThatDidNotGrow_isStillSound() throws IOException {
        for (int size : new int[] {1, 256, 300}) {
            AuditedLog log = log(size);
            assertThat(audit(log, headOf(size))).isEqualTo(new Sound(log.head(), size));
        }
    }

    @Test
    void logThatBeganAfterTheSeenHead_isReadFromItsBeginning() throws IOException, SigningException {
        AuditedLog log = log(3);
        assertThat(audit(log, headOf(0))).isEqualTo(new Sound(log.head(), 0));
        Digest odd = Digest.sha256(Bytes.utf8("no tree"));
        TreeHead emptyWithOddRoot = TreeHead.sign(NODE.signer(), NODE.id(), 0, odd, NOW_MILLIS);
        assertThat(audit(log, emptyWithOddRoot)).as("says nothing").isEqualTo(new Sound(log.head(), 0));
    }

    @Test
    void entriesThatWereMovedAway_areLeftOut() throws IOException {
        AuditedLog log = new AuditedLog(NODE, Collections.nCopies(STEP + 300, statement(0)));
        log.remove(TileId.entries(0));
        assertThat(audit(log)).isEqualTo(new Sound(log.head(), STEP));
        assertThat(progress).containsExactly(256L, 300L);
    }

    @Test
    void logOfWhichAllWasMovedAway_isSoundByItsHashes() throws IOException {
        AuditedLog log = new AuditedLog(NODE, Collections.nCopies(STEP, statement(0)));
        log.remove(TileId.entries(0));
        assertThat(audit(log)).isEqualTo(new Sound(log.head(), STEP));
    }

    @Test
    void entriesThatAreMissingWhereNoneAreMovedAway_endTheAudit() {
        AuditedLog log = log(300);
        log.remove(TileId.entries(0));
        assertThatExceptionOfType(TileMissingException.class)
                .isThrownBy(() -> audit(log))
                .satisfies(e -> assertThat(e.tile()).isEqualTo(TileId.entries(0)));
    }

    @Test
    void hashesThatAreMissing_endTheAudit() {
        AuditedLog log = log(300);
        TileId tile = TileId.hashes(1, 0).in(300);
        log.remove(tile);
        assertThatExceptionOfType(TileMissingException.class)
                .isThrownBy(() -> audit(log))
                .satisfies(e -> assertThat(e.tile()).isEqualTo(tile));
    }

    @Test
    void hashesThatAreDamaged_endTheAuditWithTheirName() {
        AuditedLog log = log(300);
        log.replace(TileId.hashes(0, 1).in(300), Bytes.utf8("short"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> audit(log))
                .withMessageStartingWith("tile/0/001.p/44 is damaged: a tile of 44 hashes has 1408 bytes, not 5");
    }

    @Test
    void headOfAnotherNode_isNotSigned() throws IOException {
        AuditedLog log = new AuditedLog(OTHER, statements(3));
        assertThat(audit(log)).isEqualTo(new NotSigned(log.head()));
    }

    @Test
    void logThatIsShorterThanItWas_isSetBack() throws IOException {
        AuditedLog log = log(4);
        TreeHead longer = headOf(5);
        assertThat(audit(log, longer)).isEqualTo(new SetBack(log.head(), longer));
    }

    @Test
    void otherHistory_isProvedToAnyone() throws IOException {
        AuditedLog log = log(5);
        for (int size = 1; size <= 5; size++) {
            TreeHead other = new TestLog(NODE, size).head(NOW_MILLIS);
            int seen = size;
            assertThat(audit(log, other)).isInstanceOfSatisfying(Forked.class, forked -> {
                assertThat(forked.head()).isEqualTo(log.head());
                assertThat(forked.proof().earlier()).isEqualTo(other);
                assertThat(forked.proof().later()).isEqualTo(log.head());
                assertThat(forked.proof().path().isPresent()).isEqualTo(seen < 5);
                assertThat(forked.proof().holds()).isTrue();
            });
        }
    }

    @Test
    void hashesThatDoNotGiveTheSignedRoot_areAFaultOfTheWholeLog() throws IOException {
        AuditedLog log = log(5);
        log.replace(
                TileId.hashes(0, 0).in(5),
                new HashTile(new EntryBundle(statements(6).subList(1, 6)).leafHashes()).encode());
        assertThat(audit(log, headOf(3)))
                .isEqualTo(new Faulty(
                        log.head(),
                        0,
                        List.of(new Fault(0, "the log's hashes don't give the root that its node signed")),
                        1));
    }

    @Test
    void entriesAndTheirHashesThatWereBothExchanged_doNotGiveTheSignedRoot() throws IOException {
        AuditedLog log = log(256);
        List<Bytes> exchanged = new ArrayList<>(statements(256));
        exchanged.set(100, statement(1000));
        EntryBundle bundle = new EntryBundle(exchanged);
        log.replace(TileId.entries(0), bundle.encode());
        log.replace(TileId.hashes(0, 0), new HashTile(bundle.leafHashes()).encode());
        String reason = "the entries don't give the root that the node signed, though each fits its hash";
        assertFault(audit(log), 0, 0, reason);
        assertFault(audit(log, headOf(10)), 10, 10, reason);
    }

    @Test
    void entryThatWasExchanged_isNamed() throws IOException {
        AuditedLog log = log(300);
        List<Bytes> exchanged = new ArrayList<>(statements(300).subList(256, 300));
        exchanged.set(3, Bytes.utf8("no statement either"));
        log.replace(TileId.entries(1).in(300), new EntryBundle(exchanged).encode());
        assertFault(audit(log), 0, 259, "it is another one than its hash is of");
    }

    @Test
    void bundleThatIsDamaged_isNamed_withTheFirstEntryThatCantBeRead() throws IOException {
        AuditedLog log = log(300);
        TileId tile = TileId.entries(1).in(300);
        byte[] encoded = log.bundle(tile).encode().toArray();
        int two = new EntryBundle(statements(300).subList(256, 258)).encode().size();
        log.replace(tile, Bytes.copyOfRange(encoded, 0, two + 1));
        assertFault(audit(log), 0, 258, "tile/entries/001.p/44 is damaged: entry 2 of the bundle is cut off");
        assertThat(progress).as("what could be read").containsExactly(256L, 258L);
    }

    @Test
    void whatIsIntactOfADamagedBundle_isChecked() throws IOException {
        List<Bytes> entries = new ArrayList<>(statements(3));
        entries.set(1, Bytes.utf8("no statement"));
        AuditedLog log = new AuditedLog(NODE, entries);
        byte[] encoded = new EntryBundle(entries).encode().toArray();
        log.replace(TileId.entries(0).in(3), Bytes.copyOfRange(encoded, 0, encoded.length - 1));
        assertThat(audit(log)).isInstanceOfSatisfying(Faulty.class, faulty -> {
            assertThat(faulty.count()).isEqualTo(2);
            assertThat(faulty.faults()).extracting(Fault::index).containsExactly(2L, 1L);
        });
    }

    @Test
    void entryThatIsNoStatement_isNamed() throws IOException {
        List<Bytes> entries = new ArrayList<>(statements(4));
        entries.set(2, Bytes.utf8("no statement"));
        assertFault(audit(new AuditedLog(NODE, entries)), 0, 2, "it is no statement: ");
    }

    @Test
    void statementOfAnotherNode_isNamed() throws IOException {
        List<Bytes> entries = new ArrayList<>(statements(4));
        entries.set(3, TestLog.statement(OTHER).encode());
        assertFault(audit(new AuditedLog(NODE, entries)), 0, 3, "it is another node's statement");
    }

    @Test
    void faultsBeyondTheFirstTwenty_areOnlyCounted() throws IOException {
        List<Bytes> entries = Collections.nCopies(30, Bytes.utf8("no statement"));
        assertThat(audit(new AuditedLog(NODE, entries))).isInstanceOfSatisfying(Faulty.class, faulty -> {
            assertThat(faulty.count()).isEqualTo(30);
            assertThat(faulty.faults())
                    .hasSize(LogAudit.FAULTS_MAX)
                    .extracting(Fault::index)
                    .startsWith(0L)
                    .endsWith(LogAudit.FAULTS_MAX - 1L);
        });
    }

    @Test
    void logThatCantBeRead_endsTheAuditWithTheReason() {
        AuditedLog log = log(3);
        IOException broken = new IOException("the disk is broken");
        TiledLog unreadable = new TiledLog() {
            @Override
            public TreeHead head() {
                return log.head();
            }

            @Override
            public Optional<CosignedHead> cosigned() {
                return Optional.empty();
            }

            @Override
            public Bytes tile(TileId tile) throws IOException {
                throw broken;
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> audit(unreadable))
                .isSameAs(broken);
    }

    @Test
    void receiptsOutOfTheTiles_leadToTheHead() throws IOException {
        AuditedLog log = log(300);
        for (int index : new int[] {0, 255, 256, 299}) {
            assertThat(log.entry(index)).isEqualTo(statement(index));
            assertThat(log.receipt(index).proof().rootFor(MerkleTree.leafHash(statement(index))))
                    .isEqualTo(log.head().root());
        }
    }

    @Test
    void consistencyOutOfTheTiles_leadsFromAnEarlierRootToTheHead() throws IOException {
        AuditedLog log = log(300);
        for (int from : new int[] {1, 256, 299, 300}) {
            assertThat(log.consistency(from)
                            .proof()
                            .holds(headOf(from).root(), log.head().root()))
                    .isTrue();
        }
        for (int from : new int[] {0, 301}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log.consistency(from));
        }
    }
}
