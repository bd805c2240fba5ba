package io.signet.simulator.real;

import io.signet.simulator.engine.EngineSettings;
import io.signet.simulator.run.Draws;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of the fleet.
 *
 * @param number counted from 1 through the whole fleet, as in {@link io.signet.provisioning.owner.MeshHome}
 * @param name the group's name and its number in the group
 * @param group its group
 * @param engine what its engine can do when nothing is wrong
 */
record FleetNode(int number, String name, NodeGroup group, EngineSettings engine) {
    /** Most rows of a run, unless a node is told otherwise. */
    private static final int BATCH_ROWS = 64;

    private static final double ROWS_PER_SECOND_MIN = 0.01;
    private static final double ROWS_PER_SECOND_MAX = 1e6;

    /** Rows that it computes a second in full batches. */
    double fullBatchesPerSecond() {
        return BATCH_ROWS * 1e9 / engine.runNanos(BATCH_ROWS);
    }

    /** The nodes of {@code scenario}, with speeds that vary as their classes say. */
    static List<FleetNode> of(Scenario scenario, Draws draws) {
        List<FleetNode> nodes = new ArrayList<>();
        for (NodeGroup group : scenario.fleet()) {
            HardwareClass hardware = scenario.hardware().get(group.hardware());
            for (int i = 1; i <= group.count(); i++) {
                int number = nodes.size() + 1;
                double drawn = draws.rowsPerSecond(hardware, number - 1);
                double rowsPerSecond = Math.min(ROWS_PER_SECOND_MAX, Math.max(ROWS_PER_SECOND_MIN, drawn));
                EngineSettings engine =
                        new EngineSettings(rowsPerSecond, hardware.runOverhead(), hardware.spread(), 1, 0);
                nodes.add(new FleetNode(number, group.name() + "-" + i, group, engine));
            }
        }
        return List.copyOf(nodes);
    }
}
