package io.signet.simulator.virtual;

import io.signet.mesh.spi.NodeLoad;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.TaskService;
import io.signet.statement.Nonce;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A node's task service, watched: counts what it holds, and hands each outcome over when the log's clock, which runs ahead
 * while it writes and signs, says that it is there.
 */
final class WatchedService implements TaskService {
    private final TaskService service;
    private final World world;
    private final LocalClock logClock;
    private final Consumer<TaskOutcome.Answered> acknowledged;
    private final Consumer<Nonce> repeated;
    private final RecentNonces computed = new RecentNonces();
    private int held;
    private int heldMax;
    private boolean stopped;

    /**
     * Watches {@code service}.
     *
     * @param acknowledged gets each answer
     * @param repeated gets the nonce of each request that is computed although it was before
     */
    WatchedService(
            TaskService service,
            World world,
            LocalClock logClock,
            Consumer<TaskOutcome.Answered> acknowledged,
            Consumer<Nonce> repeated) {
        this.service = service;
        this.world = world;
        this.logClock = logClock;
        this.acknowledged = acknowledged;
        this.repeated = repeated;
    }

    /** The process is gone: no outcome reaches anybody. */
    void stop() {
        stopped = true;
    }

    /** The most tasks held at once so far. */
    int heldMax() {
        return heldMax;
    }

    @Override
    public CompletionStage<TaskOutcome> execute(TaskOrder order) {
        if (!computed.add(order.nonce())) {
            repeated.accept(order.nonce());
        }
        CompletableFuture<TaskOutcome> later = new CompletableFuture<>();
        held++;
        heldMax = Math.max(heldMax, held);
        var unused = service.execute(order)
                .thenAccept(outcome -> world.at(logClock.now(), () -> {
                    if (stopped) {
                        return;
                    }
                    held--;
                    if (outcome instanceof TaskOutcome.Answered answered) {
                        acknowledged.accept(answered);
                    }
                    later.complete(outcome);
                }));
        return later;
    }

    @Override
    public NodeLoad load() {
        return service.load();
    }
}
