package io.signet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.ForwardingHardwareKey;
import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.mesh.ChallengeResult;
import io.signet.mesh.Refusal;
import io.signet.mesh.Strain;
import io.signet.mesh.TaskAnswer;
import io.signet.mesh.WitnessPlan;
import io.signet.mesh.spi.NodeLoad;
import io.signet.mesh.spi.NodeServices;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.TaskService;
import io.signet.node.MeshMember;
import io.signet.node.NodeEvidence;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Finding;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.TpmEvidence;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real node with an emulated TPM that is challenged, and a cheat with another one that copies what the first shows. */
@Tag("real")
final class ChallengeScenario {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void honestTpmOpensTheChallenge_andOneBehindAnothersEndorsementKeyDoesNot() throws Exception {
        try (Sandbox sandbox = Sandbox.create(directory, 2, new TpmNodeKeys())) {
            sandbox.mesh.startBroker();
            sandbox.mesh.startNode(1);
            sandbox.awaitNodes(1);
            sandbox.assertAllAnsweredOnceCorrectlyAndVerified(sandbox.send(6)); // asks for the evidence, too

            ChallengeResult.Answered honest = challenge(sandbox, node(sandbox, 1));
            assertThat(honest.verdict())
                    .isInstanceOfSatisfying(EvidenceVerdict.Accepted.class, accepted -> assertThat(accepted.assurance())
                            .isEqualTo(Assurance.TPM2_INTERFACE));
            assertThat(honest.objection()).isEmpty();
            assertThat(honest.verdict().findings())
                    .filteredOn(Finding.Proved.class::isInstance)
                    .extracting(Finding::claim)
                    .contains("fresh", "tpm", "firmware");
            assertThat(honest.evidence().claims().firmware().runs())
                    .singleElement()
                    .satisfies(run -> assertThat(run.items()).extracting("name").contains("io.signet.mesh"));

            for (TaskAnswer answer : sandbox.assertAllAnsweredOnceCorrectlyAndVerified(sandbox.send(6))) {
                assertThat(Evidence.decode(answer.proof().evidence()).claims().tpm())
                        .isPresent();
            }
            assertCopiedEndorsementKeyIsRefused(
                    sandbox, honest.evidence().claims().tpm().orElseThrow());
        }
    }

    private void assertCopiedEndorsementKeyIsRefused(Sandbox sandbox, TpmEvidence copied) throws Exception {
        Path home = sandbox.home().node(2);
        try (EmulatedTpm tpm = TpmNodeKeys.startFor(home, false).orElseThrow();
                TpmKey own = TpmKey.open(
                        TpmOptions.of(tpm.address(), home.resolve("identity").resolve("tpm")), new SecureRandom());
                NodeEvidence evidence = new NodeEvidence(new Copycat(own, copied), Clock.SYSTEM, new SecureRandom());
                MeshMember member = MeshMember.join(
                        MeshProfile.read(home.resolve(MeshProfile.FILE_NAME)),
                        own,
                        Optional.of(NodeServices.of(new Idle()).withEvidence(evidence)),
                        1,
                        WitnessPlan.NONE,
                        event -> {});
                AgentThread thread = AgentThread.start(evidence, Duration.ofMillis(10))) {
            ChallengeResult.Answered cheat = challenge(sandbox, member.node());
            assertThat(cheat.verdict())
                    .isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(EvidenceVerdict.Reason.CHALLENGE_FAILED));
            assertThat(cheat.objection()).isPresent();
            assertThat(thread).isNotNull();
        }
    }

    private static NodeId node(Sandbox sandbox, int number) throws Exception {
        Path chain = sandbox.home().node(number).resolve(Credentials.CHAIN_FILE);
        return IdentityChain.of(Certificates.read(chain)).node();
    }

    private static ChallengeResult.Answered challenge(Sandbox sandbox, NodeId node) throws Exception {
        ChallengeResult result = sandbox.requester()
                .challenge(node, TIMEOUT)
                .toCompletableFuture()
                .get(TIMEOUT.toSeconds() + 10, TimeUnit.SECONDS);
        assertThat(result).as(result.toString()).isInstanceOf(ChallengeResult.Answered.class);
        return (ChallengeResult.Answered) result;
    }

    /** Serves nothing. */
    private static final class Idle implements TaskService {
        @Override
        public CompletionStage<TaskOutcome> execute(TaskOrder order) {
            return CompletableFuture.completedStage(new TaskOutcome.Refused(Refusal.FAILED, "idle"));
        }

        @Override
        public NodeLoad load() {
            return new NodeLoad(List.of(), 0, 0, Strain.NONE);
        }
    }

    /** A key in one TPM that is shown beside the endorsement of another. */
    private static final class Copycat extends ForwardingHardwareKey {
        private final TpmEvidence copied;

        Copycat(TpmKey own, TpmEvidence copied) {
            super(own);
            this.copied = copied;
        }

        @Override
        public Evidence evidence(Bytes nonce) throws SigningException {
            EvidenceClaims claims = super.evidence(nonce).claims();
            TpmEvidence said = claims.tpm().orElseThrow();
            TpmEvidence mixed = new TpmEvidence(
                    copied.endorsementCertificates(),
                    copied.endorsementKey(),
                    said.attestationKey(),
                    said.resultKey(),
                    said.certified(),
                    said.quoted(),
                    said.pcrs(),
                    said.firmwarePcr(),
                    said.bootLog());
            return Evidence.sign(
                    signer(),
                    new EvidenceClaims(
                            claims.node(),
                            nonce,
                            claims.timeSeconds(),
                            claims.kind(),
                            claims.firmware(),
                            Optional.of(mixed)));
        }
    }
}
