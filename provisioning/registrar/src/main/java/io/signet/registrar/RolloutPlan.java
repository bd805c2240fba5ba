package io.signet.registrar;

import io.signet.runtime.Limits;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * In which order an owner's nodes get a release.
 *
 * @param stages groups, one after the other; 1 to {@value #STAGES_MAX}, none twice
 * @param healthyPercent how many of a group's nodes must run it well before the next group gets it, 1 to 100
 * @param pause how long a stage takes at least, so that what goes wrong slowly shows; at most {@link #WAIT_MAX}
 */
public record RolloutPlan(List<String> stages, int healthyPercent, Duration pause) {
    /** Most stages. */
    public static final int STAGES_MAX = 16;

    /** Longest that a stage is made to take. */
    public static final Duration WAIT_MAX = Duration.ofDays(30);

    private static final int PERCENT = 100;

    public RolloutPlan {
        stages = stages.stream().map(group -> new Place("", "", group).group()).toList();
        Limits.requireInRange("the number of stages", stages.size(), 1, STAGES_MAX);
        Limits.requireInRange("healthy", healthyPercent, 1, PERCENT);
        Limits.requireInRange("wait in seconds", pause.toSeconds(), 0, WAIT_MAX.toSeconds());
        if (new HashSet<>(stages).size() != stages.size()) {
            throw new IllegalArgumentException("a group is in one stage only");
        }
    }

    /** How many of {@code nodes} must run it well. */
    int needed(int nodes) {
        return (nodes * healthyPercent + PERCENT - 1) / PERCENT;
    }
}
