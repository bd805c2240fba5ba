package io.signet.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.HostSettings;
import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceOutcome.Completed;
import io.signet.inference.InferenceRequest;
import io.signet.inference.ModelHost;
import io.signet.inference.model.ModelIdentity;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.OutputStep;
import io.signet.inference.model.Publisher;
import io.signet.inference.onnxruntime.OnnxRuntimeEngine;
import io.signet.inference.onnxruntime.OnnxRuntimeOptions;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector and a classifier in one ONNX model, and what their package says is done with their outputs. */
final class SteppedModelTest {
    private static final TensorSpec BOXES = new TensorSpec("boxes", DataType.FP32, List.of(TensorSpec.ANY, 3L, 4L));
    private static final TensorSpec SCORES = new TensorSpec("scores", DataType.FP32, List.of(TensorSpec.ANY, 3L, 2L));
    private static final TensorSpec LOGITS = new TensorSpec("logits", DataType.FP32, List.of(TensorSpec.ANY, 4L));

    @TempDir
    Path directory;

    /** Each output is the input {@code in_OUTPUT}. */
    private ModelPackage write() throws Exception {
        OnnxGraph graph = new OnnxGraph("detector");
        for (TensorSpec spec : List.of(BOXES, SCORES, LOGITS)) {
            long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
            String in = graph.input("in_" + spec.name(), spec.type(), shape);
            graph.add(spec.name(), OnnxNode.of("Identity", in));
            graph.output(spec.name(), spec.type(), shape);
        }
        Path model = directory.resolve("model.onnx");
        graph.write(model);
        ModelInterface contract = new ModelInterface(
                List.of(BOXES, SCORES, LOGITS).stream()
                        .map(spec -> new TensorSpec("in_" + spec.name(), spec.type(), spec.shape()))
                        .toList(),
                List.of(BOXES, SCORES, LOGITS),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(
                        OutputStep.parse("nms(boxes,scores,corners,iou=0.5,score=0.25,max=2)"),
                        OutputStep.parse("softmax(logits)"),
                        OutputStep.parse("top(logits,k=2)")));
        Publisher publisher = Publisher.create(directory.resolve("publisher.pem"));
        Path file = directory.resolve("detector.signet");
        new ModelPackageWriter(new ModelIdentity("detector", "1", "For tests.", LocalDate.of(2026, 1, 1)), contract)
                .variant("onnx", "model.onnx", model)
                .card(Bytes.utf8("# Detector"))
                .licence("Apache-2.0", Bytes.utf8("terms"))
                .write(file, publisher);
        return ModelPackage.read(file, Set.of(publisher.key()));
    }

    private static Map<String, Tensor> request() {
        return Map.of(
                "in_boxes",
                Tensor.ofFloats(List.of(1L, 3L, 4L), 0, 0, 10, 10, 1, 0, 10, 10, 20, 20, 30, 30),
                "in_scores",
                Tensor.ofFloats(List.of(1L, 3L, 2L), 0.25f, 0.5f, 0, 0.75f, 0.375f, 0),
                "in_logits",
                Tensor.ofFloats(List.of(1L, 4L), 0, 100, 0, 100));
    }

    private static Tensor integers(int... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(values);
        List<Long> shape = values.length == 1 ? List.of(1L) : List.of(1L, (long) values.length);
        return Tensor.of(DataType.INT32, shape, data);
    }

    @Test
    void onnxModel_givesWhatItsPackageMakesOfItsOutputs() throws Exception {
        EngineAvailability availability = OnnxRuntimeEngine.probe(OnnxRuntimeOptions.forThisMachine());
        assertThat(availability).isInstanceOf(EngineAvailability.Available.class);
        Path cache = Files.createDirectory(directory.resolve("cache"));
        try (ModelHost host = new ModelHost(HostSettings.defaults(cache), Clock.SYSTEM)) {
            host.addEngine(((EngineAvailability.Available) availability).engine());
            host.start();
            host.add(write());
            InferenceOutcome outcome = host.infer(new InferenceRequest(
                            "detector", Optional.empty(), request(), Clock.SYSTEM.monotonicNanos() + 10_000_000_000L))
                    .toCompletableFuture()
                    .get();
            assertThat(outcome).isInstanceOf(Completed.class);
            assertThat(((Completed) outcome).outputs())
                    .containsOnly(
                            Map.entry("boxes", Tensor.ofFloats(List.of(1L, 2L, 4L), 1, 0, 10, 10, 20, 20, 30, 30)),
                            Map.entry("boxes.count", integers(2)),
                            Map.entry("scores", Tensor.ofFloats(List.of(1L, 2L), 0.75f, 0.375f)),
                            Map.entry("scores.class", integers(1, 0)),
                            Map.entry("logits", Tensor.ofFloats(List.of(1L, 2L), 0.5f, 0.5f)),
                            Map.entry("logits.class", integers(1, 3)));
        }
    }
}
