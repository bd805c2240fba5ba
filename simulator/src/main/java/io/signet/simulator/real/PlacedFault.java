package io.signet.simulator.real;

import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Selection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A fault, and the nodes that the run's seed picked for it.
 *
 * @param fault what goes wrong
 * @param nodes numbers of the nodes; empty for a fault of something else
 */
record PlacedFault(Fault fault, Set<Integer> nodes) {
    PlacedFault {
        nodes = Collections.unmodifiableSet(new TreeSet<>(nodes));
    }

    /** The faults of {@code scenario}, in its order. */
    static List<PlacedFault> of(Scenario scenario, List<FleetNode> fleet, Draws draws) {
        List<PlacedFault> placed = new ArrayList<>();
        for (Fault fault : scenario.faults()) {
            Set<Integer> nodes = fault.kind().subject() == Fault.Subject.NODES
                    ? pick(fault.nodes(), fleet, draws, placed.size())
                    : Set.of();
            placed.add(new PlacedFault(fault, nodes));
        }
        return List.copyOf(placed);
    }

    private static Set<Integer> pick(Selection selection, List<FleetNode> fleet, Draws draws, int number) {
        List<Integer> candidates = new ArrayList<>();
        for (FleetNode node : fleet) {
            if (selection.admits(node.group().name(), node.group().region())) {
                candidates.add(node.number());
            }
        }
        Collections.shuffle(candidates, draws.of("fault", number));
        return new TreeSet<>(candidates.subList(0, selection.of(candidates.size())));
    }

    /** In words: {@code crash: 2 nodes}. */
    String describe() {
        String kind = fault.kind().label();
        return switch (fault.kind().subject()) {
            case NODES -> kind + ": " + (nodes.size() == 1 ? "1 node" : nodes.size() + " nodes");
            case BROKER, REGION -> kind + ": " + fault.target().orElseThrow();
            case NETWORK -> kind;
        };
    }
}
