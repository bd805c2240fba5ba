package io.signet.kura.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceRequest;
import io.signet.inference.InferenceService;
import io.signet.inference.LoadSnapshot;
import io.signet.inference.Refusal;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.ai.inference.ModelInfo;
import org.eclipse.kura.ai.inference.Tensor;
import org.eclipse.kura.ai.inference.TensorDescriptor;
import org.junit.jupiter.api.Test;

/** Kura's tensors become a model's, and back, as its AI wire component has them. */
final class KuraEngineComponentTest {
    private static final ModelInfo MODEL = ModelInfo.builder("meter")
            .addInputDescriptor(descriptor("x", List.of()))
            .addOutputDescriptor(descriptor("y", List.of()))
            .build();

    private final Echo inference = new Echo();
    private final KuraEngineComponent engine = new KuraEngineComponent(inference);

    /** Answers with what it is asked, or refuses. */
    private static final class Echo implements InferenceService {
        private Optional<Refusal> refusal = Optional.empty();
        private Map<String, io.signet.statement.Tensor> asked = Map.of();

        @Override
        public CompletionStage<InferenceOutcome> infer(InferenceRequest request) {
            asked = request.inputs();
            InferenceOutcome outcome = refusal.<InferenceOutcome>map(
                            why -> new InferenceOutcome.Refused(why, "because"))
                    .orElse(new InferenceOutcome.Completed(asked, models().get(0), "e/1", "cpu/test", 1));
            return CompletableFuture.completedFuture(outcome);
        }

        @Override
        public List<io.signet.inference.ModelInfo> models() {
            List<TensorSpec> inputs = List.of(
                    new TensorSpec("b", DataType.UINT8, List.of(-1L)),
                    new TensorSpec("n", DataType.INT32, List.of(1L)),
                    new TensorSpec("x", DataType.FP32, List.of(-1L, 2L)));
            return List.of(new io.signet.inference.ModelInfo(
                    "meter", "3", Digest.sha256(Bytes.utf8("m")), inputs, inputs, List.of(), 64, 1));
        }

        @Override
        public List<io.signet.inference.ModelInfo> models(String name) {
            return name.equals("meter") ? models() : List.of();
        }

        @Override
        public LoadSnapshot load() {
            throw new IllegalStateException("nobody asks");
        }
    }

    private static TensorDescriptor descriptor(String name, List<Long> shape) {
        return new TensorDescriptor(name, "any", Optional.empty(), shape, Map.of());
    }

    private static <T> Tensor tensor(Class<T> type, String name, List<T> data) {
        return new Tensor(type, descriptor(name, List.of()), data);
    }

    private static List<Byte> floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        List<Byte> list = new ArrayList<>();
        for (byte b : bytes.array()) {
            list.add(b);
        }
        return list;
    }

    @Test
    void packedBytes_haveTheModelsTypeAndShape_andComeBackAsBytes() throws KuraException {
        List<Byte> bytes = floats(1, 2, 3, 4);
        List<Tensor> outputs = engine.infer(MODEL, List.of(tensor(Byte.class, "x", bytes)));

        assertThat(inference.asked)
                .isEqualTo(Map.of("x", io.signet.statement.Tensor.ofFloats(List.of(2L, 2L), 1, 2, 3, 4)));
        assertThat(outputs).hasSize(1);
        assertThat(outputs.get(0).getDescriptor().getShape()).containsExactly(2L, 2L);
        assertThat(outputs.get(0).getDescriptor().getType()).isEqualTo("FP32");
        assertThat(outputs.get(0).getData(Byte.class)).contains(bytes);
    }

    @Test
    void numbers_areConvertedIfNothingIsLost_andOneComesBackAsANumber() throws KuraException {
        List<Tensor> outputs = engine.infer(
                MODEL,
                List.of(
                        tensor(Double.class, "x", List.of(0.5, 1.5)),
                        tensor(Long.class, "n", List.of(-7L)),
                        tensor(Integer.class, "b", List.of(255, 0, 1))));

        assertThat(inference.asked.get("x").shape()).containsExactly(1L, 2L);
        assertThat(inference.asked.get("b").data().get(0)).isEqualTo((byte) 255);
        assertThat(outputs).extracting(t -> t.getDescriptor().getName()).containsExactly("b", "n", "x");
        assertThat(outputs.get(1).getData(Integer.class)).contains(List.of(-7));
    }

    private void assertRefused(Tensor input, String reason) {
        assertThatThrownBy(() -> engine.infer(MODEL, List.of(input)))
                .isInstanceOfSatisfying(
                        KuraException.class, e -> assertThat(e.getCode()).isEqualTo(KuraErrorCode.INVALID_PARAMETER))
                .hasMessageContaining(reason);
    }

    @Test
    void whatDoesNotFit_isRefusedWithAReason() {
        assertRefused(tensor(Double.class, "n", List.of(0.5)), "'n' is INT32: an element is no whole number");
        assertRefused(tensor(Integer.class, "b", List.of(256)), "no whole number of 0 to 255");
        assertRefused(tensor(Integer.class, "x", List.of(16_777_217, 0)), "beyond 16777216, which it would round");
        assertRefused(tensor(Double.class, "n", List.of(0x1p63)), "no whole number");
        assertRefused(tensor(Byte.class, "x", List.of((byte) 1)), "1 bytes are no whole number of elements");
        assertRefused(tensor(Float.class, "x", List.of(1f)), "1 elements do not say its shape");
        assertRefused(tensor(Boolean.class, "x", List.of(true)), "a Boolean is none");
        assertRefused(tensor(String.class, "x", List.of("1")), "are no numbers");
        assertRefused(tensor(Float.class, "z", List.of(1f)), "takes no 'z' but");
        assertRefused(tensor(Integer.class, "n", List.of(1, 2)), "shape [1] has 4 bytes, not 8");
    }

    @Test
    void refusal_isAnErrorWithItsReason() {
        inference.refusal = Optional.of(Refusal.TOO_LATE);
        assertThatThrownBy(() -> engine.infer(MODEL, List.of(tensor(Long.class, "n", List.of(1L)))))
                .isInstanceOfSatisfying(
                        KuraException.class, e -> assertThat(e.getCode()).isEqualTo(KuraErrorCode.TIMED_OUT))
                .hasMessageContaining("because");
    }

    @Test
    void loadedModel_isLoadedAgainWithoutEffect_anotherIsNot() throws KuraException {
        engine.loadModel("meter", Optional.empty());
        assertThat(engine.isModelLoaded("meter")).isTrue();
        assertThat(engine.isModelLoaded("other")).isFalse();
        assertThatThrownBy(() -> engine.loadModel("other", Optional.of("models/other")))
                .isInstanceOf(KuraException.class)
                .hasMessageContaining("no model 'other' is loaded");
        assertThatThrownBy(() -> engine.unloadModel("meter")).isInstanceOf(KuraException.class);
    }

    @Test
    void models_areDescribed() throws KuraException {
        assertThat(engine.getModelNames()).containsExactly("meter");
        assertThat(engine.isEngineReady()).isTrue();
        ModelInfo info = engine.getModelInfo("meter").orElseThrow();
        assertThat(info.getVersion()).contains("3");
        assertThat(info.getInputs()).extracting(TensorDescriptor::getType).containsExactly("UINT8", "INT32", "FP32");
        assertThat(engine.getModelInfo("other")).isEmpty();
    }
}
