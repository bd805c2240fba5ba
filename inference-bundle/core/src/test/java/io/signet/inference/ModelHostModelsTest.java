package io.signet.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.InferenceOutcome.Completed;
import io.signet.inference.InferenceOutcome.Refused;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.OutputStep;
import io.signet.inference.model.Packages;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How models come to a host, and leave it. */
final class ModelHostModelsTest {
    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final FakeEngine engine = new FakeEngine(2);
    private ModelHost host;
    private ModelInfo model;

    @BeforeEach
    void loadModel() throws Exception {
        host = new ModelHost(HostSettings.defaults(directory.resolve("cache")), clock);
        host.addEngine(engine);
        model = host.add(read(Packages.write(directory, "digits")));
    }

    private static ModelPackage read(Path file) throws Exception {
        return ModelPackage.read(file, Set.of(Packages.publisher(1).key()));
    }

    private CompletableFuture<InferenceOutcome> ask(Optional<Digest> modelPackage) {
        return host.infer(new InferenceRequest(
                        "digits",
                        modelPackage,
                        Map.of("x", Tensor.ofFloats(List.of(1L, 2L), 1, 2)),
                        clock.monotonicNanos() + 1_000_000_000))
                .toCompletableFuture();
    }

    @Test
    void remove_modelWithRequestsWaiting_refusesThemAndFreesTheSession() {
        CompletableFuture<InferenceOutcome> outcome = ask(Optional.empty());

        assertThat(host.remove(model.packageDigest())).isTrue();

        assertThat(outcome)
                .isCompletedWithValueMatching(o -> o instanceof Refused refused && refused.refusal() == Refusal.BUSY);
        assertThat(engine.openSessions()).isZero();
        assertThat(host.models()).isEmpty();
        assertThat(host.remove(model.packageDigest())).isFalse();
    }

    @Test
    void removeEngine_unloadsItsModels() {
        host.removeEngine(engine);

        assertThat(host.models()).isEmpty();
        assertThat(engine.openSessions()).isZero();
    }

    @Test
    void add_packageLoadedAlready_staysAsItIs() throws Exception {
        host.add(read(Packages.write(directory, "digits")));

        assertThat(host.models()).hasSize(1);
        assertThat(engine.openSessions()).isEqualTo(1);
    }

    @Test
    void add_noEngineForItsVariants_saysWhichEnginesThereAre() throws Exception {
        ModelHost without = new ModelHost(HostSettings.defaults(directory.resolve("cache")), clock);
        ModelPackage digits = read(Packages.write(directory, "digits"));

        assertThatThrownBy(() -> without.add(digits))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no engine here runs [fake]; engines: []");
    }

    @Test
    void add_engineGivesOtherTensorsThanTheManifest_isRefusedAndClosed() throws Exception {
        Path file = directory.resolve("wide.signet");
        Packages.writer(directory, "wide", Packages.contract(3)).write(file, Packages.publisher(1));
        ModelPackage wide = read(file);

        assertThatThrownBy(() -> host.add(wide))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("its manifest says [x:FP32[-1, 3]]");
        assertThat(engine.openSessions()).isEqualTo(1);
    }

    @Test
    void add_modelThatCannotCompute_isRefusedAndClosed() throws Exception {
        engine.behave(x -> {
            throw new EngineException("no such kernel");
        });
        Path file = directory.resolve("other.signet");
        Packages.writer(directory, "other", Packages.contract(2)).write(file, Packages.publisher(1));
        ModelPackage other = read(file);

        assertThatThrownBy(() -> host.add(other)).hasMessageContaining("no such kernel");
        assertThat(engine.openSessions()).isEqualTo(1);
    }

    @Test
    void infer_newerVersionOfTheName_answersUnlessThePackageIsGiven() throws Exception {
        Path file = directory.resolve("newer.signet");
        Packages.writer(directory, "digits", Packages.contract(2))
                .property("newer", "yes")
                .write(file, Packages.publisher(1));
        ModelInfo newer = host.add(read(file));
        assertThat(host.models("digits"))
                .extracting(ModelInfo::packageDigest)
                .containsExactly(newer.packageDigest(), model.packageDigest());
        assertThat(host.models("letters")).isEmpty();

        CompletableFuture<InferenceOutcome> latest = ask(Optional.empty());
        CompletableFuture<InferenceOutcome> exact = ask(Optional.of(model.packageDigest()));
        host.doWork();

        assertThat(((Completed) latest.join()).model().packageDigest()).isEqualTo(newer.packageDigest());
        assertThat(((Completed) exact.join()).model().packageDigest()).isEqualTo(model.packageDigest());
    }

    @Test
    void modelWithSteps_givesEachOfJoinedRequestsTheirResults() throws Exception {
        ModelInterface plain = Packages.contract(2);
        ModelInterface stepped = new ModelInterface(
                plain.inputs(),
                plain.outputs(),
                plain.labels(),
                plain.picture(),
                plain.outputHints(),
                List.of(OutputStep.parse("softmax(y)"), OutputStep.parse("top(y,k=1)")));
        Path file = directory.resolve("stepped.signet");
        Packages.writer(directory, "stepped", stepped).write(file, Packages.publisher(1));
        ModelInfo loaded = host.add(read(file));
        engine.forgetRuns();
        assertThat(loaded.outputs())
                .containsExactly(
                        new TensorSpec("y", DataType.FP32, List.of(-1L, 1L)),
                        new TensorSpec("y.class", DataType.INT32, List.of(-1L, 1L)));

        CompletableFuture<InferenceOutcome> right = ask("stepped", 0, 50);
        CompletableFuture<InferenceOutcome> left = ask("stepped", 0, -50);
        clock.advance(Duration.ofSeconds(1).dividedBy(2));
        host.doWork();

        assertThat(engine.runs()).containsExactly(2L);
        assertResults(right, 1);
        assertResults(left, 0);
    }

    private CompletableFuture<InferenceOutcome> ask(String name, float... row) {
        return host.infer(new InferenceRequest(
                        name,
                        Optional.empty(),
                        Map.of("x", Tensor.ofFloats(List.of(1L, 2L), row)),
                        clock.monotonicNanos() + 1_000_000_000))
                .toCompletableFuture();
    }

    private static void assertResults(CompletableFuture<InferenceOutcome> outcome, int category) {
        assertThat(outcome)
                .isCompletedWithValueMatching(o -> o instanceof Completed completed
                        && completed.outputs().get("y").equals(Tensor.ofFloats(List.of(1L, 1L), 1))
                        && completed.outputs().get("y.class").data().getInt() == category);
    }
}
