package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.internal.Batcher.Admission;
import io.signet.inference.internal.Batcher.Batch;
import io.signet.inference.internal.Batcher.Bounds;
import io.signet.inference.internal.Batcher.Entry;
import io.signet.inference.internal.Batcher.Waits;
import io.signet.runtime.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        final int levels;
        /** By arrival. */
        final List<Entry<Integer>> waiting = new ArrayList<>();
        /** For each that ever waited: by the how many-eth batch it must have its turn. */
        final Map<Integer, Integer> turns = new HashMap<>();

        final List<Batch<Integer>> running = new ArrayList<>();
        long now = 1_000_000;
        int offered;
        int accepted;
        int computed;
        int expired;
        int displaced;
        int batches;
        int overtaking;

        Books(RandomGenerator random, int levels, int rowsMax, int runsMax) {
            this.random = random;
            this.levels = levels;
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
                    now + 1 + random.nextInt(10_000),
                    levels == 1 ? Priority.NORMAL : new Priority(1 + random.nextInt(levels)));
            boolean full = isFull(waiting, entry);
            Admission<Integer> admission = batcher.offer(entry);
            if (admission instanceof Waits<Integer> waits) {
                assertThat(waits.displaced().isEmpty())
                        .as("takes the place of others if and only if full")
                        .isEqualTo(!full);
                displace(entry, waits.displaced());
                turns.put(entry.item(), batches + (Batcher.OVERTAKING_MAX + 1) * (waiting.size() + 1));
                waiting.add(entry);
                accepted++;
            } else {
                assertThat(full).as("refused although not full").isTrue();
                assertThat(displaceable(entry))
                        .as("refused although others may go")
                        .isEmpty();
            }
        }

        boolean isFull(List<Entry<Integer>> held, Entry<Integer> entry) {
            return held.size() == bounds.queueRequestsMax() || bytes(held) + entry.bytes() > bounds.queueBytesMax();
        }

        static long bytes(List<Entry<Integer>> entries) {
            return entries.stream().mapToLong(Entry::bytes).sum();
        }

        void displace(Entry<Integer> entry, List<Entry<Integer>> gone) {
            assertThat(gone).isEqualTo(isFull(waiting, entry) ? displaceable(entry) : List.of());
            waiting.removeAll(gone);
            assertThat(isFull(waiting, entry)).isFalse();
            displaced += gone.size();
        }

        /** Of the less urgent ones, the last that have to go; none if the others would keep less than a quarter. */
        List<Entry<Integer>> displaceable(Entry<Integer> entry) {
            List<Entry<Integer>> lower = new ArrayList<>(waiting);
            Collections.reverse(lower);
            lower.removeIf(other -> other.priority().level() <= entry.priority().level());
            lower.sort(Comparator.comparingInt(other -> -other.priority().level()));
            List<Entry<Integer>> left = new ArrayList<>(waiting);
            List<Entry<Integer>> gone = new ArrayList<>();
            while (isFull(left, entry)) {
                if (lower.isEmpty()) {
                    return List.of();
                }
                boolean placesAreShort = left.size() == bounds.queueRequestsMax();
                Entry<Integer> last = lower.remove(0);
                left.remove(last);
                gone.add(last);
                if (placesAreShort ? lower.size() < 3 : bytes(lower) < 100) { // a quarter of 12, and of 400
                    return List.of();
                }
            }
            return gone;
        }

        void take() {
            expire();
            boolean held = !waiting.isEmpty() && now - waiting.get(0).arrivedNanos() < DELAY_NANOS;
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
            assertOrder(entries);
            batches++;
            for (Entry<Integer> entry : entries) {
                assertThat(entry.key()).isEqualTo(entries.get(0).key());
                assertThat(batches).as("waited for too many others").isLessThanOrEqualTo(turns.remove(entry.item()));
            }
            assertThat(batch.get().rows())
                    .isEqualTo(entries.stream().mapToInt(Entry::rows).sum())
                    .isLessThanOrEqualTo(bounds.rowsMax());
            running.add(batch.get());
        }

        /** It has the first by priority and, within one, by arrival; or by arrival alone, if too many were overtaken. */
        void assertOrder(List<Entry<Integer>> entries) {
            List<Entry<Integer>> byPriority = new ArrayList<>(waiting);
            byPriority.sort(Comparator.comparingInt(entry -> entry.priority().level()));
            List<Entry<Integer>> order = overtaking == Batcher.OVERTAKING_MAX ? waiting : byPriority;
            assertThat(entries).isEqualTo(order.subList(0, entries.size()));
            boolean inOrder = Set.copyOf(entries).equals(Set.copyOf(waiting.subList(0, entries.size())));
            overtaking = inOrder ? 0 : overtaking + 1;
            waiting.removeAll(entries);
        }

        void expire() {
            List<Entry<Integer>> due =
                    waiting.stream().filter(e -> e.deadlineNanos() <= now).toList();
            assertThat(batcher.expire(now)).containsExactlyInAnyOrderElementsOf(due);
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

    private static Books run(long seed, int levels, int rowsMax, int runsMax) {
        Books books = new Books(new SplittableRandom(seed), levels, rowsMax, runsMax);
        for (int i = 0; i < STEPS; i++) {
            books.step();
        }
        books.drain();
        assertThat(books.computed + books.expired + books.displaced).isEqualTo(books.accepted);
        assertThat(books.batcher.queuedBytes()).isZero();
        assertThat(books.batcher.dueInNanos(books.now)).isEqualTo(Long.MAX_VALUE);
        return books;
    }

    @Property(tries = 300)
    void anyHistory_losesDoublesAndReordersNothing(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int rowsMax,
            @ForAll @IntRange(min = 1, max = 3) int runsMax) {
        assertThat(run(seed, 1, rowsMax, runsMax).displaced).isZero();
    }

    @Property(tries = 300)
    void anyHistoryOfPriorities_goesByThemAndStarvesNobody(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = Priority.LEVELS) int levels,
            @ForAll @IntRange(min = 1, max = 40) int rowsMax,
            @ForAll @IntRange(min = 1, max = 3) int runsMax) {
        var unused = run(seed, levels, rowsMax, runsMax);
    }

    @Property(tries = 100)
    void requestsOneAfterAnother_areNeverHeld(@ForAll long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Batcher<Integer> batcher = new Batcher<>(new Bounds(16, DELAY_NANOS, 1, 10, 1_000), 0);
        long now = 0;
        for (int i = 0; i < 50; i++) {
            now += random.nextInt(5_000);
            assertThat(batcher.offer(new Entry<>(i, "a", 1, 1, now, Long.MAX_VALUE, Priority.NORMAL)))
                    .isEqualTo(new Waits<>(List.of()));
            Batch<Integer> batch = batcher.next(now).orElseThrow();
            now += random.nextInt(5_000);
            batcher.finished(batch, now);
        }
    }
}
