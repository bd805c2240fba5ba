package io.signet.simulator.scenario;

import io.signet.runtime.Limits;

/**
 * Requesters that are alike.
 *
 * @param name of the group
 * @param count 1 to 10,000
 * @param region name of the region
 * @param arrivals when each of them submits a job
 * @param jobs what the jobs are like
 */
public record RequesterGroup(String name, int count, String region, Arrivals arrivals, JobShape jobs) {
    public RequesterGroup {
        Names.require("group", name);
        Limits.requireInRange("count", count, 1, 10_000);
        Names.require("region", region);
    }
}
