package io.signet.simulator.real;

import io.signet.simulator.run.Draws;
import io.signet.simulator.scenario.Scenario;
import java.util.List;

/**
 * A scenario with all that a seed decides before it starts.
 *
 * @param draws from which more is drawn as it goes
 * @param fleet its nodes
 * @param faults with the nodes that they happen to
 */
record PlannedRun(Scenario scenario, long seed, Draws draws, List<FleetNode> fleet, List<PlacedFault> faults) {
    PlannedRun {
        fleet = List.copyOf(fleet);
        faults = List.copyOf(faults);
    }

    static PlannedRun of(Scenario scenario, long seed) {
        Draws draws = new Draws(seed);
        return new PlannedRun(scenario, seed, draws, FleetNode.of(scenario, draws), PlacedFault.of(scenario, draws));
    }

    /** The regions where nodes are, each once. */
    List<String> nodeRegions() {
        return fleet.stream().map(node -> node.group().region()).distinct().toList();
    }
}
