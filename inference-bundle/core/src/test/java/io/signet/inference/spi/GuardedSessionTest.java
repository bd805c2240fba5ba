package io.signet.inference.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What no engine's contract can show: that a model is not freed under a run. */
@Timeout(30)
final class GuardedSessionTest {
    private static final TensorSpec X = new TensorSpec("x", DataType.FP32, List.of(1L));
    private static final Map<String, Tensor> REQUEST = Map.of("x", Tensor.ofFloats(List.of(1L), 7));

    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private final class SlowSession extends GuardedSession {
        private volatile boolean freed;

        SlowSession() {
            super(List.of(X), List.of(X));
        }

        @Override
        protected Map<String, Tensor> compute(Map<String, Tensor> given) {
            running.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return freed ? Map.of() : given;
        }

        @Override
        protected void free() {
            freed = true;
        }
    }

    @Test
    void close_whileARunIsUnderWay_waitsForIt() throws Exception {
        SlowSession session = new SlowSession();
        CompletableFuture<Map<String, Tensor>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return session.run(REQUEST);
            } catch (EngineException e) {
                throw new IllegalStateException(e);
            }
        });
        running.await();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(session::close);

        assertThat(closed).isNotDone();
        release.countDown();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(REQUEST);
        closed.get(10, TimeUnit.SECONDS);
        assertThat(session.freed).isTrue();
    }
}
