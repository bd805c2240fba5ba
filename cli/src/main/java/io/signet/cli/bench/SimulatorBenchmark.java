package io.signet.cli.bench;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.ScenarioException;
import io.signet.simulator.scenario.ScenarioReader;
import io.signet.simulator.virtual.VirtualRunner;
import java.util.List;

/** How fast virtual mode is, and how much memory a node takes in it. */
final class SimulatorBenchmark implements Benchmark {
    private static final String EVENTS = "sim_task_events_per_second";
    private static final String BYTES = "sim_bytes_per_node";
    private static final int ROUNDS = 3;
    private static final int NODES = 5_000;

    /** Twenty fast nodes whom four requesters never let rest, so that next to all events are those of tasks. */
    private static final String BUSY =
            """
            name: busy
            claim: Tasks are simulated fast.
            duration: 20s
            hardware: {box: {rows-per-second: 4000}}
            fleet: {count: 20, hardware: box}
            requesters: {count: 4, arrivals: {kind: closed, in-flight: 8}, rows: 64}
            """;

    /** Many nodes that have had a little work each. */
    private static final String LARGE =
            """
            name: large
            claim: Nodes are simulated in little memory.
            duration: 15s
            fleet: {count: %d}
            requesters: {count: 2, arrivals: {kind: poisson, per-second: 2}, rows: 500..2000}
            """
                    .formatted(NODES);

    @Override
    public List<String> names() {
        return List.of(EVENTS, BYTES);
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        VirtualRunner runner = new VirtualRunner();
        Scenario busy = read(BUSY);
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) { // the first ones warm the JVM up
            RunReport report = runner.run(busy, busy.seed(), Progress.NONE);
            if (!report.holds()) {
                throw new BenchmarkException("the simulated mesh failed: " + report.verdicts());
            }
            best = Math.max(
                    best,
                    report.totals().events() * 1e9 / report.totals().wall().toNanos());
        }
        Scenario large = read(LARGE);
        double bytes = (double) runner.heapBytes(large, large.seed()) / NODES;
        return List.of(
                Figure.of(EVENTS, best, "events/s", Budget.atLeast(500_000)),
                Figure.of(BYTES, bytes, "bytes", Budget.atMost(80_000)));
    }

    private static Scenario read(String yaml) throws BenchmarkException {
        try {
            return ScenarioReader.read("benchmark", yaml);
        } catch (ScenarioException e) {
            throw new BenchmarkException("the benchmark's scenario is wrong: " + e.getMessage(), e);
        }
    }
}
