package io.signet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.LogDirectory;
import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.mesh.JobResult;
import io.signet.mesh.TaskAnswer;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.Statement;
import io.signet.statement.tile.LogAudit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that each have an emulated TPM, one of which is switched off while it is needed. */
@Tag("real")
final class TpmNodeScenario {
    @TempDir
    private Path directory;

    private Sandbox sandbox;

    @Test
    void tpmIsGoneMidRunAndBack_nothingIsAnsweredWithoutIt() throws Exception {
        assertThat(EmulatedTpm.isInstalled()).as("swtpm is installed").isTrue();
        try (Sandbox made = Sandbox.create(directory, 2, new TpmNodeKeys())) {
            sandbox = made;
            sandbox.mesh.start();
            sandbox.awaitNodes(2);
            NodeId first = identity(1).node();
            NodeId second = identity(2).node();

            answersOf(sandbox.send(120, () -> sandbox.mesh.killTpm(1)));
            Sandbox.Running more = sandbox.send(24); // notices it at the latest
            assertThat(answersOf(more)).extracting(TaskAnswer::node).containsOnly(second);
            Sandbox.await("node 1 promises nothing without its TPM", () -> sandbox.online() == 1);
            assertThat(sandbox.hasLog(1, "the TPM is lost")).isTrue();

            sandbox.mesh.killTpm(2);
            Sandbox.Running refused = sandbox.send(24);
            assertThat(refused.result().get(60, TimeUnit.SECONDS)).isInstanceOf(JobResult.Failed.class);
            assertThat(refused.heard()).isEmpty();
            Sandbox.await("node 2 promises nothing either", () -> sandbox.online() == 0);

            sandbox.mesh.startTpm(1);
            Sandbox.await("node 1 serves again", () -> sandbox.online() == 1);
            assertThat(answersOf(sandbox.send(24))).extracting(TaskAnswer::node).containsOnly(first);
            assertThat(sandbox.hasLog(1, "the TPM is back")).isTrue();

            sandbox.mesh.stopNode(1);
            Path log = sandbox.home().node(1).resolve("log");
            assertThat(LogAudit.run(LogDirectory.open(log, Clock.SYSTEM), identity(1), Optional.empty(), read -> {}))
                    .isInstanceOf(LogAudit.Sound.class);
        }
    }

    private IdentityChain identity(int number) throws Exception {
        return IdentityChain.of(Certificates.read(sandbox.home().node(number).resolve(Credentials.CHAIN_FILE)));
    }

    /** Checks that each picture was answered once, and signed for by the node's certified key, behind a TPM interface. */
    private List<TaskAnswer> answersOf(Sandbox.Running job) throws Exception {
        List<TaskAnswer> answers = sandbox.assertAllAnsweredOnceCorrectlyAndVerified(job);
        for (TaskAnswer answer : answers) {
            assertThat(Statement.decode(answer.proof().statement()).assurance()).isEqualTo(Assurance.TPM2_INTERFACE);
            assertThat(answer.proof().identity().assurance()).isEqualTo(Assurance.TPM2_INTERFACE);
        }
        return answers;
    }
}
