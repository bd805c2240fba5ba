package io.signet.inference.internal;

import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.OutputStep;
import io.signet.inference.model.OutputStep.Softmax;
import io.signet.inference.model.OutputStep.Suppress;
import io.signet.inference.model.OutputStep.Top;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Tensor;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session that gives what its package's steps make of the model's outputs. They are computed in plain Java: its arithmetic,
 * and that of {@link StrictMath}, is defined to the bit, so each node makes the same of the same outputs.
 */
final class PostProcessedSession implements Session {
    private final Session session;
    private final List<OutputStep> steps;
    private final List<TensorSpec> results;

    private PostProcessedSession(Session session, List<OutputStep> steps, List<TensorSpec> results) {
        this.session = session;
        this.steps = steps;
        this.results =
                results.stream().sorted(Comparator.comparing(TensorSpec::name)).toList();
    }

    /** {@code session}, which must keep to {@code contract}, with the steps of the contract after it; it owns that session. */
    static Session of(Session session, ModelInterface contract) {
        return contract.steps().isEmpty()
                ? session
                : new PostProcessedSession(session, contract.steps(), contract.results());
    }

    @Override
    public List<TensorSpec> inputs() {
        return session.inputs();
    }

    @Override
    public List<TensorSpec> outputs() {
        return results;
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) throws EngineException {
        Map<String, Tensor> outputs = new HashMap<>(session.run(inputs));
        for (TensorSpec spec : session.outputs()) {
            Tensor tensor = outputs.get(spec.name());
            if (tensor == null || spec.mismatch(tensor).isPresent()) {
                throw new EngineException("the engine gave " + tensor + " for output " + spec);
            }
        }
        for (OutputStep step : steps) {
            apply(step, outputs);
        }
        return outputs;
    }

    private static void apply(OutputStep step, Map<String, Tensor> outputs) throws EngineException {
        if (step instanceof Softmax softmax) {
            outputs.computeIfPresent(softmax.tensor(), (name, scores) -> SoftmaxRows.of(scores));
        } else if (step instanceof Top top) {
            TopRows best = TopRows.of(outputs.get(top.tensor()), top.count());
            outputs.put(top.tensor(), best.values());
            outputs.put(top.tensor() + OutputStep.CLASS_SUFFIX, best.places());
        } else if (step instanceof Suppress nms) {
            KeptBoxes kept = KeptBoxes.of(nms, outputs.get(nms.boxes()), outputs.get(nms.scores()));
            outputs.put(nms.boxes(), kept.boxes());
            outputs.put(nms.boxes() + OutputStep.COUNT_SUFFIX, kept.counts());
            outputs.put(nms.scores(), kept.scores());
            outputs.put(nms.scores() + OutputStep.CLASS_SUFFIX, kept.classes());
        }
    }

    @Override
    public Optional<String> engineVersion() {
        return session.engineVersion();
    }

    @Override
    public Optional<String> failure() {
        return session.failure();
    }

    @Override
    public void close() {
        session.close();
    }
}
