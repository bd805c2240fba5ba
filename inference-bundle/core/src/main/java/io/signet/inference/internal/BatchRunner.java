package io.signet.inference.internal;

import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceOutcome.Completed;
import io.signet.inference.InferenceOutcome.Refused;
import io.signet.inference.ModelInfo;
import io.signet.inference.Refusal;
import io.signet.inference.internal.ModelLane.Waiting;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Clock;
import io.signet.statement.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes a batch on the model's session: joins the inputs, runs, slices the outputs. If a joined run fails, each
 * request runs alone, so that the one that is at fault fails no other. Keeps nothing between runs.
 */
final class BatchRunner {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    /**
     * What became of the requests.
     *
     * @param outcomes one for each request, in their order
     * @param whole true if all were computed in one run
     * @param computeNanos time of that run
     */
    record Answers(List<InferenceOutcome> outcomes, boolean whole, long computeNanos) {}

    private record Computed(Map<String, Tensor> outputs, long nanos) {}

    private final HostedModel model;
    private final RequestCheck check;

    BatchRunner(HostedModel model, RequestCheck check) {
        this.model = model;
        this.check = check;
    }

    Answers run(List<Waiting> requests, int rows, BatchTensors tensors, ModelInfo info, Clock clock) {
        try {
            Computed computed = compute(requests, rows, tensors, clock);
            return new Answers(split(requests, computed, info), true, computed.nanos());
        } catch (EngineException e) {
            if (requests.size() == 1) {
                return new Answers(List.of(failed(e)), false, 0);
            }
        }
        List<InferenceOutcome> outcomes = new ArrayList<>();
        for (Waiting request : requests) {
            int requestRows = check.batchable() ? Math.toIntExact(rows(request)) : 1;
            outcomes.addAll(
                    run(List.of(request), requestRows, tensors, info, clock).outcomes());
        }
        return new Answers(outcomes, false, 0);
    }

    private Computed compute(List<Waiting> requests, int rows, BatchTensors tensors, Clock clock)
            throws EngineException {
        try {
            Map<String, Tensor> joined = tensors.join(
                    requests.stream().map(w -> w.request().inputs()).toList());
            long start = clock.monotonicNanos();
            Map<String, Tensor> outputs = model.session().run(joined);
            long nanos = clock.monotonicNanos() - start;
            requireOutputs(outputs, rows);
            return new Computed(outputs, nanos);
        } catch (RuntimeException bug) { // of an engine, which is not ours: it must not end the thread of the model
            LOG.error(
                    "engine {} failed on model {}",
                    model.engineLabel(),
                    model.info().name(),
                    bug);
            throw new EngineException("the engine has a fault: " + bug, bug);
        } catch (OutOfMemoryError e) { // of direct or native memory for this batch; the host goes on without it
            throw new EngineException("not enough memory for " + rows + " rows: " + e.getMessage(), e);
        }
    }

    private void requireOutputs(Map<String, Tensor> outputs, int rows) throws EngineException {
        for (TensorSpec spec : check.outputs()) {
            Tensor tensor = outputs.get(spec.name());
            if (tensor == null || spec.mismatch(tensor).isPresent()) {
                throw new EngineException("the engine gave " + tensor + " for output " + spec);
            }
            if (check.batchable() && tensor.rows() != rows) {
                throw new EngineException(
                        "the engine gave " + tensor.rows() + " rows of output " + spec + " for " + rows);
            }
        }
    }

    private List<InferenceOutcome> split(List<Waiting> requests, Computed computed, ModelInfo info) {
        if (requests.size() == 1) {
            return List.of(answer(requests.get(0), computed.outputs(), computed, info));
        }
        List<InferenceOutcome> outcomes = new ArrayList<>();
        long from = 0;
        for (Waiting request : requests) {
            long to = from + rows(request);
            outcomes.add(answer(request, BatchTensors.rows(computed.outputs(), from, to), computed, info));
            from = to;
        }
        return outcomes;
    }

    private static long rows(Waiting request) {
        return request.request().inputs().values().iterator().next().rows();
    }

    private InferenceOutcome answer(Waiting request, Map<String, Tensor> outputs, Computed computed, ModelInfo info) {
        long bytes = 0;
        for (Tensor tensor : outputs.values()) {
            bytes += tensor.sizeBytes();
        }
        for (Tensor tensor : request.request().inputs().values()) {
            bytes += tensor.sizeBytes();
        }
        if (bytes > check.bytesMax()) { // of outputs whose shape the model did not tell beforehand
            return new Refused(
                    Refusal.TOO_LARGE,
                    "inputs and outputs have " + bytes + " bytes, more than " + check.bytesMax()
                            + "; split the request");
        }
        return new Completed(outputs, info, model.engineLabel(), model.engine().device(), computed.nanos());
    }

    private static Refused failed(EngineException e) {
        return new Refused(Refusal.FAILED, String.valueOf(e.getMessage()));
    }
}
