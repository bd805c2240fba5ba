package io.signet.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.Topics;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Statement;
import io.signet.statement.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeshPeerTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Topics TOPICS = new Topics(TestMesh.NAME);

    @TempDir
    private Path directory;

    private TestMesh mesh;

    @BeforeEach
    void createMesh() throws Exception {
        mesh = new TestMesh(directory);
    }

    private static void assertDoubled(JobResult result, int rows) {
        assertThat(result).isInstanceOf(JobResult.Completed.class);
        Tensor y = ((JobResult.Completed) result).outputs().get("y");
        assertThat(y.rows()).isEqualTo(rows);
        for (int i = 0; i < rows; i++) {
            assertThat(y.floats().get(i)).isEqualTo(2f * i);
        }
    }

    private static void assertEveryRowAnsweredOnce(List<TaskAnswer> answers, int rows) {
        Set<Long> seen = new HashSet<>();
        for (TaskAnswer answer : answers) {
            for (long row = answer.from(); row < answer.to(); row++) {
                assertThat(seen.add(row)).as("row %d is answered once", row).isTrue();
            }
        }
        assertThat(seen).hasSize(rows);
    }

    @Test
    void jobOverThreeNodes_isAnsweredOnceMergedInOrderAndVerified() throws Exception {
        for (int i = 0; i < 3; i++) {
            mesh.addNode(1000);
        }
        mesh.awaitNodes(3);
        List<TaskAnswer> heard = new ArrayList<>();
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(3000, MINUTE), heard::add));
        assertDoubled(result, 3000);
        assertEveryRowAnsweredOnce(result.answers(), 3000);
        assertThat(heard).containsExactlyInAnyOrderElementsOf(result.answers());
        assertThat(result.answers().stream().map(TaskAnswer::node).distinct()).hasSize(3);
        assertThat(mesh.requester.peer().stats().answersNotBelieved()).isZero();
    }

    @Test
    void nodeOfFourfoldSpeed_getsMostRows() throws Exception {
        TestMesh.Member fast = mesh.addNode(4000);
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(3000, MINUTE), JobListener.NONE));
        long rowsOfFast = result.answers().stream()
                .filter(a -> a.node().equals(fast.identity().node()))
                .mapToLong(a -> a.to() - a.from())
                .sum();
        assertThat(rowsOfFast).isBetween(2000L, 2800L);
    }

    @Test
    void nodeKilledMidJob_itsTasksAreAnsweredByOthers() throws Exception {
        for (int i = 0; i < 3; i++) {
            mesh.addNode(1000);
        }
        mesh.awaitNodes(3);
        CompletableFuture<JobResult> job = mesh.submit(TestMesh.numbers(3000, MINUTE), JobListener.NONE);
        mesh.run(200);
        mesh.kill(mesh.nodes.get(0));
        JobResult result = mesh.await(job);
        assertDoubled(result, 3000);
        assertEveryRowAnsweredOnce(result.answers(), 3000);
        assertThat(mesh.events).anyMatch(MeshEvent.PeerOffline.class::isInstance);
    }

    @Test
    void nodeThatTakesTasksAndNeverAnswers_isGivenUpInTime() throws Exception {
        TestMesh.Member dead = mesh.addNode(1000);
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        dead.node().orElseThrow().silent = true;
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(500, MINUTE), JobListener.NONE));
        assertDoubled(result, 500);
        assertThat(mesh.requester.peer().stats().tasksRetried()).isPositive();
    }

    @Test
    void brokerGoneForTenSecondsMidJob_jobCompletesAfterItReturns() throws Exception {
        for (int i = 0; i < 3; i++) {
            mesh.addNode(1000);
        }
        mesh.awaitNodes(3);
        CompletableFuture<JobResult> job = mesh.submit(TestMesh.numbers(3000, MINUTE), JobListener.NONE);
        mesh.run(200);
        mesh.broker.stop();
        mesh.pass(10_000);
        assertThat(job).isNotDone();
        mesh.broker.startAgain();
        JobResult result = mesh.await(job);
        assertDoubled(result, 3000);
        assertEveryRowAnsweredOnce(result.answers(), 3000);
    }

    @Test
    void brokerThatComesLater_isUsedWhenItComes() throws Exception {
        mesh.broker.stop();
        mesh.addNode(1000);
        mesh.run(1000);
        CompletableFuture<JobResult> job = mesh.submit(TestMesh.numbers(10, MINUTE), JobListener.NONE);
        mesh.broker.startAgain();
        assertDoubled(mesh.await(job), 10);
    }

    @Test
    void brokerThatDeliversEverythingTwice_noTaskIsComputedOrAnsweredTwice() throws Exception {
        mesh.addNode(1000);
        mesh.addNode(1000);
        mesh.broker.interference = sent -> List.of(sent.get(0), sent.get(0));
        mesh.awaitNodes(2);
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(300, MINUTE), JobListener.NONE));
        assertDoubled(result, 300);
        assertEveryRowAnsweredOnce(result.answers(), 300);
        Map<Float, Integer> computed = new java.util.HashMap<>();
        mesh.nodes.forEach(n -> n.node().orElseThrow().computed.forEach((v, c) -> computed.merge(v, c, Integer::sum)));
        assertThat(computed.values()).allMatch(count -> count == 1);
    }

    @Test
    void brokerThatLosesAThirdOfTheMessages_jobCompletes() throws Exception {
        mesh.addNode(1000);
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        Random loss = new Random(7);
        mesh.broker.interference = sent -> loss.nextInt(3) == 0 ? List.of() : sent;
        assertDoubled(mesh.await(mesh.submit(TestMesh.numbers(300, MINUTE), JobListener.NONE)), 300);
    }

    @Test
    void brokerThatAltersAByte_isNotBelieved() throws Exception {
        mesh.addNode(1000);
        mesh.awaitNodes(1);
        mesh.await(mesh.submit(TestMesh.numbers(1, MINUTE), JobListener.NONE)); // now the node has shown its evidence
        int[] altered = {0};
        mesh.broker.interference = sent -> {
            Outgoing message = sent.get(0);
            if (!message.topic().contains("/reply/") || altered[0]++ > 0) {
                return sent;
            }
            byte[] bytes = message.payload().toArray();
            bytes[bytes.length / 2] ^= 1;
            return List.of(new Outgoing(
                    message.topic(), Bytes.copyOf(bytes), false, Optional.empty(), message.correlation(), MINUTE));
        };
        assertDoubled(mesh.await(mesh.submit(TestMesh.numbers(20, MINUTE), JobListener.NONE)), 20);
        assertThat(mesh.requester.peer().stats().dropped().get(DropReason.BAD_SIGNATURE))
                .isEqualTo(1);
        assertThat(mesh.events).anyMatch(MeshEvent.AnswerNotBelieved.class::isInstance);
    }

    @Test
    void broker_seesNeitherInputsNorOutputs() throws Exception {
        mesh.addNode(1000);
        mesh.awaitNodes(1);
        JobRequest job = TestMesh.numbers(20, MINUTE);
        assertDoubled(mesh.await(mesh.submit(job, JobListener.NONE)), 20);
        String input = Bytes.copyOf(job.inputs().get("x").slice(1, 6).data()).toHex();
        assertThat(mesh.broker.seen).noneMatch(m -> m.payload().toHex().contains(input));
    }

    @Test
    void answerWithAnOldNonce_isNotBelievedAndRedoneElsewhere() throws Exception {
        Statement[] first = {null};
        assertLiarIsFound(
                s -> {
                    first[0] = first[0] == null ? s : first[0];
                    return TestNode.with(s, s.input(), first[0].nonce(), s.requester());
                },
                "nonce");
    }

    @Test
    void answerWithAnotherInputsDigest_isNotBelievedAndRedoneElsewhere() throws Exception {
        assertLiarIsFound(s -> TestNode.with(s, TestNode.PACKAGE, s.nonce(), s.requester()), "input");
    }

    @Test
    void answerForAnotherRequester_isNotBelievedAndRedoneElsewhere() throws Exception {
        assertLiarIsFound(s -> TestNode.with(s, s.input(), s.nonce(), s.node()), "another requester");
    }

    private void assertLiarIsFound(java.util.function.UnaryOperator<Statement> lie, String reason) throws Exception {
        TestMesh.Member liar = mesh.addNode(1000);
        liar.node().orElseThrow().lie = lie;
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        assertHonestAnswersOnly(liar, reason);
    }

    private void assertHonestAnswersOnly(TestMesh.Member liar, String reason) {
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(500, MINUTE), JobListener.NONE));
        assertDoubled(result, 500);
        assertEveryRowAnsweredOnce(result.answers(), 500);
        List<MeshEvent.AnswerNotBelieved> reported = mesh.events.stream()
                .filter(MeshEvent.AnswerNotBelieved.class::isInstance)
                .map(MeshEvent.AnswerNotBelieved.class::cast)
                .toList();
        assertThat(reported).isNotEmpty().allSatisfy(e -> {
            assertThat(e.node()).isEqualTo(liar.identity().node());
            assertThat(e.reason()).contains(reason);
        });
    }

    @Test
    void answerWhoseTreeHeadAnotherKeySigned_isNotBelievedAndRedoneElsewhere() throws Exception {
        TestMesh.Member liar = mesh.addNode(1000);
        liar.node().orElseThrow().forger = Optional.of(mesh.requester.key().signer());
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        assertHonestAnswersOnly(liar, "");
    }

    @Test
    void nodeOfAnUntrustedOwner_getsNoWork() throws Exception {
        TestMesh.Member stranger = mesh.addStranger(100_000);
        mesh.addNode(1000);
        mesh.awaitNodes(1);
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(100, MINUTE), JobListener.NONE));
        assertDoubled(result, 100);
        assertThat(stranger.node().orElseThrow().computed).isEmpty();
        assertThat(mesh.requester.peer().stats().dropped().get(DropReason.UNKNOWN_SENDER))
                .isPositive();
    }

    @Test
    void askerWhoseKeyIsInAFile_isAnsweredByNodesThatDemandMoreOfNodes() throws Exception {
        mesh.nodesDemand = Assurance.TPM2_INTERFACE;
        mesh.addNode(1000);
        mesh.awaitNodes(1);
        assertDoubled(mesh.await(mesh.submit(TestMesh.numbers(10, MINUTE), JobListener.NONE)), 10);
    }

    @Test
    void nodeWhoseKeyIsInAFile_getsNoWorkOfWhoDemandsMoreOfNodes() throws Exception {
        mesh.nodesDemand = Assurance.TPM2_INTERFACE;
        TestMesh.Member demanding = mesh.addNode(1000);
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        mesh.pass(3000);
        assertThat(demanding.peer().peers()).isEmpty();
    }

    @Test
    void fullNode_refusesAtOnceAndTheJobCompletes() throws Exception {
        mesh.addNode(500, mesh.clock, 1);
        mesh.addNode(500, mesh.clock, 1);
        mesh.awaitNodes(2);
        CompletableFuture<JobResult> one = mesh.submit(TestMesh.numbers(100, MINUTE), JobListener.NONE);
        CompletableFuture<JobResult> two = mesh.submit(TestMesh.numbers(100, MINUTE), JobListener.NONE);
        assertDoubled(mesh.await(one), 100);
        assertDoubled(mesh.await(two), 100);
    }

    @Test
    void modelThatNobodyServes_failsWithTheModelsThatAreServed() throws Exception {
        mesh.addNode(1000);
        mesh.awaitNodes(1);
        JobRequest job =
                new JobRequest("triple", Optional.empty(), Map.of("x", Tensor.ofFloats(List.of(1L), 1f)), MINUTE);
        JobResult result = mesh.await(mesh.submit(job, JobListener.NONE));
        assertThat(result).isInstanceOf(JobResult.Failed.class);
        assertThat(((JobResult.Failed) result).reason())
                .contains("no node of mesh 'test' serves model 'triple'")
                .contains("double");
    }

    @Test
    void inputThatEveryNodeRefuses_failsWithTheReason() throws Exception {
        for (int i = 0; i < 3; i++) {
            mesh.addNode(1000).node().orElseThrow().refusal =
                    Optional.of(new TaskOutcome.Refused(Refusal.BAD_INPUT, "x must be [n, 2], not [n, 1]"));
        }
        mesh.awaitNodes(3);
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(10, MINUTE), JobListener.NONE));
        assertThat(result).isInstanceOf(JobResult.Failed.class);
        assertThat(((JobResult.Failed) result).reason()).contains("x must be [n, 2]");
        assertThat(((JobResult.Failed) result).refusal()).contains(Refusal.BAD_INPUT);
    }

    @Test
    void nodeWithABug_handsItsTasksToOthers() throws Exception {
        mesh.addNode(100_000).node().orElseThrow().bug = Optional.of(new IllegalStateException("a bug of the test's"));
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        assertDoubled(mesh.await(mesh.submit(TestMesh.numbers(100, MINUTE), JobListener.NONE)), 100);
    }

    @Test
    void oneNodeThatFalselyRefusesTheInput_doesNotEndTheJob() throws Exception {
        mesh.addNode(100_000).node().orElseThrow().refusal =
                Optional.of(new TaskOutcome.Refused(Refusal.BAD_INPUT, "no"));
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        assertDoubled(mesh.await(mesh.submit(TestMesh.numbers(100, MINUTE), JobListener.NONE)), 100);
    }

    @Test
    void jobThatNobodyAnswers_failsByItsTimeout() throws Exception {
        mesh.addNode(1000).node().orElseThrow().silent = true;
        mesh.awaitNodes(1);
        long start = mesh.clock.monotonicMillis();
        JobResult result = mesh.await(mesh.submit(TestMesh.numbers(10, Duration.ofSeconds(3)), JobListener.NONE));
        assertThat(result).isInstanceOf(JobResult.Failed.class);
        assertThat(((JobResult.Failed) result).reason()).contains("time-out of 3.0 s");
        assertThat(((JobResult.Failed) result).refusal()).contains(Refusal.TOO_LATE);
        assertThat(mesh.clock.monotonicMillis() - start).isBetween(3000L, 3010L);
    }

    @Test
    void nodeThatDrains_finishesWhatItHoldsAndTakesNothingNew() throws Exception {
        TestMesh.Member leaving = mesh.addNode(1000);
        mesh.addNode(1000);
        mesh.awaitNodes(2);
        CompletableFuture<JobResult> job = mesh.submit(TestMesh.numbers(1000, MINUTE), JobListener.NONE);
        mesh.run(100);
        leaving.peer().drain();
        for (int i = 0; i < 1000 && !leaving.peer().isIdle(); i++) {
            mesh.step();
        }
        int computedThere = leaving.node().orElseThrow().computed.size();
        assertThat(computedThere).isPositive();
        assertDoubled(mesh.await(job), 1000);
        assertThat(leaving.node().orElseThrow().computed).hasSize(computedThere);
        assertThat(mesh.requester.peer().stats().answersNotBelieved()).isZero();
    }

    @Test
    void nodeThatClosesWithTasks_handsThemBack() throws Exception {
        TestMesh.Member leaving = mesh.addNode(10);
        mesh.awaitNodes(1);
        CompletableFuture<JobResult> job = mesh.submit(TestMesh.numbers(50, MINUTE), JobListener.NONE);
        mesh.run(50);
        mesh.addNode(1000);
        leaving.peer().close();
        mesh.nodes.remove(leaving);
        long start = mesh.clock.monotonicMillis();
        assertDoubled(mesh.await(job), 50);
        assertThat(mesh.clock.monotonicMillis() - start).isLessThan(1000);
    }

    @Test
    void nodeWhoseClockIsTwoMinutesOff_getsNoWork() throws Exception {
        mesh.addNode(1000, mesh.clock.skewed(120_000), 32);
        mesh.addNode(1000);
        mesh.awaitNodes(1);
        assertDoubled(mesh.await(mesh.submit(TestMesh.numbers(100, MINUTE), JobListener.NONE)), 100);
        assertThat(mesh.requester.peer().stats().dropped().get(DropReason.STALE))
                .isPositive();
        assertThat(mesh.nodes.get(0).node().orElseThrow().computed).isEmpty();
    }

    @Test
    void requestReplayedLater_isNotComputedAgain() throws Exception {
        TestMesh.Member node = mesh.addNode(1000);
        mesh.awaitNodes(1);
        assertDoubled(mesh.await(mesh.submit(TestMesh.numbers(10, MINUTE), JobListener.NONE)), 10);
        Outgoing request = mesh.broker.seen.stream()
                .filter(m -> m.topic().equals(TOPICS.task(node.identity().node())))
                .findFirst()
                .orElseThrow();
        mesh.run(500);
        mesh.broker.inject(request);
        mesh.run(500);
        assertThat(node.node().orElseThrow().computed.values()).allMatch(count -> count == 1);
        mesh.pass(200_000);
        mesh.broker.inject(request);
        mesh.run(500);
        assertThat(node.node().orElseThrow().computed.values()).allMatch(count -> count == 1);
        assertThat(node.peer().stats().dropped().get(DropReason.STALE)).isEqualTo(1);
    }

    @Test
    void garbage_isCountedAndDropped() throws Exception {
        TestMesh.Member node = mesh.addNode(1000);
        mesh.awaitNodes(1);
        String topic = TOPICS.task(node.identity().node());
        inject(topic, Bytes.utf8("hello"));
        inject(topic, Bytes.copyOf(new byte[3 << 20]));
        inject(TOPICS.capacity(node.identity().node()), Bytes.utf8("hello"));
        mesh.run(10);
        assertThat(node.peer().stats().dropped().get(DropReason.MALFORMED)).isEqualTo(2);
        assertThat(node.peer().stats().dropped().get(DropReason.OVERSIZED)).isEqualTo(1);
        assertDoubled(mesh.await(mesh.submit(TestMesh.numbers(10, MINUTE), JobListener.NONE)), 10);
    }

    private void inject(String topic, Bytes payload) {
        mesh.broker.inject(new Outgoing(topic, payload, false, Optional.empty(), Bytes.EMPTY, MINUTE));
    }

    @Test
    void jobOverTheLimits_failsAtOnce() throws Exception {
        Tensor huge = Tensor.of(
                io.signet.statement.DataType.UINT8, List.of(1L, 3L << 20), java.nio.ByteBuffer.allocateDirect(3 << 20));
        JobResult result = mesh.submit(
                        new JobRequest("double", Optional.empty(), Map.of("x", huge), MINUTE), JobListener.NONE)
                .join();
        assertThat(((JobResult.Failed) result).reason()).contains("at most 2097152 fit into a task");
        assertThat(((JobResult.Failed) result).refusal()).contains(Refusal.TOO_LARGE);
    }

    @Test
    void identityThatTheBrokerLost_comesAgainWithTheNextReport() throws Exception {
        TestMesh.Member node = mesh.addNode(1000);
        String identity = TOPICS.identity(node.identity().node());
        AtomicBoolean rush = new AtomicBoolean(true);
        mesh.broker.interference = messages -> messages.stream()
                .filter(m -> !m.topic().equals(identity) || !rush.getAndSet(false))
                .toList();
        mesh.run(100);
        assertThat(mesh.requester.peer().peers()).isEmpty();
        mesh.pass(MeshLimits.DEFAULT.reportEvery().toMillis() + 500);
        mesh.awaitNodes(1);
        assertThat(mesh.broker.seen.stream().filter(m -> m.topic().equals(identity)))
                .hasSize(2);
    }

    @Test
    void nodeThatSaysItIsHot_getsLessWork_untilItHasCooledDown() throws Exception {
        mesh.addNode(1000);
        TestMesh.Member hot = mesh.addNode(1000);
        hot.node().orElseThrow().strain = Strain.HOT;
        mesh.awaitNodes(2);
        assertThat(mesh.requester.peer().peers())
                .filteredOn(p -> p.node().equals(hot.identity().node()))
                .singleElement()
                .extracting(Peer::strain)
                .isEqualTo(Strain.HOT);
        assertThat(rowsOf(hot)).isBetween(250L, 750L);
        hot.node().orElseThrow().strain = Strain.NONE;
        mesh.pass(MeshLimits.DEFAULT.reportEvery().toMillis() + 500);
        assertThat(rowsOf(hot)).isGreaterThan(850L);
    }

    /** What {@code node} computes of 2,000 rows that come in 100 jobs, while there is half as much to do as there could be. */
    private long rowsOf(TestMesh.Member node) {
        List<CompletableFuture<JobResult>> jobs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            jobs.add(mesh.submit(TestMesh.numbers(20, MINUTE), JobListener.NONE));
            mesh.run(20);
        }
        return jobs.stream()
                .flatMap(job -> mesh.await(job).answers().stream())
                .filter(a -> a.node().equals(node.identity().node()))
                .mapToLong(a -> a.to() - a.from())
                .sum();
    }

    @Test
    void capacityReport_isAtMost512Bytes() throws Exception {
        TestMesh.Member node = mesh.addNode(1000);
        node.node().orElseThrow().servedModel = "m".repeat(ServedModel.NAME_CHARS_MAX);
        mesh.awaitNodes(1);
        assertThat(mesh.broker.seen.stream().filter(m -> m.topic()
                        .equals(TOPICS.capacity(node.identity().node()))))
                .isNotEmpty()
                .allMatch(m -> m.payload().size() <= 512);
    }
}
