package io.signet.mesh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.Strain;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class PlacementProperties {
    private static Candidate candidate(int id, double speed, double pending) {
        return candidate(id, speed, pending, Strain.NONE);
    }

    private static Candidate candidate(int id, double speed, double pending, Strain strain) {
        return new Candidate(new NodeId(Bytes.fromHex("%032x".formatted(id))), speed, pending, 0, strain);
    }

    private static Candidate choose(List<Candidate> candidates, long rows, Random random) {
        return Placement.better(Candidates.draw(candidates, c -> true, random), rows);
    }

    @Property
    void drawn_areTwoDifferentOnesThatFit(@ForAll @IntRange(min = 0, max = 300) int size, @ForAll long seed) {
        List<Integer> all = IntStream.range(0, size).boxed().toList();
        List<Integer> drawn = Candidates.draw(all, n -> n % 2 == 0, new Random(seed));
        assertThat(drawn)
                .hasSize(Math.min(2, (size + 1) / 2))
                .doesNotHaveDuplicates()
                .allMatch(n -> n % 2 == 0);
        assertThat(Candidates.any(all, n -> n == size - 1, new Random(seed))).isEqualTo(size > 0);
        assertThat(Candidates.any(all, n -> n < 0, new Random(seed))).isFalse();
    }

    @Property
    void task_hasAtLeastOneRowAndNeverMoreThanThereAre(
            @ForAll @LongRange(min = 1, max = 1_000_000) long remaining,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double speed,
            @ForAll @DoubleRange(min = 0.01, max = 1e9) double total,
            @ForAll @IntRange(min = 1, max = 1000) int rowsMax) {
        int rows = Placement.taskRows(remaining, candidate(1, speed, 0), total, rowsMax);
        assertThat(rows).isPositive().isLessThanOrEqualTo(rowsMax);
        assertThat((long) rows).isLessThanOrEqualTo(remaining);
    }

    @Property
    void jobCutByAnyNodes_isCutCompletely(@ForAll @LongRange(min = 1, max = 5000) long rows, @ForAll long seed) {
        Random random = new Random(seed);
        long left = rows;
        while (left > 0) {
            left -= Placement.taskRows(left, candidate(1, 0.1 + random.nextDouble(), 0), 3, 64);
        }
        assertThat(left).isZero();
    }

    @Property
    void slowestOfThreeEqualQueues_isChosenOnlyWhenDrawnAlone(@ForAll long seed) {
        List<Candidate> candidates = List.of(candidate(1, 100, 50), candidate(2, 100, 50), candidate(3, 1, 50));
        // Two are always drawn, so the one that is slower than any other never wins.
        assertThat(choose(candidates, 10, new Random(seed)).rowsPerSecond()).isEqualTo(100);
    }

    @Property
    void nodeThatNeedsRelief_isChosenOnlyWhenTheOtherHasTwiceAsMuchToDo(
            @ForAll @IntRange(min = 0, max = 1000) int pending, @ForAll Strain strain) {
        Candidate strained = candidate(1, 100, pending, strain);
        boolean needsRelief = strain != Strain.NONE;
        Candidate lessThanTwice = candidate(2, 100, needsRelief ? 2 * pending : pending - 1);
        Candidate moreThanTwice = candidate(2, 100, needsRelief ? 2 * pending + 2 : pending + 1);
        assertThat(Placement.better(List.of(strained, lessThanTwice), 1)).isEqualTo(lessThanTwice);
        assertThat(Placement.better(List.of(strained, moreThanTwice), 1)).isEqualTo(strained);
        assertThat(strained.expectedMillis(10)).isEqualTo(10.0 * (pending + 10));
    }

    @Property
    void nodeThatNeedsRelief_getsHalfTheRows(@ForAll @LongRange(min = 100, max = 10_000) long remaining) {
        int usual = Placement.taskRows(remaining, candidate(1, 100, 0), 400, 10_000);
        int relieved = Placement.taskRows(remaining, candidate(1, 100, 0, Strain.HOT), 400, 10_000);
        assertThat(relieved).isBetween(usual / 2, usual / 2 + 1);
    }

    @Property(tries = 20)
    void choices_spreadOverNodesInProportionToTheirQueues(@ForAll long seed) {
        Random random = new Random(seed);
        double[] queue = new double[10];
        for (int i = 0; i < 2000; i++) {
            List<Candidate> now = new ArrayList<>();
            for (int n = 0; n < queue.length; n++) {
                now.add(candidate(n, 100, queue[n]));
            }
            Candidate chosen = choose(now, 1, random);
            queue[Integer.parseInt(chosen.node().toHex().substring(24), 16)]++;
        }
        // Power of two choices: the fullest queue exceeds the mean by O(log log n), not by a square root.
        assertThat(Arrays.stream(queue)).allMatch(q -> Math.abs(q - 200) <= 10);
    }
}
