package io.signet.kura.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.inference.spi.TensorSpec;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.TaskAnswer;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.IdentityChain;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import io.signet.statement.Verdict;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records become jobs, and answers records with receipts. */
final class WireJobsTest {
    private static final Map<String, Object> RECORD = Map.of("x", new byte[] {0, 0, -128, 63, 0, 0, 0, 64}, "n", 7L);

    @TempDir
    private Path directory;

    private final List<JobRequest> asked = new ArrayList<>();
    private final List<CompletableFuture<JobResult>> pending = new ArrayList<>();
    private final Mesh mesh = (Mesh) Proxy.newProxyInstance(
            Mesh.class.getClassLoader(), new Class<?>[] {Mesh.class}, (proxy, method, arguments) -> {
                asked.add((JobRequest) arguments[0]);
                return pending.remove(0);
            });

    private WireJobs jobs(Duration timeout, int inFlightMax, TensorSpec... inputs) {
        WireSettings settings = new WireSettings("meter", List.of(inputs), timeout, inFlightMax, true);
        return new WireJobs(settings, () -> Optional.of(mesh), Optional::empty, Clock.SYSTEM);
    }

    private WireJobs jobs() {
        return jobs(
                Duration.ofMinutes(1),
                2,
                new TensorSpec("x", DataType.FP32, List.of(-1L, 2L)),
                new TensorSpec("n", DataType.INT32, List.of(1L)));
    }

    private static JobResult refused() {
        return new JobResult.Failed("nobody serves it", Optional.empty(), List.of());
    }

    private static String reason(WireAnswer answer) {
        return ((WireAnswer.Failed) answer).reason();
    }

    private TaskAnswer answer(IdentityChain identity) {
        Proof proof = new Proof(Bytes.utf8("s"), Bytes.utf8("r"), identity, Map.of(), Map.of());
        return new TaskAnswer(0, 1, identity.node(), proof, new Verdict.Accepted(null, List.of()), 5, 1);
    }

    @Test
    void answer_hasOutputsAndTheReceiptOfEachPart() throws Exception {
        Path home = MeshHome.create(
                        directory.resolve("mesh"),
                        MeshPlan.local("test", 1, 18_883, Set.of()),
                        Clock.SYSTEM,
                        new SecureRandom())
                .node(1);
        IdentityChain identity = IdentityChain.of(Certificates.read(home.resolve(Credentials.CHAIN_FILE)));
        TaskAnswer part = answer(identity);
        Map<String, Tensor> outputs =
                Map.of("y", Tensor.ofFloats(List.of(1L), 0.5f), "z", Tensor.ofFloats(List.of(1L, 2L), 1, 2));
        pending.add(CompletableFuture.completedFuture(new JobResult.Completed(outputs, List.of(part, part))));

        List<WireAnswer> answers = jobs().answer(List.of(RECORD));

        assertThat(asked.get(0).inputs())
                .isEqualTo(Map.of(
                        "x",
                        Tensor.ofFloats(List.of(1L, 2L), 1, 2),
                        "n",
                        TensorElements.of(new TensorSpec("n", DataType.INT32, List.of(1L)), List.of(), List.of(7))));
        Map<String, Object> properties = ((WireAnswer.Answered) answers.get(0)).properties();
        assertThat(properties)
                .containsOnlyKeys("y", "z", "signet.receipt", "signet.node", "signet.receipt.2", "signet.node.2")
                .containsEntry("y", 0.5f)
                .containsEntry("z", new byte[] {0, 0, -128, 63, 0, 0, 0, 64})
                .containsEntry("signet.receipt", part.proof().encode().toArray())
                .containsEntry("signet.node", identity.node().toHex());
    }

    @Test
    void whatFails_saysWhy_andStopsNoOther() {
        pending.add(CompletableFuture.completedFuture(refused()));
        pending.add(CompletableFuture.completedFuture(refused()));
        WireJobs jobs = jobs();

        List<WireAnswer> answers = jobs.answer(
                List.of(Map.of("n", 1), Map.of("x", "text", "n", 1), Map.of("x", new byte[3], "n", 1), RECORD, RECORD));

        assertThat(reason(answers.get(0))).isEqualTo("the record has no 'x' but [n]");
        assertThat(reason(answers.get(1))).isEqualTo("tensor 'x' is FP32: a String is no number and no bytes");
        assertThat(reason(answers.get(2))).contains("3 bytes are no whole number of elements");
        assertThat(reason(answers.get(3))).isEqualTo("nobody serves it");
        assertThat(reason(answers.get(4))).isEqualTo("nobody serves it");
        assertThat(asked).hasSize(2);
    }

    /** A clock that a job takes three milliseconds of. */
    private WireJobs jobs(Duration timeout) {
        TensorSpec input = new TensorSpec("n", DataType.INT32, List.of(1L));
        return new WireJobs(
                new WireSettings("meter", List.of(input), timeout, 9, true),
                () -> Optional.of(mesh),
                Optional::empty,
                new Clock() {
                    @Override
                    public long wallMillis() {
                        throw new AssertionError("nobody needs it");
                    }

                    @Override
                    public long monotonicNanos() {
                        return asked.size() * 3_000_000L;
                    }
                });
    }

    @Test
    void job_endsBeforeTheWaitForIt_soThatTheMeshSaysWhy() {
        for (int i = 0; i < 3; i++) {
            pending.add(CompletableFuture.completedFuture(refused()));
        }

        assertThat(jobs(Duration.ofMillis(500)).answer(List.of(RECORD, RECORD)))
                .allSatisfy(answer -> assertThat(reason(answer)).isEqualTo("nobody serves it"));
        jobs(Duration.ofMinutes(1)).answer(List.of(RECORD));

        assertThat(asked)
                .extracting(JobRequest::timeout)
                .containsExactly(Duration.ofMillis(450), Duration.ofMillis(447), Duration.ofMillis(59_800));
    }

    @Test
    void endedJob_makesRoom_beforeItsAnswerIsGivenOn() {
        WireJobs jobs = jobs(Duration.ofMinutes(1), 1, new TensorSpec("n", DataType.INT32, List.of(1L)));
        for (int i = 0; i < 3; i++) {
            pending.add(CompletableFuture.completedFuture(refused()));
        }

        assertThat(jobs.answer(List.of(RECORD, RECORD, RECORD)))
                .allSatisfy(answer -> assertThat(reason(answer)).isEqualTo("nobody serves it"));
    }

    @Test
    void moreThanAllowedAtOnce_areNotSent_andAnEndedOneMakesRoom() {
        CompletableFuture<JobResult> slow = new CompletableFuture<>();
        pending.add(slow);
        WireJobs jobs = jobs(Duration.ofNanos(1), 1, new TensorSpec("n", DataType.INT32, List.of(1L)));

        List<WireAnswer> answers = jobs.answer(List.of(RECORD, RECORD));

        assertThat(reason(answers.get(0))).contains("no answer came within the time-out");
        assertThat(reason(answers.get(1))).isEqualTo("1 records are under way already; see in.flight.max");
        slow.complete(refused());
        pending.add(CompletableFuture.completedFuture(refused()));
        jobs.answer(List.of(RECORD));
        assertThat(asked).hasSize(2);
    }

    @Test
    void withoutMeshOrModel_theReasonSaysWhatToSet() {
        WireJobs alone = new WireJobs(
                new WireSettings("meter", List.of(), Duration.ofSeconds(1), 1, true),
                Optional::empty,
                Optional::empty,
                Clock.SYSTEM);
        assertThat(reason(alone.answer(List.of(RECORD)).get(0))).startsWith("this node is in no mesh");
        assertThat(reason(jobs(Duration.ofSeconds(1), 1).answer(List.of(RECORD)).get(0)))
                .isEqualTo("this node has no model 'meter': say in 'inputs' what it takes");
    }

    private static WireOptions options(Map<String, Object> changed) {
        return (WireOptions) Proxy.newProxyInstance(
                WireOptions.class.getClassLoader(),
                new Class<?>[] {WireOptions.class},
                (proxy, method, arguments) -> changed.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void settings_areRead_andImpossibleOnesNamed() {
        WireSettings settings =
                WireSettings.of(options(Map.of("model", "digits", "inputs", new String[] {" ", "x:FP32:-1,28, 28"})));
        assertThat(settings.inputs()).containsExactly(new TensorSpec("x", DataType.FP32, List.of(-1L, 28L, 28L)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WireSettings.of(options(Map.of())))
                .withMessageContaining("model");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WireSettings.of(options(Map.of("model", "m", "inputs", new String[] {"x:FP31:1"}))))
                .withMessageContaining("inputs: 'x:FP31:1' is not NAME:TYPE:DIMENSIONS");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WireSettings.of(options(Map.of("model", "m", "timeout_ms", 99))))
                .withMessageContaining("timeout.ms = 99 is out of range: 100 to 60000");
    }
}
