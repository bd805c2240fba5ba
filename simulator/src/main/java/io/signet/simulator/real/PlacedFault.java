package io.signet.simulator.real;

import io.signet.simulator.run.Draws;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
    static List<PlacedFault> of(Scenario scenario, Draws draws) {
        List<PlacedFault> placed = new ArrayList<>();
        for (Fault fault : scenario.faults()) {
            Set<Integer> numbers = draws.hit(scenario, placed.size()).stream()
                    .map(node -> node + 1)
                    .collect(Collectors.toSet());
            placed.add(new PlacedFault(fault, numbers));
        }
        return List.copyOf(placed);
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
