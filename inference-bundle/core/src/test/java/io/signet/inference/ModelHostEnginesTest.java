package io.signet.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.InferenceOutcome.Completed;
import io.signet.inference.InferenceOutcome.Refused;
import io.signet.inference.model.Manifest;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.Packages;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Precision;
import io.signet.statement.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine a host chooses: docs/model-packages.md has the rule. */
final class ModelHostEnginesTest {
    private static final String OTHER_FORMAT = "other";

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final FakeEngine tensorflow = new FakeEngine("tensorflow", Packages.FORMAT, 2);
    private final FakeEngine onnxruntime = new FakeEngine("onnxruntime", OTHER_FORMAT, 2);
    private HostSettings settings;
    private ModelPackage model;

    /** A package whose first variant is TensorFlow's. */
    @BeforeEach
    void writePackage() throws Exception {
        settings = HostSettings.defaults(directory.resolve("cache"));
        ModelPackageWriter writer = Packages.writer(directory, "digits", Packages.contract(2));
        Path variant = Files.createDirectory(directory.resolve(OTHER_FORMAT));
        Files.writeString(variant.resolve("weights.bin"), "0.5");
        Path file = directory.resolve("digits.signet");
        writer.variant(OTHER_FORMAT, variant).write(file, Packages.publisher(1));
        model = ModelPackage.read(file, Set.of(Packages.publisher(1).key()));
    }

    private ModelHost host(FakeEngine... engines) {
        ModelHost host = new ModelHost(settings, clock);
        for (FakeEngine engine : engines) {
            host.addEngine(engine);
        }
        return host;
    }

    private CompletableFuture<InferenceOutcome> ask(ModelHost host) {
        return host.infer(new InferenceRequest(
                        "digits",
                        Optional.empty(),
                        Map.of("x", Tensor.ofFloats(List.of(1L, 2L), 1, 2)),
                        clock.monotonicNanos() + 1_000_000_000))
                .toCompletableFuture();
    }

    private String engineThatAnswers(ModelHost host) {
        CompletableFuture<InferenceOutcome> outcome = ask(host);
        host.doWork();
        return ((Completed) outcome.join()).engine();
    }

    @Test
    void add_twoEngines_theBetterOneRunsItWhateverThePackagesOrder() throws Exception {
        ModelHost host = host(tensorflow, onnxruntime);
        host.add(model);

        assertThat(engineThatAnswers(host)).isEqualTo("onnxruntime/1.0");
    }

    @Test
    void add_publisherAllowsFewerBits_engineKnowsAndStatementsSayWhatItUses() throws Exception {
        Path file = directory.resolve("fewer.signet");
        Packages.writer(directory, "digits", Packages.contract(2))
                .property(Manifest.PRECISIONS, "fp16")
                .write(file, Packages.publisher(1));
        ModelHost host = host(tensorflow);
        host.add(ModelPackage.read(file, Set.of(Packages.publisher(1).key())));

        assertThat(tensorflow.opened().precisions()).containsExactly(Precision.FP16);
        assertThat(engineThatAnswers(host)).isEqualTo("tensorflow/1.0-fp16");
    }

    @Test
    void precisionsThatThereAreNot_areRefusedAsThePackageIsMade() throws Exception {
        for (String text : List.of("fp32", "int4", "fp16 fp16", "fp16  int8", "fp16,int8")) {
            ModelPackageWriter writer =
                    Packages.writer(directory, "digits", Packages.contract(2)).property(Manifest.PRECISIONS, text);
            assertThatThrownBy(() -> writer.write(directory.resolve("x.signet"), Packages.publisher(1)))
                    .hasMessage("property precisions must be fp16, int8 or both, not '" + text + "'");
        }
    }

    @Test
    void add_ownerPrefersAnother_thatOneRunsIt() throws Exception {
        settings = settings.withEngines(List.of("tensorflow"));
        ModelHost host = host(onnxruntime, tensorflow);
        host.add(model);

        assertThat(engineThatAnswers(host)).isEqualTo("tensorflow/1.0");
    }

    @Test
    void add_engineThatNobodyNamed_comesLast() throws Exception {
        ModelHost host = host(new FakeEngine("abacus", OTHER_FORMAT, 2), tensorflow);
        host.add(model);

        assertThat(engineThatAnswers(host)).isEqualTo("tensorflow/1.0");
    }

    @Test
    void add_betterEngineCannotLoadIt_theNextOneRunsIt() throws Exception {
        onnxruntime.behave(x -> {
            throw new EngineException("no such kernel");
        });
        ModelHost host = host(onnxruntime, tensorflow);
        host.add(model);

        assertThat(engineThatAnswers(host)).isEqualTo("tensorflow/1.0");
        assertThat(onnxruntime.openSessions()).isZero();
    }

    @Test
    void add_betterEngineHasAFaultAsItOpensIt_theNextOneRunsIt() throws Exception {
        onnxruntime.beforeOpen(() -> {
            throw new IllegalStateException("a bug");
        });
        ModelHost host = host(onnxruntime, tensorflow);
        host.add(model);

        assertThat(engineThatAnswers(host)).isEqualTo("tensorflow/1.0");
    }

    @Test
    void add_engineHasAFaultOrNoMemoryInTheWarmUp_isAnEngineExceptionAndTheSessionIsClosed() {
        ModelHost host = host(tensorflow);
        tensorflow.behave(x -> {
            throw new IllegalStateException("a bug");
        });
        assertThatThrownBy(() -> host.add(model))
                .isInstanceOf(EngineException.class)
                .hasMessage("the engine has a fault: java.lang.IllegalStateException: a bug");

        tensorflow.behave(x -> {
            throw new OutOfMemoryError("Cannot reserve 7 bytes");
        });
        assertThatThrownBy(() -> host.add(model))
                .isInstanceOf(EngineException.class)
                .hasMessage("not enough memory to load it: Cannot reserve 7 bytes");

        assertThat(tensorflow.openSessions()).isZero();
    }

    @Test
    void add_noEngineCanLoadIt_saysWhatEachSays() {
        onnxruntime.behave(x -> {
            throw new EngineException("no such kernel");
        });
        tensorflow.behave(x -> {
            throw new EngineException("no such operation");
        });
        ModelHost host = host(onnxruntime, tensorflow);

        assertThatThrownBy(() -> host.add(model))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no engine can load it: no such kernel; no such operation");
    }

    @Test
    void add_againAfterABetterEngineCame_movesAndRefusesWhatWaits() throws Exception {
        ModelHost host = host(tensorflow);
        host.add(model);
        assertThat(host.settled()).containsExactly(model.digest());
        CompletableFuture<InferenceOutcome> waiting = ask(host);

        host.addEngine(onnxruntime);
        assertThat(host.settled()).isEmpty();
        host.add(model);

        assertThat(waiting)
                .isCompletedWithValueMatching(o -> o instanceof Refused refused && refused.refusal() == Refusal.BUSY);
        assertThat(host.models()).hasSize(1);
        assertThat(host.settled()).containsExactly(model.digest());
        assertThat(tensorflow.openSessions()).isZero();
        assertThat(engineThatAnswers(host)).isEqualTo("onnxruntime/1.0");
    }

    @Test
    void add_againAndTheBetterEngineCannot_staysWhereItIs() throws Exception {
        ModelHost host = host(tensorflow);
        host.add(model);
        onnxruntime.behave(x -> {
            throw new EngineException("no such kernel");
        });

        host.addEngine(onnxruntime);
        host.add(model);

        assertThat(engineThatAnswers(host)).isEqualTo("tensorflow/1.0");
    }

    @Test
    void removeEngine_modelThatMoved_isLoadedOnTheOtherAgain() throws Exception {
        ModelHost host = host(tensorflow, onnxruntime);
        host.add(model);

        host.removeEngine(onnxruntime);
        assertThat(host.models()).isEmpty();
        host.add(model);

        assertThat(engineThatAnswers(host)).isEqualTo("tensorflow/1.0");
    }

    @Test
    void add_engineOfTheModelBroke_anotherOneRunsIt() throws Exception {
        ModelHost host = host(onnxruntime, tensorflow);
        host.add(model);
        assertThat(host.broken()).isEmpty();
        onnxruntime.breakDown("its process ended again and again");
        assertThat(host.broken()).containsExactly(model.digest());

        host.add(model);

        assertThat(engineThatAnswers(host)).isEqualTo("tensorflow/1.0");
        assertThat(host.broken()).isEmpty();
        assertThat(onnxruntime.openSessions()).isZero();
    }

    @Test
    void add_engineOfTheModelBrokeAndThereIsNoOther_unloadsItWithTheReason() throws Exception {
        ModelHost host = host(onnxruntime);
        host.add(model);
        onnxruntime.breakDown("its process ended again and again");

        assertThatThrownBy(() -> host.add(model))
                .isInstanceOf(EngineException.class)
                .hasMessage("its process ended again and again");

        assertThat(host.models()).isEmpty();
        assertThat(onnxruntime.openSessions()).isZero();
    }
}
