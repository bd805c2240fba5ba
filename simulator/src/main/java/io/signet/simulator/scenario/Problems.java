package io.signet.simulator.scenario;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Gathers what is wrong in one file. */
final class Problems {
    /** More than that are not even gathered. */
    private static final int GATHERED_MAX = 1000;

    private static final int NAMED_MAX = 40;

    private final String file;
    private final TreeSet<Problem> found = new TreeSet<>();

    /** Where something is in the file. */
    record Position(int line, int column) {
        static final Position FILE = new Position(0, 0);

        Position plus(int columns) {
            return new Position(line, column + columns);
        }
    }

    Problems(String file) {
        this.file = file;
    }

    void add(Position at, String message) {
        add(file, at, message);
    }

    void add(String otherFile, Position at, String message) {
        if (found.size() < GATHERED_MAX) {
            found.add(new Problem(otherFile, at.line(), at.column(), message));
        }
    }

    /** {@code given} is none of {@code allowed}. */
    void unknown(Position at, String what, String given, Collection<String> allowed) {
        String list = String.join(", ", allowed.stream().limit(NAMED_MAX).toList());
        add(
                at,
                "unknown " + what + " '" + Written.shortened(given) + "'"
                        + Suggestion.of(given, allowed)
                                .map(s -> ", did you mean '" + s + "'?")
                                .orElse(";") + " Allowed: " + (list.isEmpty() ? "none" : list));
    }

    boolean any() {
        return !found.isEmpty();
    }

    void throwIfAny() throws ScenarioException {
        if (any()) {
            throw exception();
        }
    }

    ScenarioException exception() {
        List<Problem> first =
                found.stream().limit(ScenarioException.PROBLEMS_MAX).toList();
        return new ScenarioException(first);
    }
}
