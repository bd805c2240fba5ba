package io.signet.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.signet.inference.InferenceOutcome.Completed;
import io.signet.inference.InferenceOutcome.Refused;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Packages;
import io.signet.runtime.Priority;
import io.signet.statement.Tensor;
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

/** Requests of several priorities on a model that takes 10 ms for one row at a time, in virtual time. */
final class ModelHostPrioritiesTest {
    private static final Priority URGENT = new Priority(1);
    private static final Priority SPARE = new Priority(Priority.LEVELS);
    private static final Duration RUN = Duration.ofMillis(10);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final FakeEngine engine = new FakeEngine(2);
    private final List<Float> computed = new ArrayList<>();
    private ModelHost host;

    @BeforeEach
    void loadModel() throws Exception {
        host = new ModelHost(
                HostSettings.defaults(directory.resolve("cache"))
                        .withBatches(1, Duration.ZERO)
                        .withQueue(8, 1_000_000),
                clock);
        host.addEngine(engine);
        host.add(ModelPackage.read(
                Packages.write(directory, "digits"),
                Set.of(Packages.publisher(1).key())));
        engine.behave(x -> {
            clock.advance(RUN);
            computed.add(x.floats().get(0));
        });
    }

    @CanIgnoreReturnValue
    private CompletableFuture<InferenceOutcome> ask(float value, Priority priority, Duration deadline) {
        return host.infer(new InferenceRequest(
                        "digits",
                        Optional.empty(),
                        Map.of("x", Tensor.ofFloats(List.of(1L, 2L), value, value)),
                        clock.monotonicNanos() + deadline.toNanos(),
                        priority))
                .toCompletableFuture();
    }

    @CanIgnoreReturnValue
    private CompletableFuture<InferenceOutcome> ask(float value, Priority priority) {
        return ask(value, priority, Duration.ofSeconds(10));
    }

    @Test
    void infer_urgentRequestBehindOthers_isComputedNext() {
        ask(1, SPARE);
        ask(2, Priority.NORMAL);
        ask(3, URGENT);

        host.doWork();
        host.doWork();
        host.doWork();

        assertThat(computed).containsExactly(3f, 2f, 1f);
    }

    @Test
    void infer_urgentRequestsWithoutEnd_otherIsComputedInTimeAllTheSame() {
        CompletableFuture<InferenceOutcome> spare = ask(5, SPARE, Duration.ofMillis(50));
        ask(1, URGENT);
        for (int run = 0; run < 4; run++) {
            ask(1, URGENT);
            host.doWork();
        }

        assertThat(computed).containsExactly(1f, 1f, 1f, 5f);
        assertThat(spare).isCompletedWithValueMatching(Completed.class::isInstance);
    }

    @Test
    void infer_queueIsFull_urgentRequestTakesThePlaceOfTheLastWhichIsToldSo() {
        List<CompletableFuture<InferenceOutcome>> spare = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            spare.add(ask(i, SPARE));
        }

        CompletableFuture<InferenceOutcome> urgent = ask(9, URGENT);
        host.doWork();

        assertThat(urgent).isCompletedWithValueMatching(Completed.class::isInstance);
        assertThat(spare.subList(0, 7)).noneMatch(CompletableFuture::isDone);
        assertThat(spare.get(7))
                .isCompletedWithValueMatching(outcome -> outcome instanceof Refused refused
                        && refused.refusal() == Refusal.BUSY
                        && refused.reason().contains("a request of a higher priority took its place"));
        assertThat(host.load().refusedRequests()).isEqualTo(1);
    }

    @Test
    void infer_queueIsFullOfUrgentRequests_leavesTheOthersTheirQuarter() {
        ask(5, SPARE);
        ask(6, SPARE);
        for (int i = 0; i < 6; i++) {
            ask(1, URGENT);
        }

        assertThat(ask(2, URGENT))
                .isCompletedWithValueMatching(outcome -> outcome instanceof Refused refused
                        && refused.refusal() == Refusal.BUSY
                        && refused.reason().contains("8 requests wait already"));
        while (host.load().queuedRequests() > 0) {
            host.doWork();
        }
        assertThat(computed).containsExactly(1f, 1f, 1f, 5f, 1f, 1f, 1f, 6f);
    }
}
