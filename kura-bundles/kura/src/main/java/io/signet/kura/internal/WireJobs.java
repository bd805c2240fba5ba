package io.signet.kura.internal;

import io.signet.inference.InferenceService;
import io.signet.inference.ModelInfo;
import io.signet.inference.spi.TensorSpec;
import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.TaskAnswer;
import io.signet.runtime.Clock;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Sends records to the mesh, each as a job, and waits for the answers to all of them: for the time-out at most. A job has a bit less,
 * so that the mesh says in time why it failed. So many jobs are under way at once as the settings allow, over all callers; a further one
 * fails at once. Thread-safe.
 */
final class WireJobs {
    /** The receipt in what is emitted, as a file {@code .receipt} has it; of further parts of an answer with a number behind it. */
    static final String RECEIPT = "signet.receipt";
    /** The id of the node that answered; of further parts with a number behind it. */
    static final String NODE = "signet.node";

    /** How much sooner a job ends than the wait for it, at most; a tenth of a short time-out. */
    private static final long MARGIN_NANOS_MAX = Duration.ofMillis(200).toNanos();

    private static final WireAnswer TOO_LATE =
            new WireAnswer.Failed("no answer came within the time-out; see timeout.ms, and how the mesh is");

    private final WireSettings settings;
    private final Supplier<Optional<Mesh>> mesh;
    private final Supplier<Optional<InferenceService>> inference;
    private final Clock clock;
    private final Semaphore free;

    WireJobs(
            WireSettings settings,
            Supplier<Optional<Mesh>> mesh,
            Supplier<Optional<InferenceService>> inference,
            Clock clock) {
        this.settings = settings;
        this.mesh = mesh;
        this.inference = inference;
        this.clock = clock;
        this.free = new Semaphore(settings.inFlightMax());
    }

    /** The answers, in the order of the records. */
    List<WireAnswer> answer(List<Map<String, Object>> records) {
        long deadline = clock.monotonicNanos() + settings.timeout().toNanos();
        List<CompletableFuture<WireAnswer>> sent =
                records.stream().map(record -> send(record, deadline)).toList();
        List<WireAnswer> answers = new ArrayList<>(sent.size());
        sent.forEach(answer -> answers.add(await(answer, deadline - clock.monotonicNanos())));
        return answers;
    }

    private CompletableFuture<WireAnswer> send(Map<String, Object> record, long deadline) {
        Optional<Mesh> there = mesh.get();
        if (there.isEmpty()) {
            return failed("this node is in no mesh; Signet Node and Signet Mesh have the settings");
        }
        if (!free.tryAcquire()) {
            return failed(settings.inFlightMax() + " records are under way already; see in.flight.max");
        }
        try {
            Map<String, Tensor> inputs = inputs(record);
            Duration timeout = jobTime(deadline - clock.monotonicNanos());
            return there.get()
                    .submit(new JobRequest(settings.model(), Optional.empty(), inputs, timeout), JobListener.NONE)
                    .<WireAnswer>handle((result, error) -> {
                        free.release(); // before whoever waits is told: his next record finds room
                        return result == null ? new WireAnswer.Failed("the mesh was closed") : answer(result);
                    })
                    .toCompletableFuture();
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            free.release();
            return failed(String.valueOf(e.getMessage()));
        }
    }

    /** What a job gets of the time that is left, which is never nothing. */
    private Duration jobTime(long leftNanos) {
        long margin = Math.min(MARGIN_NANOS_MAX, settings.timeout().toNanos() / 10);
        return Duration.ofNanos(Math.max(1, leftNanos - margin));
    }

    private static CompletableFuture<WireAnswer> failed(String reason) {
        return CompletableFuture.completedFuture(new WireAnswer.Failed(reason));
    }

    private Map<String, Tensor> inputs(Map<String, Object> record) {
        Map<String, Tensor> tensors = new HashMap<>();
        for (TensorSpec spec : specs()) {
            Object value = record.get(spec.name());
            if (value == null) {
                throw new IllegalArgumentException("the record has no '" + spec.name() + "' but " + record.keySet());
            }
            tensors.put(spec.name(), tensor(spec, value));
        }
        return tensors;
    }

    private List<TensorSpec> specs() {
        if (!settings.inputs().isEmpty()) {
            return settings.inputs();
        }
        return inference.get().stream()
                .flatMap(service -> service.models(settings.model()).stream())
                .findFirst()
                .map(ModelInfo::inputs)
                .orElseThrow(() -> new IllegalArgumentException(
                        "this node has no model '" + settings.model() + "': say in 'inputs' what it takes"));
    }

    private static Tensor tensor(TensorSpec spec, Object value) {
        if (value instanceof byte[] bytes) {
            ByteBuffer copy = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
            return TensorElements.packed(spec, List.of(), copy.put(bytes).flip());
        }
        if (value instanceof Number || value instanceof Boolean) {
            return TensorElements.of(spec, List.of(), List.of(value));
        }
        throw TensorElements.wrong(spec, "a " + value.getClass().getSimpleName() + " is no number and no bytes");
    }

    private static WireAnswer answer(JobResult result) {
        if (result instanceof JobResult.Failed failed) {
            return new WireAnswer.Failed(failed.reason());
        }
        JobResult.Completed completed = (JobResult.Completed) result;
        Map<String, Object> properties = new HashMap<>();
        completed.outputs().forEach((name, tensor) -> properties.put(name, value(tensor)));
        int part = 1;
        for (TaskAnswer answer : completed.answers()) {
            String suffix = part == 1 ? "" : "." + part;
            properties.put(RECEIPT + suffix, answer.proof().encode().toArray());
            properties.put(NODE + suffix, answer.node().toHex());
            part++;
        }
        return new WireAnswer.Answered(properties);
    }

    private static Object value(Tensor tensor) {
        return TensorElements.single(tensor).orElseGet(() -> {
            byte[] bytes = new byte[tensor.sizeBytes()];
            tensor.data().get(bytes);
            return bytes;
        });
    }

    private static WireAnswer await(CompletableFuture<WireAnswer> answer, long nanos) {
        try {
            return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new WireAnswer.Failed("interrupted");
        } catch (TimeoutException e) {
            return TOO_LATE;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer never ends exceptionally", e);
        }
    }
}
