package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.signet.inference.internal.Batcher.Admission;
import io.signet.inference.internal.Batcher.Batch;
import io.signet.inference.internal.Batcher.Bounds;
import io.signet.inference.internal.Batcher.Entry;
import io.signet.inference.internal.Batcher.Full;
import io.signet.inference.internal.Batcher.Waits;
import io.signet.runtime.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Priorities, one case at a time. Requests are named by their priority and a number: 5 by 51, 52. */
final class BatcherTest {
    private static final int PLACES = 8;
    private static final long BYTES = 800;

    private final Batcher<Integer> batcher = new Batcher<>(new Bounds(2, 1_000, 1, PLACES, BYTES), 0);

    private Admission<Integer> offer(int item) {
        return offer(item, 1);
    }

    @CanIgnoreReturnValue
    private Admission<Integer> offer(int item, long bytes) {
        return offer(item, bytes, Long.MAX_VALUE);
    }

    @CanIgnoreReturnValue
    private Admission<Integer> offer(int item, long bytes, long deadlineNanos) {
        return batcher.offer(new Entry<>(item, "a", 1, bytes, 0, deadlineNanos, new Priority(item / 10)));
    }

    private void offerAll(int... items) {
        for (int item : items) {
            assertThat(offer(item)).isEqualTo(new Waits<Integer>(List.of()));
        }
    }

    private static List<Integer> displaced(Admission<Integer> admission) {
        assertThat(admission).isInstanceOf(Waits.class);
        return items(((Waits<Integer>) admission).displaced());
    }

    private static List<Integer> items(List<Entry<Integer>> entries) {
        return entries.stream().map(Entry::item).toList();
    }

    /** The batches that are due, one after another, each finished before the next. */
    private List<List<Integer>> batches() {
        List<List<Integer>> batches = new ArrayList<>();
        while (batcher.queuedRequests() > 0) {
            Batch<Integer> batch = batcher.next(1_000).orElseThrow();
            batcher.finished(batch, 1_000);
            batches.add(items(batch.entries()));
        }
        return batches;
    }

    @Test
    void next_urgentOnesCameLater_goFirstAndInTheirOrder() {
        offerAll(31, 32, 51, 11, 33, 12, 13);

        assertThat(batches()).containsExactly(List.of(11, 12), List.of(13, 31), List.of(32, 33), List.of(51));
    }

    @Test
    void next_oneIsOvertakenAgainAndAgain_isInTheFourthBatch() {
        offerAll(51, 11, 12, 13, 14, 15, 16, 17);

        assertThat(batches()).containsExactly(List.of(11, 12), List.of(13, 14), List.of(15, 16), List.of(51, 17));
    }

    @Test
    void next_urgentOnesKeepComing_everyFourthBatchIsInTheOrderOfArrival() {
        offerAll(51, 52, 53, 54, 11, 12);
        List<Integer> turns = new ArrayList<>();
        for (int batch = 1; batch <= 8; batch++) {
            Batch<Integer> next = batcher.next(1_000).orElseThrow();
            batcher.finished(next, 1_000);
            if (next.entries().get(0).priority().level() == 5) {
                turns.add(batch);
            }
            offerAll(13, 14);
        }

        assertThat(turns).containsExactly(4, 8);
    }

    @Test
    void offer_full_takesThePlaceOfTheNewestOfTheLeastUrgent() {
        offerAll(31, 51, 41, 52, 42, 53, 32, 54);

        assertThat(displaced(offer(33))).containsExactly(54);
        assertThat(displaced(offer(11))).containsExactly(53);
        assertThat(batcher.queuedRequests()).isEqualTo(PLACES);
        assertThat(batches()).containsExactly(List.of(11, 31), List.of(32, 33), List.of(41, 42), List.of(51, 52));
    }

    @Test
    void offer_fullOfTheSamePriorityOrHigher_isRefused() {
        offerAll(31, 32, 33, 34, 21, 22, 23, 24);

        assertThat(offer(35))
                .isEqualTo(new Full<Integer>("busy: 8 requests wait already, the most this model may have"));
        assertThat(offer(51)).isInstanceOf(Full.class);
        assertThat(batcher.queuedRequests()).isEqualTo(PLACES);
    }

    @Test
    void offer_lessUrgentOnesHaveTheirQuarter_isRefusedAndTheyStay() {
        offerAll(51, 52, 11, 12, 13, 14, 15, 16);

        assertThat(offer(17)).isInstanceOf(Full.class);
        assertThat(batcher.queuedRequests()).isEqualTo(PLACES);
    }

    @Test
    void offer_bytesAreShort_takesThoseOfAsManyAsItNeeds() {
        offer(51, 200);
        offer(52, 250);
        offer(41, 50);
        offer(53, 300);

        assertThat(displaced(offer(31, 350))).containsExactly(53, 52);
        assertThat(batcher.queuedBytes()).isEqualTo(200 + 50 + 350);
    }

    @Test
    void offer_bytesAreShortAndItNeedsMoreThanMayGo_isRefusedAndAllStay() {
        offer(51, 200);
        offer(52, 300);
        offer(53, 300);

        assertThat(offer(11, 700)).isInstanceOfSatisfying(Full.class, full -> assertThat(full.reason())
                .isEqualTo("busy: 800 bytes wait already, and 700 more would exceed 800"));
        assertThat(batcher.queuedBytes()).isEqualTo(800);
    }

    @Test
    void expire_anyPriority_isRemovedAtItsDeadline() {
        offer(11, 1, 500);
        offer(51, 1, 400);

        assertThat(batcher.dueInNanos(100)).isEqualTo(0);
        assertThat(items(batcher.expire(399))).isEmpty();
        assertThat(items(batcher.expire(400))).containsExactly(51);
        assertThat(items(batcher.expire(500))).containsExactly(11);
        assertThat(batcher.queuedRequests()).isZero();
    }
}
