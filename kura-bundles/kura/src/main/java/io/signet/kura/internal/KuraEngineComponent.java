package io.signet.kura.internal;

import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceRequest;
import io.signet.inference.InferenceService;
import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.ai.inference.InferenceEngineService;
import org.eclipse.kura.ai.inference.ModelInfo;
import org.eclipse.kura.ai.inference.ModelInfoBuilder;
import org.eclipse.kura.ai.inference.Tensor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * This node's models as an engine of Kura's, for its AI wire component: it names {@value #PID}. Here while the node's inference is.
 * What it computes is not attested; the mesh's answers are.
 */
@Component(
        name = KuraEngineComponent.PID,
        immediate = true,
        property = "kura.service.pid=" + KuraEngineComponent.PID,
        service = InferenceEngineService.class)
public final class KuraEngineComponent implements InferenceEngineService {
    static final String PID = "io.signet.kura.engine";

    private static final String PLATFORM = "signet";
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    /** For an outcome that comes at the deadline. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final InferenceService inference;
    private final Clock clock;

    /** An engine. */
    @Activate
    public KuraEngineComponent(@Reference InferenceService inference) {
        this(inference, Clock.SYSTEM);
    }

    KuraEngineComponent(InferenceService inference, Clock clock) {
        this.inference = inference;
        this.clock = clock;
    }

    private io.signet.inference.ModelInfo model(String name) throws KuraException {
        return inference.models(name).stream()
                .findFirst()
                .orElseThrow(() -> new KuraException(
                        KuraErrorCode.INVALID_PARAMETER,
                        "no model '" + name
                                + "' is loaded; put its package (*.signet), signed by an accepted publisher,"
                                + " among the models of Signet Inference"));
    }

    /** Computes; waits for 30 seconds at most. */
    @Override
    public List<Tensor> infer(ModelInfo model, List<Tensor> inputs) throws KuraException {
        Map<String, io.signet.statement.Tensor> tensors = tensors(model(model.getName()), inputs);
        InferenceRequest request = new InferenceRequest(
                model.getName(), Optional.empty(), tensors, clock.monotonicNanos() + WAIT_MAX.toNanos());
        InferenceOutcome outcome = await(request);
        if (outcome instanceof InferenceOutcome.Refused refused) {
            KuraErrorCode code =
                    switch (refused.refusal()) {
                        case UNKNOWN_MODEL, BAD_INPUT, TOO_LARGE -> KuraErrorCode.INVALID_PARAMETER;
                        case TOO_LATE -> KuraErrorCode.TIMED_OUT;
                        case BUSY, FAILED -> KuraErrorCode.INTERNAL_ERROR;
                    };
            throw new KuraException(code, refused.reason());
        }
        return new TreeMap<>(((InferenceOutcome.Completed) outcome).outputs())
                .entrySet().stream()
                        .map(output -> KuraTensors.kuras(output.getKey(), output.getValue()))
                        .toList();
    }

    private static Map<String, io.signet.statement.Tensor> tensors(
            io.signet.inference.ModelInfo model, List<Tensor> inputs) throws KuraException {
        Map<String, io.signet.statement.Tensor> tensors = new HashMap<>();
        for (Tensor input : inputs) {
            String name = input.getDescriptor().getName();
            TensorSpec spec = model.inputs().stream()
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new KuraException(
                            KuraErrorCode.INVALID_PARAMETER,
                            "model '" + model.name() + "' takes no '" + name + "' but " + model.inputs()));
            try {
                tensors.put(name, KuraTensors.ours(input, spec));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new KuraException(KuraErrorCode.INVALID_PARAMETER, String.valueOf(e.getMessage()));
            }
        }
        return tensors;
    }

    private InferenceOutcome await(InferenceRequest request) throws KuraException {
        try {
            return inference
                    .infer(request)
                    .toCompletableFuture()
                    .get(WAIT_MAX.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KuraException(KuraErrorCode.INTERNAL_ERROR, "interrupted");
        } catch (TimeoutException e) {
            throw new KuraException(KuraErrorCode.TIMED_OUT, "no answer within " + WAIT_MAX);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome never ends exceptionally", e);
        }
    }

    /** Does nothing: Kura asks for models that are loaded already. Models come as signed packages, by no path. */
    @Override
    public void loadModel(String name, Optional<String> path) throws KuraException {
        model(name);
    }

    /** Refuses: what a node serves, its mesh counts on. */
    @Override
    public void unloadModel(String name) throws KuraException {
        throw new KuraException(
                KuraErrorCode.OPERATION_NOT_SUPPORTED,
                "take the package of '" + name + "' out of the directory of models instead");
    }

    @Override
    public boolean isModelLoaded(String name) {
        return !inference.models(name).isEmpty();
    }

    @Override
    public List<String> getModelNames() {
        return inference.models().stream()
                .map(io.signet.inference.ModelInfo::name)
                .distinct()
                .toList();
    }

    @Override
    public Optional<ModelInfo> getModelInfo(String name) {
        return inference.models(name).stream().findFirst().map(model -> {
            ModelInfoBuilder builder =
                    ModelInfo.builder(name).platform(PLATFORM).version(model.version());
            model.inputs().forEach(input -> builder.addInputDescriptor(KuraTensors.descriptor(input)));
            model.outputs().forEach(output -> builder.addOutputDescriptor(KuraTensors.descriptor(output)));
            return builder.build();
        });
    }

    @Override
    public boolean isEngineReady() {
        return true;
    }
}
