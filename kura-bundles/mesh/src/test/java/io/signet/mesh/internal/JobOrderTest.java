package io.signet.mesh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.JobRequest;
import io.signet.runtime.Clock;
import io.signet.statement.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class JobOrderTest {
    private static final double ROWS_PER_SECOND = 100;

    private static RunningJob job(int rows, long deadlineMillis) {
        JobRequest request = new JobRequest(
                "double",
                Optional.empty(),
                Map.of("x", Tensor.ofFloats(List.of((long) rows, 1L), new float[rows])),
                Duration.ofMinutes(1));
        return new RunningJob(
                request,
                answer -> {},
                new CompletableFuture<>(),
                deadlineMillis,
                64,
                new JobLedger(Clock.SYSTEM).begin("double", rows));
    }

    private static List<RunningJob> order(RunningJob... jobs) {
        return JobOrder.of(List.of(jobs), job -> ROWS_PER_SECOND, 0);
    }

    @Test
    void smallJob_needNotWaitForLargeOne() {
        RunningJob large = job(1000, 60_000);
        RunningJob small = job(10, 60_000);
        assertThat(order(large, small)).containsExactly(small, large);
    }

    @Test
    void jobsThatAreAlike_keepTheirOrder() {
        RunningJob first = job(100, 60_000);
        RunningJob second = job(100, 60_000);
        assertThat(order(first, second)).containsExactly(first, second);
    }

    @Test
    void jobWithLessThanTwiceItsTime_isNotBegunBeforeOthers() {
        RunningJob late = job(100, 1_900);
        RunningJob inTime = job(500, 60_000);
        assertThat(order(late, inTime)).containsExactly(inTime, late);
    }

    @Test
    void jobThatHasBegun_isFinishedIfItsTimeIsEnough() {
        RunningJob begun = job(100, 1_100);
        begun.cut(90);
        RunningJob fresh = job(200, 60_000);
        assertThat(order(fresh, begun)).containsExactly(begun, fresh);
    }

    @Test
    void jobWhoseModelNobodyServes_comesLast() {
        RunningJob unserved = job(1, 60_000);
        RunningJob served = job(100, 60_000);
        assertThat(JobOrder.of(List.of(unserved, served), job -> job == served ? ROWS_PER_SECOND : 0, 0))
                .containsExactly(served, unserved);
    }
}
