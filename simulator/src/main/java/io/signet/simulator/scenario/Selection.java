package io.signet.simulator.scenario;

import io.signet.runtime.Limits;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which nodes a fault or an adversary is about: of those in the group and region, if given, a share or a number that the
 * run's seed picks.
 *
 * @param group name of a group of the fleet; all if empty
 * @param region name of a region; all if empty
 * @param share of the nodes, above 0 and at most 1
 * @param count a number of them instead of a share
 */
public record Selection(Optional<String> group, Optional<String> region, double share, OptionalInt count) {
    /** All nodes. */
    public static final Selection ALL = new Selection(Optional.empty(), Optional.empty(), 1, OptionalInt.empty());

    public Selection {
        group.ifPresent(g -> Names.require("group", g));
        region.ifPresent(r -> Names.require("region", r));
        Checks.requireInRange("share", share, 1e-6, 1);
        count.ifPresent(c -> Limits.requireInRange("count", c, 1, 1_000_000));
    }

    /** True if a node of that group and region may be picked. */
    public boolean admits(String nodeGroup, String nodeRegion) {
        return group.map(nodeGroup::equals).orElse(true)
                && region.map(nodeRegion::equals).orElse(true);
    }

    /** How many of {@code candidates} nodes are selected; at least one if there are any. */
    public int of(int candidates) {
        int wanted = count.orElse((int) Math.round(share * candidates));
        return Math.min(candidates, Math.max(1, wanted));
    }
}
