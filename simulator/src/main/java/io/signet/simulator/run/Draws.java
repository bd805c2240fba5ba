package io.signet.simulator.run;

import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Selection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What is drawn alike in both modes: each draw depends on the run's seed and on what it is for alone. Nodes are counted from
 * 0 through the whole fleet.
 */
public final class Draws {
    /** A node is no slower than this share of its class. */
    private static final double SPEED_FACTOR_MIN = 0.1;

    private static final double SPREAD_LIMIT = 3;

    private final long seed;

    /** Those of a run with {@code seed}. */
    public Draws(long seed) {
        this.seed = seed;
    }

    /** The generator for number {@code number} of what is called {@code what}; thread-safe, and equal on every machine. */
    public Random of(String what, int number) {
        long mixed =
                new SplittableRandom(seed ^ ((long) what.hashCode() << 32 | Integer.toUnsignedLong(number))).nextLong();
        return new Random(mixed);
    }

    /** Rows a second of node {@code number}, which is of {@code hardware}. */
    public double rowsPerSecond(HardwareClass hardware, int number) {
        double gaussian = of("node", number).nextGaussian(); // java.util.Random's is StrictMath's
        double limited = Math.max(-SPREAD_LIMIT, Math.min(SPREAD_LIMIT, gaussian));
        return hardware.rowsPerSecond() * Math.max(SPEED_FACTOR_MIN, 1 + hardware.spread() * limited);
    }

    /** The nodes that fault number {@code fault} of {@code scenario}, counted from 0, happens to; none if to others. */
    public Set<Integer> hit(Scenario scenario, int fault) {
        Fault what = scenario.faults().get(fault);
        return what.kind().subject() == Fault.Subject.NODES
                ? pick(what.nodes(), scenario.fleet(), of("fault", fault), Set.of())
                : Set.of();
    }

    /** The nodes of the fleet that cheat as each adversary of {@code scenario} does, in their order; a node cheats in one way. */
    public List<Set<Integer>> cheats(Scenario scenario) {
        List<Set<Integer>> cheats = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < scenario.adversaries().size(); i++) {
            Adversary adversary = scenario.adversaries().get(i);
            Set<Integer> picked = adversary.kind().ofFleet()
                    ? pick(adversary.nodes(), scenario.fleet(), of("adversary", i), taken)
                    : Set.of();
            taken.addAll(picked);
            cheats.add(picked);
        }
        return cheats;
    }

    private static Set<Integer> pick(Selection selection, List<NodeGroup> fleet, Random random, Set<Integer> taken) {
        List<Integer> candidates = new ArrayList<>();
        int number = 0;
        for (NodeGroup group : fleet) {
            int first = number;
            number += group.count();
            if (selection.admits(group.name(), group.region())) {
                for (int node = first; node < number; node++) {
                    if (!taken.contains(node)) {
                        candidates.add(node);
                    }
                }
            }
        }
        Collections.shuffle(candidates, random);
        return Collections.unmodifiableSet(new TreeSet<>(candidates.subList(0, selection.of(candidates.size()))));
    }
}
