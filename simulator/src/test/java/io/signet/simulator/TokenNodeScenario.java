package io.signet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.testing.SoftHsm;
import io.signet.mesh.JobResult;
import io.signet.mesh.TaskAnswer;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.statement.Assurance;
import io.signet.statement.Statement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose key is on a PKCS#11 token answers, but for the time in which the token is pulled out. */
@Tag("real")
final class TokenNodeScenario {
    @TempDir
    private Path directory;

    @Test
    void tokenIsPulledOutAndPutBack_nothingIsAnsweredWithoutIt() throws Exception {
        try (SoftHsm hsm = SoftHsm.create(directory);
                Sandbox sandbox = Sandbox.create(directory, 1, NodeKeys.onToken(hsm.uri("node"), 1))) {
            sandbox.mesh.start();
            sandbox.awaitNodes(1);
            for (TaskAnswer answer : sandbox.assertAllAnsweredOnceCorrectlyAndVerified(sandbox.send(20))) {
                assertThat(Statement.decode(answer.proof().statement()).assurance())
                        .isEqualTo(Assurance.PKCS11);
            }

            hsm.remove();
            Sandbox.Running refused = sandbox.send(20);
            assertThat(refused.result().get(60, TimeUnit.SECONDS)).isInstanceOf(JobResult.Failed.class);
            assertThat(refused.heard()).isEmpty();
            Sandbox.await("the node promises nothing without its key", () -> sandbox.online() == 0);
            assertThat(sandbox.hasLog(1, "does not sign")).isTrue();

            hsm.putBack();
            sandbox.awaitNodes(1);
            sandbox.assertAllAnsweredOnceCorrectlyAndVerified(sandbox.send(20));

            sandbox.mesh.stopNode(1);
            String said = Files.readString(sandbox.home().node(1).resolve("node.log"));
            assertThat(said).contains("key 'node-1' on PKCS#11 token").doesNotContain(SoftHsm.PIN);
        }
    }
}
