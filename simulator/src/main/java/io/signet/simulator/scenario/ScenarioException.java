package io.signet.simulator.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** A text is no scenario; says everything that is wrong with it. */
public final class ScenarioException extends Exception {
    /** Most problems that are listed. */
    public static final int PROBLEMS_MAX = 20;

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ScenarioException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the text; at least one, at most {@value #PROBLEMS_MAX}. */
    public List<Problem> problems() {
        return problems;
    }
}
