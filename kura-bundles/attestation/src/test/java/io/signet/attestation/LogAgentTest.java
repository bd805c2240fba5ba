package io.signet.attestation;

import static io.signet.attestation.LogFixture.append;
import static io.signet.attestation.LogFixture.failure;
import static io.signet.attestation.LogFixture.isDone;
import static io.signet.attestation.LogFixture.open;
import static io.signet.attestation.LogFixture.receipt;
import static io.signet.attestation.LogFixture.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.statement.Bytes;
import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.MerkleTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogAgentTest {
    private final FaultyStorage storage = new FaultyStorage();
    private final TestKey key = new TestKey();
    private final TestClock clock = new TestClock();
    private LogAgent log;

    @BeforeEach
    void openLog() throws AttestationException {
        log = open(storage, key, clock);
    }

    @Test
    void newLog_hasASignedHeadOverNothing() {
        assertThat(log.size()).isZero();
        assertThat(log.head().root()).isEqualTo(MerkleTree.emptyRoot());
        assertThat(log.head().signedBy(key.publicKey())).isTrue();
        assertThat(log.doWork()).isZero();
    }

    @Test
    void everyReceipt_provesItsStatementUnderASignedHead() throws AttestationException {
        long size = 0;
        for (int batch : new int[] {1, 2, 1, 7, 64, 3, 100, 1, 1, 13}) {
            List<Receipt> receipts = append(log, size, size + batch);
            for (int i = 0; i < batch; i++) {
                Receipt receipt = receipts.get(i);
                assertThat(receipt.proof().leafIndex()).isEqualTo(size + i);
                assertThat(receipt.proof().rootFor(MerkleTree.leafHash(statement(size + i))))
                        .isEqualTo(receipt.head().root());
                assertThat(receipt.proof()).isEqualTo(log.prove(size + i, size + batch));
                assertThat(log.entry(size + i)).isEqualTo(statement(size + i));
            }
            assertThat(receipts.get(0).head()).isEqualTo(log.head());
            assertThat(log.head().signedBy(key.publicKey())).isTrue();
            size += batch;
        }
        assertThat(log.size()).isEqualTo(size);
    }

    @Test
    void statementThatComesAlone_isSignedAtOnce() {
        append(log, 0, 1);
        append(log, 1, 2);
        assertThat(log.stats().signatures()).isEqualTo(2);
        assertThat(log.stats().statementsPerSignature()).isEqualTo(1);
    }

    @Test
    void statementsThatComeWhileTheKeySigns_shareTheNextSignature() {
        List<CompletionStage<Receipt>> during = new ArrayList<>();
        key.whileSigningNext(() -> IntStream.range(1, 801).forEach(i -> during.add(log.append(statement(i)))));
        CompletionStage<Receipt> first = log.append(statement(0));
        log.doWork();
        assertThat(receipt(first).head().size()).isEqualTo(1);
        assertThat(during).noneMatch(LogFixture::isDone);

        log.doWork();
        assertThat(during).allMatch(stage -> receipt(stage).head().size() == 801);
        assertThat(log.stats().signatures()).isEqualTo(2);
        assertThat(log.stats().statementsPerSignature()).isEqualTo(400.5);
    }

    @Test
    void receipts_comeInTheOrderOfTheCalls() {
        List<Long> order = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            log.append(statement(i))
                    .thenAccept(receipt -> order.add(receipt.proof().leafIndex()));
        }
        log.doWork();
        assertThat(order).isEqualTo(LongStream.range(0, 50).boxed().toList());
    }

    @Test
    void afterASharedSignature_theNextWaitsForTheInterval() throws AttestationException {
        log.close();
        log = LogAgent.open(
                storage,
                key,
                clock,
                new LogOptions(1_000, 1 << 20, 1 << 10, Duration.ofSeconds(1), Duration.ofMillis(10)));
        append(log, 0, 2);
        CompletionStage<Receipt> next = log.append(statement(2));
        assertThat(log.doWork()).isZero();
        assertThat(log.dueInNanos()).isEqualTo(10_000_000);

        clock.advance(Duration.ofMillis(10));
        assertThat(log.dueInNanos()).isZero();
        log.doWork();
        assertThat(isDone(next)).isTrue();

        append(log, 3, 4);
        assertThat(log.size()).as("signed alone, so the next need not wait").isEqualTo(4);
    }

    @Test
    void steadyTrickleOfLoneStatements_costsNoMoreThanOneSignatureAnInterval() throws AttestationException {
        log.close();
        log = LogAgent.open(
                storage,
                key,
                clock,
                new LogOptions(1_000, 1 << 20, 1 << 16, Duration.ofSeconds(1), Duration.ofMillis(10)));
        List<CompletionStage<Receipt>> stages = new ArrayList<>();
        for (int i = 0; i < 500; i++) { // one every 2 ms: too early to share a signature that is made at once
            stages.add(log.append(statement(i)));
            log.doWork();
            clock.advance(Duration.ofMillis(2));
        }
        clock.advance(Duration.ofMillis(10));
        log.doWork();
        assertThat(stages).allMatch(LogFixture::isDone);
        assertThat(log.stats().signatures()).isBetween(100L, 110L);
    }

    @Test
    void loneStatementsAtOneAnInterval_areSignedAtOnce() throws AttestationException {
        log.close();
        log = LogAgent.open(
                storage,
                key,
                clock,
                new LogOptions(1_000, 1 << 20, 1 << 16, Duration.ofSeconds(1), Duration.ofMillis(10)));
        for (int i = 0; i < 100; i++) {
            append(log, i, i + 1);
            clock.advance(Duration.ofMillis(10));
        }
        assertThat(log.stats().signatures()).isEqualTo(100);
    }

    @Test
    void queueThatIsHalfFull_doesNotWaitForTheInterval() throws AttestationException {
        log.close();
        log = LogAgent.open(
                storage,
                key,
                clock,
                new LogOptions(10, 1 << 20, 1 << 10, Duration.ofSeconds(1), Duration.ofMillis(10)));
        append(log, 0, 2);
        AtomicInteger woken = new AtomicInteger();
        log.onWork(woken::incrementAndGet);
        for (int i = 2; i < 6; i++) {
            log.append(statement(i));
        }
        assertThat(log.doWork()).isZero();
        assertThat(woken).hasValue(0);
        log.append(statement(6));
        assertThat(woken).hasValue(1);
        assertThat(log.doWork()).isEqualTo(5);
        assertThat(log.size()).isEqualTo(7);
    }

    @Test
    void fullQueue_refusesAtOnce() {
        List<CompletionStage<Receipt>> taken = IntStream.range(0, 1_000)
                .mapToObj(i -> log.append(statement(i)))
                .toList();
        assertThat(failure(log.append(statement(1_000)))).isInstanceOfSatisfying(LogFullException.class, e -> {
            assertThat(e.statementsMax()).isEqualTo(1_000);
            assertThat(e.bytesMax()).isEqualTo(1 << 20);
        });
        assertThat(log.stats().queued()).isEqualTo(1_000);
        assertThat(log.stats().refused()).isEqualTo(1);

        log.doWork();
        assertThat(taken).allMatch(LogFixture::isDone);
        assertThat(append(log, 1_000, 1_001)).hasSize(1);
    }

    @Test
    void queueFullOfBytes_refusesAtOnce() {
        Bytes large = Bytes.copyOf(new byte[NodeLog.STATEMENT_SIZE_BYTES_MAX]);
        for (int i = 0; i < 16; i++) {
            assertThat(isDone(log.append(large))).isFalse();
        }
        assertThat(failure(log.append(statement(0)))).isInstanceOf(LogFullException.class);
        log.doWork();
        assertThat(log.size()).isEqualTo(16);
    }

    @Test
    void statementEmptyOrTooLarge_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> log.append(Bytes.EMPTY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.append(Bytes.copyOf(new byte[NodeLog.STATEMENT_SIZE_BYTES_MAX + 1])))
                .withMessageContaining("65536");
    }

    @Test
    void idleLog_isWokenByTheFirstStatementOnly() {
        AtomicInteger woken = new AtomicInteger();
        log.onWork(woken::incrementAndGet);
        log.doWork();
        log.append(statement(0));
        log.append(statement(1));
        assertThat(woken).hasValue(1);
    }

    @Test
    void clockSetBack_doesNotSetHeadsBack() {
        TreeHead before = append(log, 0, 1).get(0).head();
        clock.setWallMillis(before.timeMillis() - 60_000);
        TreeHead after = append(log, 1, 2).get(0).head();
        assertThat(after.timeMillis()).isEqualTo(before.timeMillis());
    }

    @Test
    void consistencyProof_holdsBetweenAnyTwoHeads() throws AttestationException {
        List<TreeHead> heads = new ArrayList<>(List.of(log.head()));
        for (int i = 0; i < 40; i++) {
            heads.add(append(log, i, i + 1).get(0).head());
        }
        for (TreeHead from : heads) {
            for (TreeHead to : heads.subList(heads.indexOf(from), heads.size())) {
                assertThat(log.consistency(from.size(), to.size()).holds(from.root(), to.root()))
                        .as("%s to %s", from.size(), to.size())
                        .isTrue();
            }
        }
    }

    @Test
    void readsPastTheHead_areRefused() {
        append(log, 0, 3);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log.entry(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log.entry(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log.prove(0, 4));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log.prove(2, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log.consistency(2, 4));
    }

    @Test
    void close_givesReceiptsForWhatWaitsAndTakesNoMore() throws AttestationException {
        CompletionStage<Receipt> waiting = log.append(statement(0));
        log.close();
        assertThat(receipt(waiting).head().size()).isEqualTo(1);
        assertThat(failure(log.append(statement(1)))).isInstanceOf(LogUnavailableException.class);
        assertThat(log.doWork()).isZero();
        log.close();
        assertThat(open(storage, key, clock).size()).isEqualTo(1);
    }

    @Test
    void logThatIsOpen_canNotBeOpenedTwice() {
        assertThatExceptionOfType(LogUnavailableException.class)
                .isThrownBy(() -> open(storage, key, clock))
                .withMessageContaining("in use");
    }

    @Test
    void anotherNodesLog_isRefusedWithBothNames() {
        log.close();
        TestKey other = new TestKey();
        assertThatExceptionOfType(LogUnavailableException.class)
                .isThrownBy(() -> open(storage, other, clock))
                .withMessageContaining(key.node().toHex())
                .withMessageContaining(other.node().toHex());
    }
}
