package io.signet.mesh.internal;

import io.signet.mesh.Refusal;
import io.signet.mesh.spi.NodeLoad;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.TaskService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that answers whatever happens: a bug in it is a refusal, so that nobody waits and no place is lost. */
final class AnsweringService implements TaskService {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweringService.class);

    private final TaskService service;

    AnsweringService(TaskService service) {
        this.service = service;
    }

    @Override
    public CompletionStage<TaskOutcome> execute(TaskOrder order) {
        // What is thrown at once is caught by the stage, like what comes later.
        return CompletableFuture.completedStage(order)
                .thenCompose(service::execute)
                .exceptionally(bug -> {
                    LOG.error("a task ended without an outcome", bug);
                    return new TaskOutcome.Refused(Refusal.FAILED, "the node failed on this task; its log says why");
                });
    }

    @Override
    public NodeLoad load() {
        return service.load();
    }
}
