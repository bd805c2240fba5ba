package io.signet.simulator.scenario;

import io.signet.runtime.Limits;
import java.time.Duration;

/**
 * What jobs are like.
 *
 * @param model name of the model
 * @param rowsMin fewest rows of a job, 1 to 1,000,000
 * @param rowsMax most rows of a job; sizes between are equally likely
 * @param timeout time after which a job has failed, 1 ms to the mesh's longest of 1 h
 */
public record JobShape(String model, int rowsMin, int rowsMax, Duration timeout) {
    public JobShape {
        Names.require("model", model);
        Limits.requireInRange("rows", rowsMin, 1, 1_000_000);
        Limits.requireInRange("rows", rowsMax, rowsMin, 1_000_000);
        Limits.requireInRange(
                "timeout (ms)", timeout.toMillis(), 1, Duration.ofHours(1).toMillis());
    }
}
