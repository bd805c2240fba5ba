package io.signet.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.spi.Outgoing;
import io.signet.statement.Bytes;
import io.signet.statement.Finding;
import io.signet.statement.NodeId;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.EvidenceVerdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvidenceMeshTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final UnaryOperator<TrustPolicy> GOOD_FIRMWARE =
            policy -> policy.withFirmware(Set.of(TestEvidence.GOOD));

    @TempDir
    private Path directory;

    private TestMesh mesh(int nodes, UnaryOperator<TrustPolicy> demands) throws Exception {
        TestMesh mesh = new TestMesh(directory, WitnessPlan.NONE, demands);
        for (int i = 0; i < nodes; i++) {
            mesh.addNode(1000);
        }
        mesh.awaitNodes(nodes);
        return mesh;
    }

    private static TestEvidence evidence(TestMesh mesh, int node) {
        return mesh.nodes.get(node).node().orElseThrow().evidence;
    }

    private static NodeId id(TestMesh mesh, int node) {
        return mesh.nodes.get(node).key().node();
    }

    /** Nobody does anything for so long; then the nodes report again. */
    private static void sleep(TestMesh mesh, Duration time) {
        mesh.clock.advanceMillis(time.toMillis());
        mesh.pass(3000);
    }

    private static JobResult run(TestMesh mesh, int rows) {
        return mesh.await(mesh.submit(TestMesh.numbers(rows, MINUTE), JobListener.NONE));
    }

    private static Set<NodeId> nodes(JobResult result) {
        return result.answers().stream().map(TaskAnswer::node).collect(Collectors.toSet());
    }

    private static ChallengeResult challenge(TestMesh mesh, int node, Duration timeout) {
        CompletableFuture<ChallengeResult> result =
                mesh.requester.peer().challenge(id(mesh, node), timeout).toCompletableFuture();
        for (int i = 0; !result.isDone(); i++) {
            assertThat(i).as("a challenge ends in time").isLessThan(200_000);
            mesh.step();
        }
        return result.join();
    }

    @Test
    void answersOfANodeThatWasAskedOnce_carryItsEvidence() throws Exception {
        TestMesh mesh = mesh(1, UnaryOperator.identity());
        run(mesh, 50);
        JobResult result = run(mesh, 50);
        assertThat(result.answers())
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.proof().evidence()).isNotEqualTo(Bytes.EMPTY));
        assertThat(evidence(mesh, 0).keptAsked).isEqualTo(1);
    }

    @Test
    void nodeIsAskedAgain_afterAnHourAndAfterItsRestart() throws Exception {
        TestMesh mesh = mesh(1, UnaryOperator.identity());
        run(mesh, 10);
        sleep(mesh, Duration.ofMinutes(50));
        run(mesh, 10);
        assertThat(evidence(mesh, 0).keptAsked).isEqualTo(1);
        sleep(mesh, Duration.ofMinutes(11));
        run(mesh, 10);
        mesh.pass(1000);
        assertThat(evidence(mesh, 0).keptAsked).isEqualTo(2);
        mesh.restart(mesh.nodes.get(0));
        mesh.pass(3000);
        run(mesh, 10);
        mesh.pass(1000);
        assertThat(evidence(mesh, 0).keptAsked).isEqualTo(3);
    }

    @Test
    void policyThatListsFirmware_givesWorkOnlyToNodesThatRunIt() throws Exception {
        TestMesh mesh = mesh(3, GOOD_FIRMWARE);
        evidence(mesh, 1).firmware = TestEvidence.OTHER;
        evidence(mesh, 2).instead = Optional.of(evidence(mesh, 0).make(Bytes.utf8("of another node")));
        JobResult result = run(mesh, 200);
        assertThat(result).isInstanceOf(JobResult.Completed.class);
        assertThat(nodes(result)).containsExactly(id(mesh, 0));
        assertThat(result.answers())
                .allSatisfy(answer -> assertThat(answer.verdict().findings())
                        .extracting(Finding::claim)
                        .contains("accepted firmware"));
        assertThat(mesh.events)
                .filteredOn(MeshEvent.EvidenceRefused.class::isInstance)
                .extracting(e -> ((MeshEvent.EvidenceRefused) e).node())
                .containsOnly(id(mesh, 1), id(mesh, 2));
        assertThat(mesh.nodes.get(1).peer().stats().tasksServed()).isZero();
    }

    @Test
    void evidenceThatSomebodyKeptForLonger_isRefused() throws Exception {
        TestMesh mesh = mesh(1, GOOD_FIRMWARE);
        Bytes old = evidence(mesh, 0).make(Bytes.utf8("long ago"));
        sleep(mesh, Duration.ofHours(2));
        evidence(mesh, 0).instead = Optional.of(old);
        assertThat(run(mesh, 10)).isInstanceOfSatisfying(JobResult.Failed.class, failed -> assertThat(failed.reason())
                .contains(
                        "that serves model 'double' has shown evidence of its hardware and firmware that the trust policy"
                                + " accepts",
                        id(mesh, 0).toHex().substring(0, 8) + ": its evidence is of",
                        "renew theirs every hour"));
    }

    @Test
    void reasonOfTheRefusal_isInTheJobsFailure() throws Exception {
        TestMesh mesh = mesh(1, GOOD_FIRMWARE);
        evidence(mesh, 0).firmware = TestEvidence.OTHER;
        assertThat(run(mesh, 10)).isInstanceOfSatisfying(JobResult.Failed.class, failed -> assertThat(failed.reason())
                .contains("started io.signet.test", "which the policy does not list"));
    }

    @Test
    void policyThatWantsYoungEvidence_hasNodesAskedWithNonces() throws Exception {
        TestMesh mesh = mesh(1, GOOD_FIRMWARE.andThen(p -> p.withMaximalAge(Duration.ofMinutes(10)))::apply);
        sleep(mesh, Duration.ofMinutes(20));
        assertThat(run(mesh, 10)).isInstanceOf(JobResult.Completed.class);
        assertThat(evidence(mesh, 0).nonces).hasSize(1);
        assertThat(evidence(mesh, 0).keptAsked).isZero();
        sleep(mesh, Duration.ofMinutes(9));
        assertThat(run(mesh, 10)).isInstanceOf(JobResult.Completed.class);
        mesh.pass(1000);
        assertThat(evidence(mesh, 0).nonces).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void challengeOfASoftwareKey_provesThatItIsFreshAndNoMore() throws Exception {
        TestMesh mesh = mesh(2, UnaryOperator.identity());
        ChallengeResult result = challenge(mesh, 1, MINUTE);
        assertThat(result).isInstanceOfSatisfying(ChallengeResult.Answered.class, answered -> {
            assertThat(answered.identity().node()).isEqualTo(id(mesh, 1));
            assertThat(answered.verdict()).isInstanceOf(EvidenceVerdict.Accepted.class);
            assertThat(answered.verdict().findings()).anySatisfy(f -> assertThat(f)
                    .isInstanceOfSatisfying(Finding.Proved.class, proved -> assertThat(proved.claim())
                            .isEqualTo("fresh")));
            assertThat(answered.objection()).isEmpty();
        });
    }

    @Test
    void evidenceThatAnswersAnotherQuestion_isRefused() throws Exception {
        TestMesh mesh = mesh(1, UnaryOperator.identity());
        evidence(mesh, 0).instead = Optional.of(evidence(mesh, 0).make(Bytes.utf8("an older question")));
        assertThat(challenge(mesh, 0, MINUTE))
                .isInstanceOfSatisfying(ChallengeResult.Answered.class, answered -> assertThat(answered.verdict())
                        .isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> assertThat(refused.reason())
                                .isEqualTo(EvidenceVerdict.Reason.OLD_NONCE)));
    }

    @Test
    void nodeThatIsNotThere_endsTheChallengeInTime() throws Exception {
        TestMesh mesh = mesh(1, UnaryOperator.identity());
        NodeId nobody = mesh.requester.key().node();
        CompletableFuture<ChallengeResult> result =
                mesh.requester.peer().challenge(nobody, Duration.ofSeconds(1)).toCompletableFuture();
        mesh.run(1100);
        assertThat(result.join())
                .isInstanceOfSatisfying(ChallengeResult.Failed.class, failed -> assertThat(failed.reason())
                        .contains(nobody.toHex(), "is not known in mesh 'test'"));
    }

    @Test
    void lostQuestion_endsTheChallengeInTime() throws Exception {
        TestMesh mesh = mesh(1, UnaryOperator.identity());
        mesh.broker.interference = messages -> List.of();
        assertThat(challenge(mesh, 0, Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(ChallengeResult.Failed.class, failed -> assertThat(failed.reason())
                        .contains("did not answer in time"));
    }

    @Test
    void floodOfQuestions_costsTheKeyAFewSignaturesAndIsToldWhenToComeBack() throws Exception {
        TestMesh mesh = mesh(1, UnaryOperator.identity());
        int fresh = 0;
        int busy = 0;
        for (int i = 0; i < 60; i++) {
            ChallengeResult result = challenge(mesh, 0, Duration.ofMillis(900));
            if (result instanceof ChallengeResult.Failed failed) {
                assertThat(failed.reason()).contains("is busy: others ask for evidence, too; ask again in ");
                busy++;
            } else {
                fresh++;
            }
            mesh.pass(1000);
        }
        assertThat(fresh).isBetween(3, 4); // two at once, then one in 30 s
        assertThat(busy).isEqualTo(60 - fresh);
        assertThat(evidence(mesh, 0).nonces).hasSize(fresh);
    }

    @Test
    void challengeThatIsTooEarly_waitsForItsTurn() throws Exception {
        TestMesh mesh = mesh(1, UnaryOperator.identity());
        for (int i = 0; i < 3; i++) {
            assertThat(challenge(mesh, 0, MINUTE)).isInstanceOf(ChallengeResult.Answered.class);
        }
    }

    @Test
    void keyThatTakesItsTime_holdsUpNoWork() throws Exception {
        TestMesh mesh = mesh(1, UnaryOperator.identity());
        evidence(mesh, 0).takesTime = true;
        CompletableFuture<ChallengeResult> result =
                mesh.requester.peer().challenge(id(mesh, 0), MINUTE).toCompletableFuture();
        mesh.run(100);
        assertThat(run(mesh, 50)).isInstanceOf(JobResult.Completed.class);
        assertThat(result).isNotDone();
        evidence(mesh, 0).finish();
        mesh.run(100);
        assertThat(result.join()).isInstanceOf(ChallengeResult.Answered.class);
    }

    @Test
    void questionsThatABrokerRepeats_areNotAnsweredTwice() throws Exception {
        TestMesh mesh = mesh(1, UnaryOperator.identity());
        mesh.broker.interference = messages -> messages.stream()
                .flatMap(m -> m.retained() ? List.<Outgoing>of(m).stream() : List.of(m, m, m).stream())
                .toList();
        assertThat(challenge(mesh, 0, MINUTE)).isInstanceOf(ChallengeResult.Answered.class);
        assertThat(evidence(mesh, 0).nonces).hasSize(1);
        assertThat(mesh.nodes.get(0).peer().stats().dropped().get(DropReason.REPLAYED))
                .isEqualTo(2);
    }

    @Test
    void evidenceIsSealed_soThatNoBrokerReadsIt() throws Exception {
        TestMesh mesh = mesh(1, UnaryOperator.identity());
        challenge(mesh, 0, MINUTE);
        String firmware = TestEvidence.GOOD.value().toHex();
        assertThat(mesh.broker.seen)
                .isNotEmpty()
                .noneMatch(m -> m.payload().toHex().contains(firmware));
    }
}
