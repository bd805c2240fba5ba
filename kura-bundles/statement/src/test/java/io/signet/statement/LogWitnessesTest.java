package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.TestPki.Issuer;
import io.signet.statement.TestPki.Node;
import io.signet.statement.Verdict.Reason;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.LogWitnesses;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogWitnessesTest {
    private static final Issuer OWNER = TestPki.owner("Anna");
    private static final Node NODE = TestPki.node(OWNER, Assurance.SOFTWARE);
    private static final TestWitness FIRST = TestWitness.of(TestPki.node(OWNER, Assurance.SOFTWARE));
    private static final TestWitness SECOND = TestWitness.of(TestPki.node(OWNER, Assurance.SOFTWARE));
    private static final TestWitness STRANGER =
            TestWitness.of(TestPki.node(TestPki.owner("Berta"), Assurance.SOFTWARE));
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final List<Bytes> entries = new ArrayList<>();
    private final TestLog log = new TestLog(NODE, 0);
    private boolean gone;

    /** The log of up to 255 statements, as anyone sees it. */
    private final TiledLog shown = new TiledLog() {
        @Override
        public TreeHead head() {
            return log.head(NOW_MILLIS);
        }

        @Override
        public Optional<CosignedHead> cosigned() {
            return Optional.empty();
        }

        @Override
        public Bytes tile(TileId tile) throws IOException {
            if (gone && tile.holdsEntries()) {
                throw new TileMissingException(tile);
            }
            EntryBundle bundle = new EntryBundle(entries.subList(0, tile.width()));
            return tile.holdsEntries() ? bundle.encode() : new HashTile(bundle.leafHashes()).encode();
        }
    };

    /** Appends a statement of so many minutes ago. */
    private TreeHead append(int minutesAgo) {
        Bytes statement =
                TestLog.statement(NODE, NOW_MILLIS - minutesAgo * MINUTE).encode();
        entries.add(statement);
        return log.append(statement, NOW_MILLIS - minutesAgo * MINUTE).head();
    }

    private static CosignedHead cosigned(TreeHead head, TestWitness... witnesses) {
        return new CosignedHead(
                head,
                List.of(witnesses).stream()
                        .map(witness -> witness.sign(head, NOW_MILLIS))
                        .toList());
    }

    private LogWitnesses.Result check(int demanded, CosignedHead cosigned) throws IOException {
        return check(demanded, Optional.of(cosigned));
    }

    private LogWitnesses.Result check(int demanded, Optional<CosignedHead> cosigned) throws IOException {
        Verifier verifier = new Verifier(TestPki.trusting(OWNER).withWitnesses(demanded));
        return LogWitnesses.check(
                shown, log.head(NOW_MILLIS), NODE.chain(), cosigned, verifier, NOW_MILLIS, NOW_MILLIS);
    }

    private static void assertNot(LogWitnesses.Result result, Reason reason, String why) {
        assertThat(result).isInstanceOfSatisfying(LogWitnesses.NotWitnessed.class, not -> {
            assertThat(not.reason()).isEqualTo(reason);
            assertThat(not.message()).contains(why);
        });
    }

    private static LogWitnesses.Witnessed witnessed(LogWitnesses.Result result) {
        assertThat(result).isInstanceOf(LogWitnesses.Witnessed.class);
        return (LogWitnesses.Witnessed) result;
    }

    @Test
    void wholeLogThatTwoCosigned_isWitnessed_andTheyAreNamed() throws IOException {
        append(9);
        LogWitnesses.Witnessed witnessed = witnessed(check(2, cosigned(append(8), FIRST, SECOND)));
        assertThat(witnessed.size()).isEqualTo(2);
        assertThat(witnessed.finding()).isInstanceOf(Finding.Proved.class);
        assertThat(witnessed.finding().detail())
                .startsWith("2 witnesses signed that this log extends whatever they saw of it before: ")
                .contains(FIRST.node().id() + " of Anna", SECOND.node().id() + " of Anna");
    }

    @Test
    void youngStatements_needNoWitnessYet() throws IOException {
        CosignedHead cosigned = cosigned(append(9), FIRST);
        append(5);
        append(1);
        LogWitnesses.Witnessed witnessed = witnessed(check(1, cosigned));
        assertThat(witnessed.finding().detail())
                .startsWith("1 witness signed that the first 1 of its 3 statements extend whatever");
    }

    @Test
    void statementsThatWaitTooLong_areNotWitnessed() throws IOException {
        CosignedHead cosigned = cosigned(append(9), FIRST);
        append(6);
        append(1);
        assertNot(
                check(1, cosigned),
                Reason.TOO_FEW_WITNESSES,
                "No witness signed the statements from 1 to 2, the first of them of "
                        + Instant.ofEpochMilli(NOW_MILLIS - 6 * MINUTE));
        assertThat(witnessed(check(0, cosigned)).size()).as("nobody demands it").isEqualTo(1);
        gone = true;
        assertNot(check(1, cosigned), Reason.TOO_FEW_WITNESSES, "No witness signed the statements from 1 to 2: ");
    }

    @Test
    void tooFewThatCount_areNotEnough_andOthersAreNamed() throws IOException {
        TreeHead head = append(1);
        assertNot(check(2, cosigned(head, FIRST, STRANGER)), Reason.TOO_FEW_WITNESSES, "demands 2 witnesses");
        assertThat(witnessed(check(1, cosigned(head, FIRST, STRANGER))).ignored())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail())
                        .contains(STRANGER.node().id().toHex(), "do not lead to an owner"));
        assertNot(check(1, Optional.empty()), Reason.TOO_FEW_WITNESSES, "but 0 count");
        assertThat(witnessed(check(0, Optional.empty())).finding())
                .isInstanceOfSatisfying(Finding.NotProved.class, finding -> assertThat(finding.detail())
                        .contains("no witness signed it"));
    }

    @Test
    void wrongCosignature_isBadEvenIfNoneIsDemanded() throws IOException {
        TreeHead head = append(1);
        Cosignature good = FIRST.sign(head, NOW_MILLIS);
        Cosignature forged = new Cosignature(
                SECOND.node().chain(),
                SECOND.session(),
                good.log(),
                good.size(),
                good.root(),
                good.timeMillis(),
                good.signature());
        assertNot(
                check(0, new CosignedHead(head, List.of(good, forged))),
                Reason.BAD_COSIGNATURE,
                "The cosignature of witness " + SECOND.node().id() + " is wrong");
    }

    @Test
    void headThatTheNodeDidNotSign_isBad() throws IOException {
        TreeHead head = append(1);
        TreeHead forged = new TreeHead(
                head.node(), head.algorithm(), head.size(), head.root(), head.timeMillis() + 1, head.signature());
        assertNot(check(0, cosigned(forged, FIRST)), Reason.BAD_COSIGNATURE, "not signed by the node");
        TreeHead foreign = new TestLog(FIRST.node(), 1).head(NOW_MILLIS);
        assertNot(check(0, cosigned(foreign, SECOND)), Reason.BAD_COSIGNATURE, "not signed by the node");
    }

    @Test
    void otherHistoryThatWasCosigned_isProvedToBeOne() throws IOException {
        append(3);
        append(2);
        append(1);
        for (int size : new int[] {1, 2, 3}) {
            TreeHead other = new TestLog(NODE, size).head(NOW_MILLIS);
            assertThat(check(0, cosigned(other, FIRST))).isInstanceOfSatisfying(LogWitnesses.Forked.class, forked -> {
                assertThat(forked.proof().holds()).isTrue();
                assertThat(forked.proof().node()).isEqualTo(NODE.id());
            });
        }
    }

    @Test
    void logThatIsShorterThanWhatWasCosigned_isBehind() throws IOException {
        append(1);
        TreeHead longer = new TestLog(NODE, 2).head(NOW_MILLIS);
        assertThat(check(0, cosigned(longer, FIRST))).isEqualTo(new LogWitnesses.Behind(longer));
    }
}
