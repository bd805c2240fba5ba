package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.AgentThread;
import io.signet.statement.Bytes;
import io.signet.statement.Receipt;
import io.signet.statement.merkle.MerkleTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many threads append while one drives the log. */
class LogThreadsTest {
    private static final int THREADS = 4;
    private static final int EACH = 3_000;
    private static final int IN_FLIGHT = 512;
    private static final Duration IDLE_MAX = Duration.ofHours(1); // whoever waits for this is not woken

    private final TestKey key = new TestKey();

    @Test
    void everyThreadsStatements_areReceiptedOnceAndInItsOrder() throws Exception {
        LogAgent log = LogFixture.open(new FaultyStorage(), key, new TestClock());
        List<Writer> writers = new ArrayList<>();
        try (AgentThread driver = AgentThread.start(log, IDLE_MAX)) {
            log.onWork(driver::wake);
            for (int i = 0; i < THREADS; i++) {
                writers.add(new Writer(log, i));
            }
            writers.forEach(Thread::start);
            for (Writer writer : writers) {
                writer.join(60_000);
                assertThat(writer.isAlive())
                        .as("a writer still waits for receipts")
                        .isFalse();
            }
        }
        assertThat(log.size()).isEqualTo(THREADS * EACH);
        for (Writer writer : writers) {
            assertThat(writer.indices())
                    .as("the order of a thread's calls")
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
        assertThat(log.stats().acknowledged()).isEqualTo(THREADS * EACH);
        assertThat(log.stats().queued()).isZero();
        assertThat(log.stats().statementsPerSignature()).isGreaterThan(1);
    }

    private static final class Writer extends Thread {
        private final LogAgent log;
        private final int number;
        private final List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

        Writer(LogAgent log, int number) {
            this.log = log;
            this.number = number;
        }

        @Override
        public void run() {
            Semaphore permits = new Semaphore(IN_FLIGHT / THREADS);
            try {
                for (int i = 0; i < EACH && permits.tryAcquire(30, TimeUnit.SECONDS); i++) {
                    Bytes statement = Bytes.utf8("thread " + number + " statement " + i);
                    receipts.add(log.append(statement)
                            .thenApply(receipt -> check(statement, receipt))
                            .whenComplete((receipt, failure) -> permits.release())
                            .toCompletableFuture());
                }
                CompletableFuture.allOf(receipts.toArray(new CompletableFuture<?>[0]))
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Receipt check(Bytes statement, Receipt receipt) {
            if (!receipt.proof()
                    .rootFor(MerkleTree.leafHash(statement))
                    .equals(receipt.head().root())) {
                throw new IllegalStateException("another statement's receipt");
            }
            return receipt;
        }

        List<Long> indices() {
            return receipts.stream()
                    .map(receipt -> receipt.join().proof().leafIndex())
                    .toList();
        }
    }
}
