package io.signet.simulator;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker may come late and go for a while; nothing is lost or doubled. */
@Tag("real")
@Tag("heavy")
final class BrokerOutageScenario {
    private static final long OUTAGE_S = 10;

    @TempDir
    private Path directory;

    @Test
    void brokerComesLateAndStopsForTenSecondsMidJob_jobCompletesWithNothingLostOrDoubled() throws Exception {
        try (Sandbox sandbox = Sandbox.create(directory, 3)) {
            for (int node = 1; node <= 3; node++) {
                sandbox.mesh.startNode(node);
            }
            Sandbox.await("a node is up before there is a broker", () -> sandbox.hasLog(1, "cannot connect"));
            sandbox.mesh.startBroker();
            sandbox.awaitNodes(3);

            Sandbox.Running job = sandbox.send(500, sandbox.mesh::killBroker);
            try {
                job.result().get(OUTAGE_S, TimeUnit.SECONDS);
                throw new AssertionError("the job ended without a broker");
            } catch (TimeoutException stillWaiting) {
                sandbox.mesh.startBroker();
            }
            sandbox.assertAllAnsweredOnceCorrectlyAndVerified(job);
        }
    }
}
