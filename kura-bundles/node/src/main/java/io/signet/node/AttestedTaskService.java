package io.signet.node;

import io.signet.attestation.AttestationException;
import io.signet.attestation.LogFullException;
import io.signet.attestation.NodeLog;
import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceRequest;
import io.signet.inference.InferenceService;
import io.signet.inference.LoadSnapshot;
import io.signet.inference.ModelInfo;
import io.signet.mesh.Refusal;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.mesh.spi.NodeLoad;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.TaskService;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Receipt;
import io.signet.statement.Statement;
import io.signet.statement.TensorDigest;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes a task, states what was computed in the node's log, and answers when a signed head covers the statement: no
 * answer leaves the node without its receipt. Thread-safe.
 */
public final class AttestedTaskService implements TaskService {
    private static final Logger LOG = LoggerFactory.getLogger(AttestedTaskService.class);

    private final InferenceService inference;
    private final NodeLog log;
    private final NodeId node;
    private final Assurance assurance;
    private final Supplier<Strain> strain;
    private final Clock clock;

    /**
     * Joins the parts; owns none of them.
     *
     * @param node whose log it is
     * @param claimed what statements claim of the node's key: what its certificate says
     * @param strain whether the hardware needs relief now
     */
    public AttestedTaskService(
            InferenceService inference,
            NodeLog log,
            NodeId node,
            Assurance claimed,
            Supplier<Strain> strain,
            Clock clock) {
        this.inference = inference;
        this.log = log;
        this.node = node;
        this.assurance = claimed;
        this.strain = strain;
        this.clock = clock;
    }

    @Override
    public CompletionStage<TaskOutcome> execute(TaskOrder order) {
        InferenceRequest request = new InferenceRequest(
                order.model(), order.modelPackage(), order.inputs(), order.deadlineMonotonicNanos(), order.priority());
        CompletionStage<InferenceOutcome> computing = inference.infer(request);
        Digest input = TensorDigest.of(order.inputs()); // on this thread, while the engine computes
        return computing.thenCompose(outcome -> {
            if (outcome instanceof InferenceOutcome.Completed completed) {
                return attest(order, input, completed);
            }
            InferenceOutcome.Refused refused = (InferenceOutcome.Refused) outcome;
            return CompletableFuture.completedStage(
                    new TaskOutcome.Refused(toMesh(refused.refusal()), refused.reason()));
        });
    }

    private CompletionStage<TaskOutcome> attest(TaskOrder order, Digest input, InferenceOutcome.Completed completed) {
        Bytes statement = new Statement(
                        node,
                        assurance,
                        completed.model().name(),
                        completed.model().packageDigest(),
                        input,
                        TensorDigest.of(completed.outputs()),
                        completed.engine(),
                        completed.device(),
                        order.nonce(),
                        order.requester(),
                        clock.wallMillis())
                .encode();
        return log.append(statement)
                .handle((receipt, failure) -> failure == null
                        ? answered(statement, receipt, completed)
                        : refused(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure));
    }

    private static TaskOutcome answered(Bytes statement, Receipt receipt, InferenceOutcome.Completed completed) {
        return new TaskOutcome.Answered(statement, receipt, completed.outputs());
    }

    private static TaskOutcome refused(Throwable failure) {
        if (failure instanceof LogFullException) {
            return new TaskOutcome.Refused(
                    Refusal.BUSY, "the node's log is full of statements that wait for a signature");
        }
        if (failure instanceof AttestationException) {
            LOG.warn("a computed answer has no receipt and is withheld: {}", failure.getMessage());
            return new TaskOutcome.Refused(Refusal.FAILED, "the node can't attest its answer now");
        }
        throw new CompletionException(failure);
    }

    private static Refusal toMesh(io.signet.inference.Refusal refusal) {
        return switch (refusal) {
            case BUSY -> Refusal.BUSY;
            case UNKNOWN_MODEL -> Refusal.UNKNOWN_MODEL;
            case BAD_INPUT -> Refusal.BAD_INPUT;
            case TOO_LATE -> Refusal.TOO_LATE;
            case TOO_LARGE -> Refusal.TOO_LARGE;
            case FAILED -> Refusal.FAILED;
        };
    }

    /** {@inheritDoc} A node that can't attest serves nothing: no work shall be placed on it. */
    @Override
    public NodeLoad load() {
        LoadSnapshot load = inference.load();
        Runtime jvm = Runtime.getRuntime();
        long free = jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
        boolean attests = log.stats().available();
        List<ServedModel> models = inference.models().stream()
                .filter(m -> attests)
                .filter(m -> m.name().length() <= ServedModel.NAME_CHARS_MAX)
                .sorted(Comparator.comparing(ModelInfo::name).thenComparing(ModelInfo::packageDigest))
                .map(m -> ServedModel.of(m.name(), m.packageDigest(), m.rowsPerSecond()))
                .toList();
        int queued = (int) Math.min(Integer.MAX_VALUE, load.queuedRows() + load.runningRows());
        return new NodeLoad(models, queued, free >> 20, strain.get());
    }
}
