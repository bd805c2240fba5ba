package io.signet.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.Topics;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.Digest;
import io.signet.statement.Equivocation;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Sighting;
import io.signet.statement.Tensor;
import io.signet.statement.TreeHead;
import io.signet.statement.cbor.CborWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WitnessedMeshTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Topics TOPICS = new Topics(TestMesh.NAME);
    private static final OwnAnswer TOO_LATE = new OwnAnswer.Refused(Refusal.TOO_LATE, "no answer yet");
    /** A node that nobody confirms takes tasks after so long, and says so with its next report. */
    private static final long START_MS = 3_500;

    @TempDir
    private Path directory;

    private TestMesh mesh(int nodes, int demanded) throws Exception {
        TestMesh mesh = new TestMesh(directory, WitnessPlan.DEFAULT, demanded);
        for (int i = 0; i < nodes; i++) {
            mesh.addNode(1000);
        }
        mesh.awaitNodes(nodes);
        mesh.pass(START_MS);
        return mesh;
    }

    private static JobResult.Completed complete(TestMesh mesh, int rows) {
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(rows, MINUTE), JobListener.NONE));
        assertThat(result).isInstanceOf(JobResult.Completed.class);
        return (JobResult.Completed) result;
    }

    private static Set<Integer> cosignatures(JobResult result) {
        return result.answers().stream()
                .map(answer -> answer.proof().cosignatures().size())
                .collect(Collectors.toSet());
    }

    private static Set<NodeId> nodes(JobResult result) {
        return result.answers().stream().map(TaskAnswer::node).collect(Collectors.toSet());
    }

    private static void assertNobodyIsAccused(TestMesh mesh) {
        assertThat(mesh.nodes).allSatisfy(node -> {
            TestWitnessing log = node.node().orElseThrow().log;
            assertThat(log.forks()).isEmpty();
            assertThat(log.setBackReason).isEmpty();
        });
        assertThat(mesh.events).noneMatch(MeshEvent.LogForked.class::isInstance);
    }

    @Test
    void everyAnswer_carriesTheCosignaturesOfTwoOthers() throws Exception {
        TestMesh mesh = mesh(4, 2);
        JobResult.Completed result = complete(mesh, 200);
        assertThat(cosignatures(result)).containsExactly(2);
        assertThat(result.answers()).allSatisfy(answer -> assertThat(answer.proof().cosignatures().stream()
                        .map(c -> c.witness().node()))
                .doesNotHaveDuplicates()
                .doesNotContain(answer.node()));
        assertThat(mesh.requester.peer().stats().answersNotBelieved()).isZero();
        assertNobodyIsAccused(mesh);
    }

    private static CompletableFuture<OwnAnswer> ask(TestMesh mesh, TestMesh.Member node, long budgetMillis) {
        TaskOrder order = new TaskOrder(
                node.peer().node(),
                new Nonce(Bytes.random(new Random(7), Nonce.SIZE_BYTES)),
                TestNode.MODEL,
                Optional.empty(),
                Map.of("x", Tensor.ofFloats(List.of(2L, 1L), 3, 4)),
                mesh.clock.monotonicNanos() + Duration.ofMillis(budgetMillis).toNanos());
        return node.peer().compute(order).toCompletableFuture();
    }

    @Test
    void programOnTheNode_getsTheSameProofAsAMember() throws Exception {
        TestMesh mesh = mesh(3, 2);
        TestMesh.Member node = mesh.nodes.get(0);
        CompletableFuture<OwnAnswer> asked = ask(mesh, node, 60_000);
        mesh.pass(1_000);
        OwnAnswer.Answered answer = (OwnAnswer.Answered) asked.getNow(TOO_LATE);
        assertThat(answer.proof().cosignatures()).hasSize(2);
        assertThat(answer.proof().outputs()).containsEntry("y", Tensor.ofFloats(List.of(2L, 1L), 6, 8));
        assertThat(answer.proof().inputs()).isEmpty();
        assertThat(answer.proof().identity().node()).isEqualTo(node.peer().node());
        assertThat(node.peer().isIdle()).isTrue();
    }

    @Test
    void programOnTheNode_isRefusedAtOnceWhenNoPlaceIsLeftOrTheNodeStops() throws Exception {
        TestMesh mesh = mesh(3, 2);
        TestMesh.Member node = mesh.nodes.get(0);
        node.node().orElseThrow().silent = true;
        List<CompletableFuture<OwnAnswer>> held = new ArrayList<>();
        CompletableFuture<OwnAnswer> last = ask(mesh, node, 60_000);
        while (!last.isDone()) {
            held.add(last);
            last = ask(mesh, node, 60_000);
        }
        OwnAnswer.Refused full = (OwnAnswer.Refused) last.join();
        assertThat(full.refusal()).isEqualTo(Refusal.BUSY);
        assertThat(full.reason()).isEqualTo("all " + held.size() + " places are taken");
        node.node().orElseThrow().silent = false;
        node.peer().drain();
        mesh.pass(1_000);
        assertThat(held).allMatch(CompletableFuture::isDone);
        OwnAnswer.Refused stopping = (OwnAnswer.Refused) ask(mesh, node, 60_000).join();
        assertThat(stopping.reason()).isEqualTo("the node is shutting down");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void programOnTheNode_isAnsweredEvenIfTheServiceHasABug(boolean later) throws Exception {
        TestMesh mesh = mesh(3, 2);
        TestMesh.Member node = mesh.nodes.get(0);
        node.node().orElseThrow().bug = Optional.of(new IllegalStateException("a bug of the test's"));
        node.node().orElseThrow().bugLater = later;
        for (int i = 0; i < 33; i++) { // one more than there are places
            OwnAnswer.Refused failed =
                    (OwnAnswer.Refused) ask(mesh, node, 60_000).getNow(TOO_LATE);
            assertThat(failed.refusal()).isEqualTo(Refusal.FAILED);
            assertThat(failed.reason()).isEqualTo("the node failed on this task; its log says why");
        }
        node.node().orElseThrow().bug = Optional.empty();
        CompletableFuture<OwnAnswer> asked = ask(mesh, node, 60_000);
        assertThat(node.peer().isIdle()).isFalse();
        mesh.pass(1_000);
        assertThat(asked.getNow(TOO_LATE)).isInstanceOf(OwnAnswer.Answered.class);
    }

    @Test
    void cosignatures_areAlsoToldToTheLogThatTheyAreOf() throws Exception {
        TestMesh mesh = mesh(3, 2);
        complete(mesh, 200);
        mesh.pass(3_000);
        assertThat(mesh.nodes).allSatisfy(node -> {
            TestWitnessing log = node.node().orElseThrow().log;
            assertThat(log.cosignatures)
                    .as("with those of the last head, whether an answer waited for it or not")
                    .filteredOn(cosignature -> cosignature.covers(log.head()))
                    .extracting(cosignature -> cosignature.witness().node())
                    .hasSize(2)
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void sameWitnesses_areAskedAgainAndAgain() throws Exception {
        TestMesh mesh = mesh(5, 2);
        JobResult.Completed first = complete(mesh, 300);
        JobResult.Completed second = complete(mesh, 300);
        for (NodeId node : nodes(first)) {
            Set<NodeId> witnesses = new HashSet<>();
            for (JobResult result : List.of(first, second)) {
                result.answers().stream()
                        .filter(answer -> answer.node().equals(node))
                        .flatMap(answer -> answer.proof().cosignatures().stream())
                        .map(cosignature -> cosignature.witness().node())
                        .forEach(witnesses::add);
            }
            assertThat(witnesses).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void nodeWithoutPeers_answersWithoutCosignatures() throws Exception {
        TestMesh mesh = mesh(1, 0);
        assertThat(cosignatures(complete(mesh, 100))).containsExactly(0);
    }

    @Test
    void answersWithTooFewCosignatures_areNotBelieved() throws Exception {
        TestMesh mesh = mesh(1, 1);
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(50, Duration.ofSeconds(20)), JobListener.NONE));
        assertThat(result).isInstanceOf(JobResult.Failed.class);
        assertThat(mesh.events).anySatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(MeshEvent.AnswerNotBelieved.class, e -> assertThat(e.reason())
                        .contains("demands 1 witness")));
    }

    @Test
    void lostWitness_isReplacedByAnother() throws Exception {
        TestMesh mesh = mesh(4, 0);
        complete(mesh, 200);
        mesh.kill(mesh.nodes.get(0));
        mesh.pass(3_000);
        assertThat(cosignatures(complete(mesh, 300))).containsExactly(2);
    }

    @Test
    void silentWitness_delaysAnswersForAMomentOnly_andIsAskedAgainLater() throws Exception {
        TestMesh mesh = mesh(3, 0);
        TestMesh.Member silent = mesh.nodes.get(0);
        String topic = TOPICS.witness(silent.identity().node());
        mesh.broker.interference = messages ->
                messages.stream().filter(m -> !m.topic().equals(topic)).toList();
        JobResult.Completed cut = complete(mesh, 900);
        assertThat(cosignatures(cut)).contains(1);
        mesh.broker.interference = messages -> messages;
        mesh.pass(20_000);
        assertThat(cosignatures(complete(mesh, 300))).containsExactly(2);
        assertNobodyIsAccused(mesh);
    }

    @Test
    void nodeThatWasSetBack_isToldByItsWitnesses_andSignsNothingMore() throws Exception {
        TestMesh mesh = mesh(4, 2);
        complete(mesh, 300);
        TestMesh.Member victim = mesh.nodes.get(0);
        TestNode node = victim.node().orElseThrow();
        int before = node.log.size();
        node.log.truncate(before / 2);
        mesh.restart(victim);
        mesh.pass(START_MS);
        assertThat(node.log.setBackReason).hasValueSatisfying(reason -> assertThat(reason)
                .contains("a log of " + before + " statements that this node signed, but it has " + before / 2));
        assertThat(mesh.nodeEvents.get(node.id())).anyMatch(MeshEvent.LogSetBack.class::isInstance);
        assertThat(nodes(complete(mesh, 300))).doesNotContain(node.id());
        assertThat(node.log.size()).as("no second history").isEqualTo(before / 2);
        assertThat(mesh.nodes.get(1).node().orElseThrow().log.forks()).isEmpty();
    }

    @Test
    void nodeWithAnotherHistory_ofTheSameSize_isToldAsWell() throws Exception {
        TestMesh mesh = mesh(3, 2);
        complete(mesh, 300);
        TestMesh.Member victim = mesh.nodes.get(0);
        TestNode node = victim.node().orElseThrow();
        int size = node.log.size();
        node.log.truncate(size / 2);
        while (node.log.size() <= size) {
            node.log.append(Bytes.utf8("another history " + node.log.size()));
        }
        mesh.restart(victim);
        mesh.pass(START_MS);
        assertThat(node.log.setBackReason)
                .hasValueSatisfying(reason -> assertThat(reason).contains("signed another log of " + size));
    }

    @Test
    void equivocator_isProvedToEverybody_andGetsNoMoreWork() throws Exception {
        TestMesh mesh = mesh(4, 0);
        complete(mesh, 200);
        TestNode cheat = mesh.nodes.get(0).node().orElseThrow();
        cheat.equivocates = true;
        complete(mesh, 300);
        mesh.pass(3_000);
        assertThat(mesh.events).anySatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(MeshEvent.LogForked.class, forked -> assertThat(forked.node())
                        .isEqualTo(cheat.id())));
        assertThat(mesh.nodes.subList(1, 4))
                .allSatisfy(node -> assertThat(node.node().orElseThrow().log.forks())
                        .anySatisfy(proof -> {
                            assertThat(proof.node()).isEqualTo(cheat.id());
                            assertThat(proof.holds()).isTrue();
                        }));
        assertThat(nodes(complete(mesh, 300))).doesNotContain(cheat.id());
        mesh.pass(MeshLimits.DEFAULT.distrust().toMillis() + 60_000, 1_000);
        assertThat(nodes(complete(mesh, 300))).as("for good").doesNotContain(cheat.id());
    }

    @Test
    void whoComesLater_hearsOfTheEquivocatorFromTheBroker() throws Exception {
        TestMesh mesh = mesh(3, 0);
        complete(mesh, 200);
        TestNode cheat = mesh.nodes.get(0).node().orElseThrow();
        cheat.equivocates = true;
        complete(mesh, 300);
        mesh.pass(3_000);
        TestMesh.Member late = mesh.addNode(1000);
        mesh.pass(3_000);
        assertThat(late.node().orElseThrow().log.heardOf)
                .extracting(Equivocation::node)
                .containsExactly(cheat.id());
    }

    @Test
    void accusationThatProvesNothing_isDropped() throws Exception {
        TestMesh mesh = mesh(3, 2);
        complete(mesh, 200);
        TestMesh.Member honest = mesh.nodes.get(0);
        TreeHead head = honest.node().orElseThrow().log.head();
        TreeHead forged = new TreeHead(
                head.node(),
                head.algorithm(),
                head.size(),
                Digest.sha256(Bytes.EMPTY),
                head.timeMillis(),
                head.signature());
        Equivocation accusation = new Equivocation(honest.identity().chain(), head, forged, Optional.empty());
        NodeId accuser = mesh.nodes.get(1).identity().node();
        Bytes message =
                new CborWriter().startArray(1).writeBytes(accusation.encode()).toBytes();
        mesh.broker.inject(Outgoing.retained(TOPICS.equivocation(accuser), message, Duration.ZERO));
        mesh.pass(500);
        assertThat(mesh.requester.peer().stats().dropped().get(DropReason.BAD_SIGNATURE))
                .isPositive();
        assertNobodyIsAccused(mesh);
        assertThat(nodes(complete(mesh, 500))).contains(honest.identity().node());
    }

    @Test
    void witnessThatRefuses_isReplaced() throws Exception {
        TestMesh mesh = new TestMesh(directory, WitnessPlan.DEFAULT, 0);
        for (int i = 0; i < 4; i++) {
            mesh.addNode(1000);
        }
        mesh.nodes.get(0).node().orElseThrow().log.always = Optional.of(new Sighting.Refused("on strike"));
        mesh.awaitNodes(4);
        mesh.pass(START_MS);
        JobResult.Completed result = complete(mesh, 200);
        assertThat(cosignatures(result)).containsExactly(2);
        assertThat(result.answers().stream()
                        .flatMap(a -> a.proof().cosignatures().stream())
                        .map(Cosignature::witness))
                .doesNotContain(mesh.nodes.get(0).identity().chain());
    }

    @Test
    void listOfWitnesses_isAskedAndNobodyElse() throws Exception {
        TestMesh plain = new TestMesh(directory.resolve("plain"));
        NodeId stranger = plain.requester.identity().node();
        TestMesh mesh = new TestMesh(directory, new WitnessPlan(1, List.of(stranger), Duration.ofMillis(100)), 0);
        mesh.addNode(1000);
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        mesh.pass(START_MS);
        assertThat(cosignatures(complete(mesh, 500))).containsExactly(0);
        assertThat(mesh.broker.seen)
                .filteredOn(m -> m.topic().endsWith("/witness"))
                .allMatch(m -> m.topic().equals(TOPICS.witness(stranger)));
    }

    @Test
    void throughABrokerThatLosesAndDoubles_nobodyIsAccused_andTheMeshCatchesUp() throws Exception {
        TestMesh mesh = mesh(4, 0);
        Random random = new Random(5);
        mesh.broker.interference = messages -> messages.stream()
                .flatMap(m -> Collections.nCopies(random.nextInt(10) == 0 ? random.nextInt(3) : 1, m).stream())
                .toList();
        complete(mesh, 200);
        mesh.broker.interference = messages -> messages;
        mesh.pass(70_000);
        assertThat(cosignatures(complete(mesh, 500))).containsExactly(2);
        assertNobodyIsAccused(mesh);
    }

    @Test
    void brokerThatIsStartedAgain_changesNothing() throws Exception {
        TestMesh mesh = mesh(3, 2);
        complete(mesh, 200);
        mesh.broker.stop();
        mesh.pass(1_000);
        mesh.broker.startAgain();
        mesh.pass(START_MS);
        assertThat(cosignatures(complete(mesh, 300))).containsExactly(2);
        assertNobodyIsAccused(mesh);
    }
}
