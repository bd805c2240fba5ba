package io.signet.mesh.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Draws nodes at random without looking at all of a large mesh. */
final class Candidates {
    /** Up to so many nodes all are looked at. */
    private static final int SMALL = 64;
    /** Draws from a larger mesh before its nodes count as taken. */
    private static final int DRAWS = 32;

    private Candidates() {}

    /** Up to two different ones of {@code all} that are {@code fit}, drawn at random. */
    static <T> List<T> draw(List<T> all, Predicate<T> fit, RandomGenerator random) {
        return all.size() <= SMALL ? drawFromFew(all, fit, random) : drawFromMany(all, fit, random);
    }

    private static <T> List<T> drawFromFew(List<T> all, Predicate<T> fit, RandomGenerator random) {
        List<T> fitting = new ArrayList<>(all.size());
        for (T one : all) {
            if (fit.test(one)) {
                fitting.add(one);
            }
        }
        if (fitting.size() <= 2) {
            return fitting;
        }
        int first = random.nextInt(fitting.size());
        int second = random.nextInt(fitting.size() - 1);
        return List.of(fitting.get(first), fitting.get(second < first ? second : second + 1));
    }

    private static <T> List<T> drawFromMany(List<T> all, Predicate<T> fit, RandomGenerator random) {
        List<T> drawn = new ArrayList<>(2);
        for (int i = 0; i < DRAWS && drawn.size() < 2; i++) {
            T one = all.get(random.nextInt(all.size()));
            if (fit.test(one) && !drawn.contains(one)) {
                drawn.add(one);
            }
        }
        return drawn;
    }

    /** True if one is {@code fit}. Looks at all only if none of some drawn ones is. */
    static <T> boolean any(List<T> all, Predicate<T> fit, RandomGenerator random) {
        if (all.size() > SMALL && !drawFromMany(all, fit, random).isEmpty()) {
            return true;
        }
        for (T one : all) {
            if (fit.test(one)) {
                return true;
            }
        }
        return false;
    }
}
