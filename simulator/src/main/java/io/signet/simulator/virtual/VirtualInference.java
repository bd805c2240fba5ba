package io.signet.simulator.virtual;

import io.signet.inference.HostSettings;
import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceRequest;
import io.signet.inference.InferenceService;
import io.signet.inference.LoadSnapshot;
import io.signet.inference.ModelInfo;
import io.signet.inference.Refusal;
import io.signet.inference.internal.HostedModel;
import io.signet.inference.internal.ModelLane;
import io.signet.inference.internal.Throughput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The lanes of a node's models. */
final class VirtualInference implements InferenceService {
    private final Map<String, ModelLane> lanes = new TreeMap<>();

    /** Serves the model called {@code name} in a lane of its own, whose driver joins {@code drivers}. */
    LaneAgent serve(
            String name,
            SimulatedModel model,
            HostSettings settings,
            World world,
            LocalClock clock,
            List<AgentDriver> drivers) {
        Throughput measured =
                new Throughput(model.nanos(1), SimulatedModel.ROWS_MAX, model.nanos(SimulatedModel.ROWS_MAX));
        ModelLane lane = new ModelLane(new HostedModel(model.info(name), model, model, measured), settings, clock);
        lanes.put(name, lane);
        LaneAgent agent = new LaneAgent(world, lane, model, clock);
        AgentDriver driver = new AgentDriver(world, agent, clock);
        agent.setWake(driver::wake);
        drivers.add(driver);
        return agent;
    }

    @Override
    public CompletionStage<InferenceOutcome> infer(InferenceRequest request) {
        return Optional.ofNullable(lanes.get(request.model()))
                .map(lane -> lane.offer(request))
                .orElseGet(() -> CompletableFuture.completedStage(new InferenceOutcome.Refused(
                        Refusal.UNKNOWN_MODEL, "this node serves no model '" + request.model() + "'")));
    }

    @Override
    public List<ModelInfo> models() {
        return lanes.values().stream().map(ModelLane::info).toList();
    }

    @Override
    public List<ModelInfo> models(String name) {
        return Optional.ofNullable(lanes.get(name)).stream()
                .map(ModelLane::info)
                .toList();
    }

    @Override
    public LoadSnapshot load() {
        long requests = 0;
        long rows = 0;
        long bytes = 0;
        long running = 0;
        long backlog = 0;
        long completed = 0;
        long refused = 0;
        for (ModelLane lane : lanes.values()) {
            LoadSnapshot load = lane.load();
            requests += load.queuedRequests();
            rows += load.queuedRows();
            bytes += load.queuedBytes();
            running += load.runningRows();
            backlog += load.backlogNanos();
            completed += load.completedRequests();
            refused += load.refusedRequests();
        }
        return new LoadSnapshot(requests, rows, bytes, running, backlog, completed, refused);
    }

    /** True if no lane's queue is over its bound. */
    boolean isBounded(int queueRequestsMax) {
        return lanes.values().stream().allMatch(lane -> lane.load().queuedRequests() <= queueRequestsMax);
    }
}
