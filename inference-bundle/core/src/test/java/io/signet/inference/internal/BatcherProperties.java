package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.internal.Batcher.Batch;
import io.signet.inference.internal.Batcher.Bounds;
import io.signet.inference.internal.Batcher.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever comes, and in whatever order: nothing is lost, doubled, reordered, or held beyond its bounds. */
final class BatcherProperties {
    private static final int STEPS = 400;
    private static final long DELAY_NANOS = 2_000;

    /** Drives a batcher at random and keeps the books beside it. */
    private static final class Books {
        final Bounds bounds;
        final Batcher<Integer> batcher;
        final RandomGenerator random;
        final Deque<Entry<Integer>> waiting = new ArrayDeque<>();
        final List<Batch<Integer>> running = new ArrayList<>();
        long now = 1_000_000;
        int offered;
        int accepted;
        int computed;
        int expired;

        Books(RandomGenerator random, int rowsMax, int runsMax) {
            this.random = random;
            this.bounds = new Bounds(rowsMax, DELAY_NANOS, runsMax, 12, 400);
            this.batcher = new Batcher<>(bounds, now);
        }

        void step() {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> offer();
                case 3 -> now += random.nextInt(1_500);
                case 4 -> take();
                default -> finishOne();
            }
            assertBounds();
        }

        void offer() {
            Entry<Integer> entry = new Entry<>(
                    offered++,
                    random.nextInt(8) == 0 ? "b" : "a",
                    1 + random.nextInt(bounds.rowsMax()),
                    1 + random.nextInt(80),
                    now,
                    now + 1 + random.nextInt(10_000));
            boolean full = waiting.size() == bounds.queueRequestsMax()
                    || waiting.stream().mapToLong(Entry::bytes).sum() + entry.bytes() > bounds.queueBytesMax();
            Optional<String> refused = batcher.offer(entry);
            assertThat(refused.isPresent()).as("refused if and only if full").isEqualTo(full);
            if (refused.isEmpty()) {
                waiting.addLast(entry);
                accepted++;
            }
        }

        void take() {
            expire();
            boolean held = !waiting.isEmpty() && now - waiting.getFirst().arrivedNanos() < DELAY_NANOS;
            boolean free = running.size() < bounds.runsMax();
            Optional<Batch<Integer>> batch = batcher.next(now);
            if (batch.isEmpty()) {
                assertThat(waiting.isEmpty() || held || !free)
                        .as("held too long")
                        .isTrue();
                return;
            }
            assertThat(free).as("more runs than allowed").isTrue();
            List<Entry<Integer>> entries = batch.get().entries();
            for (Entry<Integer> entry : entries) {
                assertThat(entry).as("in the order of arrival").isEqualTo(waiting.removeFirst());
                assertThat(entry.key()).isEqualTo(entries.get(0).key());
            }
            assertThat(batch.get().rows())
                    .isEqualTo(entries.stream().mapToInt(Entry::rows).sum())
                    .isLessThanOrEqualTo(bounds.rowsMax());
            running.add(batch.get());
        }

        void expire() {
            List<Entry<Integer>> due =
                    waiting.stream().filter(e -> e.deadlineNanos() <= now).toList();
            assertThat(batcher.expire(now)).isEqualTo(due);
            waiting.removeAll(due);
            expired += due.size();
        }

        void finishOne() {
            if (!running.isEmpty()) {
                Batch<Integer> batch = running.remove(random.nextInt(running.size()));
                batcher.finished(batch, now);
                computed += batch.entries().size();
            }
        }

        void assertBounds() {
            assertThat(batcher.queuedRequests()).isEqualTo(waiting.size());
            assertThat(batcher.queuedRows())
                    .isEqualTo(waiting.stream().mapToLong(Entry::rows).sum());
            assertThat(batcher.queuedBytes())
                    .isEqualTo(waiting.stream().mapToLong(Entry::bytes).sum())
                    .isLessThanOrEqualTo(bounds.queueBytesMax());
            assertThat(batcher.runningRows())
                    .isEqualTo(running.stream().mapToLong(Batch::rows).sum());
        }

        /** Lets time go on to what is due, again and again, until all is computed or expired. */
        void drain() {
            while (!waiting.isEmpty() || !running.isEmpty()) {
                finishOne();
                long due = batcher.dueInNanos(now);
                if (!waiting.isEmpty()) {
                    assertThat(due).as("due").isLessThanOrEqualTo(10_000);
                    now += due;
                }
                int before = waiting.size();
                take();
                if (due == 0 || before > 0) {
                    assertThat(waiting.size() < before || running.size() >= bounds.runsMax())
                            .as("something was due")
                            .isTrue();
                }
            }
        }
    }

    @Property(tries = 300)
    void anyHistory_losesDoublesAndReordersNothing(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int rowsMax,
            @ForAll @IntRange(min = 1, max = 3) int runsMax) {
        Books books = new Books(new SplittableRandom(seed), rowsMax, runsMax);

        for (int i = 0; i < STEPS; i++) {
            books.step();
        }
        books.drain();

        assertThat(books.computed + books.expired).isEqualTo(books.accepted);
        assertThat(books.batcher.queuedBytes()).isZero();
        assertThat(books.batcher.dueInNanos(books.now)).isEqualTo(Long.MAX_VALUE);
    }

    @Property(tries = 100)
    void requestsOneAfterAnother_areNeverHeld(@ForAll long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Batcher<Integer> batcher = new Batcher<>(new Bounds(16, DELAY_NANOS, 1, 10, 1_000), 0);
        long now = 0;
        for (int i = 0; i < 50; i++) {
            now += random.nextInt(5_000);
            assertThat(batcher.offer(new Entry<>(i, "a", 1, 1, now, Long.MAX_VALUE)))
                    .isEmpty();
            Batch<Integer> batch = batcher.next(now).orElseThrow();
            now += random.nextInt(5_000);
            batcher.finished(batch, now);
        }
    }
}
