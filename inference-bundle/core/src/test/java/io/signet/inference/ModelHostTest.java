package io.signet.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.signet.inference.InferenceOutcome.Completed;
import io.signet.inference.InferenceOutcome.Refused;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Packages;
import io.signet.inference.spi.EngineException;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host in virtual time, stepped by the test. */
final class ModelHostTest {
    private static final Duration DELAY = Duration.ofMillis(2);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final FakeEngine engine = new FakeEngine(2);
    private ModelHost host;
    private ModelInfo model;

    @BeforeEach
    void loadModel() throws Exception {
        host = host(HostSettings.defaults(directory.resolve("cache")).withBatches(8, DELAY));
    }

    private ModelHost host(HostSettings settings) throws Exception {
        ModelHost made = new ModelHost(settings, clock);
        made.addEngine(engine);
        engine.behave(x -> clock.advance(Duration.ofMillis(1)));
        model = made.add(ModelPackage.read(
                Packages.write(directory, "digits"),
                Set.of(Packages.publisher(1).key())));
        engine.forgetRuns();
        return made;
    }

    private InferenceRequest request(float... rows) {
        return request(Duration.ofSeconds(1), rows);
    }

    private InferenceRequest request(Duration deadline, float... rows) {
        float[] values = new float[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            values[2 * i] = rows[i];
            values[2 * i + 1] = -rows[i];
        }
        return new InferenceRequest(
                "digits",
                Optional.empty(),
                Map.of("x", Tensor.ofFloats(List.of((long) rows.length, 2L), values)),
                clock.monotonicNanos() + deadline.toNanos());
    }

    @CanIgnoreReturnValue
    private CompletableFuture<InferenceOutcome> ask(InferenceRequest request) {
        return host.infer(request).toCompletableFuture();
    }

    private static void assertDoubled(CompletableFuture<InferenceOutcome> outcome, float... rows) {
        assertThat(outcome).isCompleted();
        assertThat(outcome.join()).isInstanceOf(Completed.class);
        Tensor y = ((Completed) outcome.join()).outputs().get("y");
        assertThat(y.shape()).containsExactly((long) rows.length, 2L);
        for (int i = 0; i < rows.length; i++) {
            assertThat(y.floats().get(2 * i)).isEqualTo(2 * rows[i]);
            assertThat(y.floats().get(2 * i + 1)).isEqualTo(-2 * rows[i]);
        }
    }

    private static void assertRefused(CompletableFuture<InferenceOutcome> outcome, Refusal refusal, String reason) {
        assertThat(outcome).isCompleted();
        assertThat(outcome.join()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(refusal);
            assertThat(refused.reason()).contains(reason);
        });
    }

    @Test
    void infer_requestAlone_runsAtOnce() {
        CompletableFuture<InferenceOutcome> outcome = ask(request(3));

        assertThat(host.dueInNanos()).isZero();
        assertThat(host.doWork()).isEqualTo(1);

        assertDoubled(outcome, 3);
        Completed completed = (Completed) outcome.join();
        assertThat(completed.engine()).isEqualTo("fake/1.0");
        assertThat(completed.device()).isEqualTo("cpu/test");
        assertThat(completed.model().packageDigest()).isEqualTo(model.packageDigest());
        assertThat(completed.computeNanos()).isEqualTo(1_000_000);
    }

    @Test
    void infer_severalWaiting_runTogetherAndEachGetsItsRows() {
        CompletableFuture<InferenceOutcome> first = ask(request(1, 2));
        CompletableFuture<InferenceOutcome> second = ask(request(3));
        CompletableFuture<InferenceOutcome> third = ask(request(4, 5, 6));

        host.doWork();

        assertThat(engine.runs()).containsExactly(6L);
        assertDoubled(first, 1, 2);
        assertDoubled(second, 3);
        assertDoubled(third, 4, 5, 6);
    }

    @Test
    void infer_moreThanOneBatch_runsInOrder() {
        List<CompletableFuture<InferenceOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            outcomes.add(ask(request(i, i, i)));
        }

        host.doWork();

        assertThat(outcomes.subList(0, 2)).allMatch(CompletableFuture::isDone);
        assertThat(outcomes.subList(2, 5)).noneMatch(CompletableFuture::isDone);
        host.doWork();
        host.doWork();
        assertThat(engine.runs()).containsExactly(6L, 6L, 3L);
    }

    @Test
    void infer_fewerThanLately_areHeldForTheDelayAndNoLonger() {
        for (int i = 0; i < 8; i++) {
            ask(request(i));
        }
        host.doWork();
        CompletableFuture<InferenceOutcome> next = ask(request(9));

        assertThat(host.doWork()).isZero();
        assertThat(host.dueInNanos()).isEqualTo(DELAY.toNanos());
        clock.advance(DELAY);
        host.doWork();

        assertDoubled(next, 9);
    }

    @Test
    void infer_asManyAsLately_runAtOnce() {
        for (int i = 0; i < 4; i++) {
            ask(request(i));
        }
        host.doWork();
        for (int i = 0; i < 4; i++) {
            ask(request(i));
        }

        host.doWork();

        assertThat(engine.runs()).containsExactly(4L, 4L);
    }

    @Test
    void infer_aloneAfterAPauseOfTheDelay_runsAtOnce() {
        for (int i = 0; i < 8; i++) {
            ask(request(i));
        }
        host.doWork();
        clock.advance(DELAY);

        CompletableFuture<InferenceOutcome> outcome = ask(request(1));
        host.doWork();

        assertDoubled(outcome, 1);
    }

    @Test
    void infer_unknownModel_isRefusedNamingTheLoadedOnes() {
        InferenceRequest request =
                new InferenceRequest("faces", Optional.empty(), request(1).inputs(), clock.monotonicNanos() + 1);

        assertRefused(ask(request), Refusal.UNKNOWN_MODEL, "faces is not loaded here; loaded are [digits]");
    }

    @Test
    void infer_otherPackageOfThatName_isRefused() {
        Digest other = Digest.sha256(new byte[] {1});
        InferenceRequest request =
                new InferenceRequest("digits", Optional.of(other), request(1).inputs(), clock.monotonicNanos() + 1);

        assertRefused(ask(request), Refusal.UNKNOWN_MODEL, other.toHex());
    }

    @Test
    void infer_inputsThatDoNotFit_areRefusedSayingWhatWould() {
        long deadline = clock.monotonicNanos() + 1_000_000;
        Tensor good = Tensor.ofFloats(List.of(1L, 2L), 1, 2);
        Tensor wide = Tensor.ofFloats(List.of(1L, 3L), 1, 2, 3);
        Tensor integers = Tensor.of(DataType.INT32, List.of(1L, 2L), ByteBuffer.allocate(8));
        Tensor empty = Tensor.ofFloats(List.of(0L, 2L));

        assertRefused(bad(Map.of("x", wide), deadline), Refusal.BAD_INPUT, "'x' must have shape [-1, 2]");
        assertRefused(bad(Map.of("x", integers), deadline), Refusal.BAD_INPUT, "must be FP32, not INT32");
        assertRefused(bad(Map.of("z", good), deadline), Refusal.BAD_INPUT, "x:FP32[-1, 2] is missing");
        assertRefused(bad(Map.of("x", good, "z", good), deadline), Refusal.BAD_INPUT, "takes [x:FP32[-1, 2]]");
        assertRefused(bad(Map.of(), deadline), Refusal.BAD_INPUT, "takes");
        assertRefused(bad(Map.of("x", empty), deadline), Refusal.BAD_INPUT, "no rows");
    }

    private CompletableFuture<InferenceOutcome> bad(Map<String, Tensor> inputs, long deadline) {
        return ask(new InferenceRequest("digits", Optional.empty(), inputs, deadline));
    }

    @Test
    void infer_moreRowsThanABatch_isTooLarge() {
        assertRefused(ask(request(new float[9])), Refusal.TOO_LARGE, "9 rows, more than 8");
    }

    @Test
    void infer_moreBytesThanARequestMay_isTooLarge() throws Exception {
        HostSettings defaults = HostSettings.defaults(directory.resolve("cache"));
        host = host(new HostSettings(
                HostSettings.ENGINES,
                directory.resolve("cache"),
                1,
                4096,
                DELAY,
                1,
                defaults.runTimeMax(),
                10,
                defaults.queueBytesMax(),
                1_000));

        assertThat(model.rowsMax()).as("1,000 bytes at 16 a row").isEqualTo(58);
        assertRefused(ask(request(new float[63])), Refusal.TOO_LARGE, "63 rows");
    }

    @Test
    void infer_queueFullOfRequests_isBusyAtOnce() throws Exception {
        host = host(HostSettings.defaults(directory.resolve("cache"))
                .withBatches(8, DELAY)
                .withQueue(3, 1_000_000));
        for (int i = 0; i < 3; i++) {
            assertThat(ask(request(i))).isNotCompleted();
        }

        assertRefused(ask(request(4)), Refusal.BUSY, "3 requests wait already");
        assertThat(host.load().queuedRequests()).isEqualTo(3);
        assertThat(host.load().refusedRequests()).isEqualTo(1);
    }

    @Test
    void infer_queueFullOfBytes_isBusyAtOnce() throws Exception {
        host = host(HostSettings.defaults(directory.resolve("cache"))
                .withBatches(64, DELAY)
                .withQueue(100, 1_000));
        ask(request(new float[40])); // 16 bytes of input and output a row

        assertRefused(ask(request(new float[40])), Refusal.BUSY, "640 bytes wait already");
        assertThat(host.load().queuedBytes()).isEqualTo(640);
    }

    @Test
    void infer_deadlinePassedWhenAsked_isTooLate() {
        assertRefused(ask(request(Duration.ZERO, 1)), Refusal.TOO_LATE, "when the request came");
    }

    @Test
    void infer_deadlinePassesInTheQueue_isTooLateAndNotComputed() {
        CompletableFuture<InferenceOutcome> outcome = ask(request(Duration.ofMillis(5), 1));
        clock.advance(Duration.ofMillis(5));

        host.doWork();

        assertRefused(outcome, Refusal.TOO_LATE, "deadline passed");
        assertThat(engine.runs()).isEmpty();
        assertThat(host.load().queuedBytes()).isZero();
    }

    @Test
    void infer_oneRequestAtFaultInABatch_failsAloneAndTheOthersAreAnswered() {
        engine.behave(x -> {
            for (int i = 0; i < x.rows(); i++) {
                if (x.floats().get(2 * i) == 13) {
                    throw new EngineException("13 is not computable");
                }
            }
        });
        CompletableFuture<InferenceOutcome> first = ask(request(1));
        CompletableFuture<InferenceOutcome> fault = ask(request(13));
        CompletableFuture<InferenceOutcome> third = ask(request(3));

        host.doWork();

        assertDoubled(first, 1);
        assertRefused(fault, Refusal.FAILED, "13 is not computable");
        assertDoubled(third, 3);
        assertThat(host.load().completedRequests()).isEqualTo(2);
    }

    @Test
    void infer_engineThrowsABug_failsAndTheHostGoesOn() {
        engine.behave(x -> {
            throw new IllegalArgumentException("bug");
        });
        CompletableFuture<InferenceOutcome> outcome = ask(request(1));
        host.doWork();
        assertRefused(outcome, Refusal.FAILED, "the engine has a fault");

        engine.behave(x -> {});
        CompletableFuture<InferenceOutcome> next = ask(request(2));
        clock.advance(DELAY);
        host.doWork();
        assertDoubled(next, 2);
    }

    @Test
    void infer_engineRunsOutOfMemory_failsAndTheHostGoesOn() {
        engine.behave(x -> {
            throw new OutOfMemoryError("direct memory");
        });
        CompletableFuture<InferenceOutcome> outcome = ask(request(1));

        host.doWork();

        assertRefused(outcome, Refusal.FAILED, "not enough memory");
    }

    @Test
    void infer_nanInTheInput_passesThrough() {
        CompletableFuture<InferenceOutcome> outcome = ask(request(Float.NaN));

        host.doWork();

        Tensor y = ((Completed) outcome.join()).outputs().get("y");
        assertThat(y.floats().get(0)).isNaN();
    }

    @Test
    void rowsPerSecond_modelGetsSlower_followsTheRuns() {
        assertThat(model.rowsPerSecond()).isEqualTo(8_000); // 8 rows in 1 ms
        engine.behave(x -> clock.advance(Duration.ofMillis(4)));
        for (int i = 0; i < 100; i++) {
            ask(request(1));
            clock.advance(DELAY);
            host.doWork();
        }

        assertThat(host.models().get(0).rowsPerSecond()).isBetween(2_000.0, 2_100.0);
    }

    @Test
    void load_requestsWaiting_tellsTheBacklogAtTheMeasuredSpeed() {
        ask(request(1, 2, 3, 4));

        LoadSnapshot load = host.load();

        assertThat(load.queuedRows()).isEqualTo(4);
        assertThat(load.backlogNanos()).isEqualTo(500_000); // 4 rows at 8,000 a second
    }
}
