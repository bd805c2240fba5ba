package io.signet.simulator.scenario;

import io.signet.runtime.Limits;
import java.time.Duration;

/**
 * What a kind of node can do.
 *
 * @param name by which groups of the fleet refer to it
 * @param rowsPerSecond rows that its engine computes a second in large batches, 0.01 to 1,000,000
 * @param spread standard deviation of a node's speed, and of one run's time, over their mean; 0 to 0.5
 * @param runOverhead what a run takes however small it is, at most 10 s
 * @param sign what one signature by the node's identity key takes, at most 10 s
 * @param force what making a write durable takes, at most 10 s
 */
public record HardwareClass(
        String name, double rowsPerSecond, double spread, Duration runOverhead, Duration sign, Duration force) {
    private static final long TIME_MAX_MS = 10_000;

    public HardwareClass {
        Names.require("hardware class", name);
        Checks.requireInRange("rows-per-second", rowsPerSecond, 0.01, 1_000_000);
        Checks.requireInRange("spread", spread, 0, 0.5);
        Limits.requireInRange("run-overhead (ms)", runOverhead.toMillis(), 0, TIME_MAX_MS);
        Limits.requireInRange("sign (ms)", sign.toMillis(), 0, TIME_MAX_MS);
        Limits.requireInRange("force (ms)", force.toMillis(), 0, TIME_MAX_MS);
    }
}
