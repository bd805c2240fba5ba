package io.signet.simulator.scenario;

import io.signet.runtime.Limits;
import java.util.List;

/**
 * Nodes that are alike.
 *
 * @param name of the group; its nodes are {@code name-1}, {@code name-2} and so on
 * @param count 1 to 1,000,000
 * @param hardware name of the hardware class
 * @param owner name of the owner; an owner is trusted by every requester
 * @param region name of the region
 * @param models names of the models that they serve, 1 to 6
 * @param tasksMax tasks that each holds at once, 1 to 4,096
 */
public record NodeGroup(
        String name, int count, String hardware, String owner, String region, List<String> models, int tasksMax) {
    public NodeGroup {
        Names.require("group", name);
        Limits.requireInRange("count", count, 1, 1_000_000);
        Names.require("hardware class", hardware);
        Names.require("owner", owner);
        Names.require("region", region);
        Limits.requireInRange("number of models", models.size(), 1, 6);
        models.forEach(model -> Names.require("model", model));
        Limits.requireInRange("tasks-max", tasksMax, 1, 4096);
        models = List.copyOf(models);
    }
}
