package io.signet.mesh.spi;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** Computes and attests tasks on this node. Called on any thread; thread-safe; never blocks. */
@ConsumerType
public interface TaskService {
    /** Takes {@code order}, or refuses it at once; the stage never ends exceptionally. Any thread may complete it. */
    CompletionStage<TaskOutcome> execute(TaskOrder order);

    /** What this node can take now. */
    NodeLoad load();
}
