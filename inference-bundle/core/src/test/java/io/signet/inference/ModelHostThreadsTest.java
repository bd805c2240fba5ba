package io.signet.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.InferenceOutcome.Completed;
import io.signet.inference.InferenceOutcome.Refused;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Packages;
import io.signet.runtime.Clock;
import io.signet.statement.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The host with its own threads, in real time. */
@Timeout(30)
final class ModelHostThreadsTest {
    @TempDir
    Path directory;

    private final FakeEngine engine = new FakeEngine(2);
    private final CountDownLatch release = new CountDownLatch(1);
    private ModelHost host;

    @AfterEach
    void close() {
        release.countDown();
        host.close();
        assertThat(engine.openSessions()).isZero();
    }

    private void start(HostSettings settings, String... models) throws Exception {
        host = new ModelHost(settings, Clock.SYSTEM);
        host.addEngine(engine);
        host.start();
        for (String model : models) {
            host.add(ModelPackage.read(
                    Packages.write(directory, model),
                    Set.of(Packages.publisher(1).key())));
        }
    }

    private HostSettings settings(int runsMax, Duration runTimeMax) {
        return new HostSettings(
                HostSettings.ENGINES,
                directory.resolve("cache"),
                4,
                16,
                Duration.ofMillis(1),
                runsMax,
                runTimeMax,
                1_000,
                10_000_000,
                1_000_000);
    }

    private CompletableFuture<InferenceOutcome> ask(String model, Duration deadline, int rows, float value) {
        float[] values = new float[2 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = value + i;
        }
        return host.infer(new InferenceRequest(
                        model,
                        Optional.empty(),
                        Map.of("x", Tensor.ofFloats(List.of((long) rows, 2L), values)),
                        System.nanoTime() + deadline.toNanos()))
                .toCompletableFuture();
    }

    private boolean everyAnswerIsItsOwn(int client) throws Exception {
        RandomGenerator random = new SplittableRandom(client);
        for (int i = 0; i < 200; i++) {
            int rows = 1 + random.nextInt(5);
            float value = 1_000 * client + random.nextInt(900);
            InferenceOutcome outcome =
                    ask("digits", Duration.ofSeconds(20), rows, value).get(20, TimeUnit.SECONDS);
            Tensor y = ((Completed) outcome).outputs().get("y");
            assertThat(y.shape()).containsExactly((long) rows, 2L);
            for (int j = 0; j < 2 * rows; j++) {
                assertThat(y.floats().get(j)).isEqualTo(2 * (value + j));
            }
        }
        return true;
    }

    @Test
    void infer_manyClientsAtOnce_eachGetsItsOwnAnswers() throws Exception {
        start(settings(2, Duration.ofSeconds(10)), "digits");
        engine.forgetRuns();
        ExecutorService clients = Executors.newFixedThreadPool(12);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int client = 0; client < 12; client++) {
                int id = client;
                work.add(() -> everyAnswerIsItsOwn(id));
            }
            for (Future<Boolean> result : clients.invokeAll(work)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            clients.shutdownNow();
        }

        assertThat(engine.runs()).as("requests were joined").hasSizeLessThan(12 * 200);
        assertThat(host.load().completedRequests()).isEqualTo(12 * 200);
    }

    @Test
    void infer_runOutlastsTheDeadline_isTooLateWhileItRuns() throws Exception {
        start(settings(1, Duration.ofSeconds(30)), "digits");
        engine.behave(x -> awaitRelease());

        InferenceOutcome outcome = ask("digits", Duration.ofMillis(20), 1, 1).get(10, TimeUnit.SECONDS);

        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(Refusal.TOO_LATE));
    }

    @Test
    void infer_runWithoutEnd_failsItsRequestsAndOtherModelsGoOn() throws Exception {
        start(settings(1, Duration.ofMillis(50)), "stuck", "digits");
        engine.behave(x -> {
            if (x.floats().get(0) == 13) {
                awaitRelease();
            }
        });

        CompletableFuture<InferenceOutcome> stuck = ask("stuck", Duration.ofSeconds(20), 1, 13);
        CompletableFuture<InferenceOutcome> behind = ask("stuck", Duration.ofSeconds(20), 1, 1);
        InferenceOutcome other = ask("digits", Duration.ofSeconds(20), 1, 1).get(10, TimeUnit.SECONDS);

        assertThat(other).isInstanceOf(Completed.class);
        for (CompletableFuture<InferenceOutcome> outcome : List.of(stuck, behind)) {
            assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.refusal()).isEqualTo(Refusal.FAILED);
                assertThat(refused.reason()).contains("model stuck has been computing for more than 50 ms");
            });
        }
        assertThat(ask("stuck", Duration.ofSeconds(20), 1, 1)).isCompletedWithValueMatching(Refused.class::isInstance);
    }

    private void awaitRelease() {
        try {
            if (!release.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never released");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
