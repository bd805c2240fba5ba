package io.signet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.TaskAnswer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that dies loses no picture, and none is answered twice. */
@Tag("real")
final class LostNodeScenario {
    @TempDir
    private Path directory;

    @Test
    void nodeKilledInTheMiddleOf500Pictures_everyPictureIsAnsweredOnceCorrectlyAndVerified() throws Exception {
        try (Sandbox sandbox = Sandbox.create(directory, 3)) {
            sandbox.mesh.start();
            sandbox.awaitNodes(3);
            Sandbox.Running job = sandbox.send(500, () -> sandbox.mesh.killNode(1));
            List<TaskAnswer> answers = sandbox.assertAllAnsweredOnceCorrectlyAndVerified(job);
            assertThat(answers.stream().map(TaskAnswer::node).distinct().count())
                    .isGreaterThanOrEqualTo(2);
            sandbox.awaitNodes(2);

            sandbox.mesh.startNode(1);
            sandbox.awaitNodes(3);
            sandbox.assertAllAnsweredOnceCorrectlyAndVerified(sandbox.send(20));
        }
    }

    @Test
    void nodeStoppedInTheMiddleOfAJob_finishesWhatItHoldsAndTheJobCompletes() throws Exception {
        try (Sandbox sandbox = Sandbox.create(directory, 2)) {
            sandbox.mesh.start();
            sandbox.awaitNodes(2);
            AtomicReference<CompletableFuture<Void>> stopped = new AtomicReference<>();
            Sandbox.Running job =
                    sandbox.send(2000, () -> stopped.set(CompletableFuture.runAsync(() -> sandbox.mesh.stopNode(2))));
            sandbox.assertAllAnsweredOnceCorrectlyAndVerified(job);
            stopped.get().get(60, TimeUnit.SECONDS);
            sandbox.awaitNodes(1);
        }
    }
}
