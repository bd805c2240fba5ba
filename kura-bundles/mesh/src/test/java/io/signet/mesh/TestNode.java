package io.signet.mesh;

import io.signet.attestation.HardwareKey;
import io.signet.mesh.spi.NodeLoad;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.TaskService;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Receipt;
import io.signet.statement.Statement;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.CoseSigner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A node whose engine doubles numbers at a given speed in a test's time, with honest statements unless told otherwise. */
final class TestNode implements TaskService {
    static final String MODEL = "double";
    static final Digest PACKAGE = Digest.sha256(Bytes.utf8("package"));

    private final Clock clock;
    private final HardwareKey key;
    private final double rowsPerSecond;
    private final Deque<Running> running = new ArrayDeque<>();
    /** Whether it says that its hardware needs relief. */
    Strain strain = Strain.NONE;
    /** Its log, and what it saw of others'. */
    final TestWitnessing log;
    /** What it shows of its key. */
    final TestEvidence evidence;
    /** How often each row's first value was computed here. */
    final Map<Float, Integer> computed = new HashMap<>();
    /** Changes the facts that the node states. */
    UnaryOperator<Statement> lie = UnaryOperator.identity();
    /** Signs tree heads in place of the node's key. */
    Optional<CoseSigner> forger = Optional.empty();
    /** Refuses everything with this. */
    Optional<TaskOutcome.Refused> refusal = Optional.empty();
    /** Signs a second log for each further answer. */
    boolean equivocates;
    /** Ends tasks as a service with a bug does: by what it throws, or by how its stage ends. */
    Optional<RuntimeException> bug = Optional.empty();

    boolean bugLater;
    /** Takes tasks and never answers. */
    boolean silent;

    String servedModel = MODEL;
    private long busyUntilNanos;

    private record Running(TaskOrder order, CompletableFuture<TaskOutcome> outcome, long doneNanos) {}

    TestNode(Clock clock, HardwareKey key, double rowsPerSecond) {
        this.clock = clock;
        this.key = key;
        this.rowsPerSecond = rowsPerSecond;
        this.log = new TestWitnessing(key, clock);
        this.evidence = new TestEvidence(key, clock);
    }

    NodeId id() {
        return key.node();
    }

    @Override
    public CompletionStage<TaskOutcome> execute(TaskOrder order) {
        if (refusal.isPresent()) {
            return CompletableFuture.completedStage(refusal.get());
        }
        if (bug.isPresent() && bugLater) {
            return CompletableFuture.failedStage(bug.get());
        }
        if (bug.isPresent()) {
            throw bug.get();
        }
        CompletableFuture<TaskOutcome> outcome = new CompletableFuture<>();
        long rows = order.inputs().get("x").rows();
        busyUntilNanos = Math.max(busyUntilNanos, clock.monotonicNanos()) + (long) (rows / rowsPerSecond * 1e9);
        running.add(new Running(order, outcome, busyUntilNanos));
        return outcome;
    }

    /** Completes what is due. */
    void step() {
        while (!silent && !running.isEmpty() && running.peekFirst().doneNanos() <= clock.monotonicNanos()) {
            Running done = running.removeFirst();
            done.outcome().complete(answer(done.order()));
        }
    }

    private TaskOutcome answer(TaskOrder order) {
        Tensor x = order.inputs().get("x");
        List<Float> values = new ArrayList<>();
        for (int i = 0; i < x.floats().limit(); i++) {
            float value = x.floats().get(i);
            computed.merge(value, 1, Integer::sum);
            values.add(2 * value);
        }
        float[] doubled = new float[values.size()];
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] = values.get(i);
        }
        Map<String, Tensor> outputs = Map.of("y", Tensor.ofFloats(x.shape(), doubled));
        Statement statement = lie.apply(new Statement(
                id(),
                key.assurance(),
                MODEL,
                PACKAGE,
                TensorDigest.of(order.inputs()),
                TensorDigest.of(outputs),
                "doubler/1",
                "cpu/test",
                order.nonce(),
                order.requester(),
                clock.wallMillis()));
        Bytes encoded = statement.encode();
        return new TaskOutcome.Answered(encoded, receipt(encoded), outputs);
    }

    private Receipt receipt(Bytes statement) {
        if (equivocates && log.size() > 0) {
            log.truncate(log.size() - 1); // the next head is of the same size as the last, and another
        }
        log.append(statement);
        TreeHead head = log.head(forger.orElse(key.signer()), clock.wallMillis());
        return new Receipt(head, log.prove(log.size() - 1));
    }

    @Override
    public NodeLoad load() {
        return new NodeLoad(
                List.of(ServedModel.of(servedModel, PACKAGE, rowsPerSecond)),
                running.stream()
                        .mapToInt(r -> (int) r.order().inputs().get("x").rows())
                        .sum(),
                1000,
                strain);
    }

    static Statement with(Statement s, Digest input, Nonce nonce, NodeId requester) {
        return new Statement(
                s.node(),
                s.assurance(),
                s.model(),
                s.modelPackage(),
                input,
                s.output(),
                s.engine(),
                s.device(),
                nonce,
                requester,
                s.timeMillis());
    }
}
