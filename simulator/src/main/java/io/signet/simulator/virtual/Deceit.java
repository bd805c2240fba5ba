package io.signet.simulator.virtual;

import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.mesh.spi.NodeLoad;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.TaskService;
import io.signet.simulator.scenario.Adversary;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Receipt;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.MerkleTree;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** A node's task service as a cheat would have it: honest work, dishonestly answered. */
final class Deceit implements TaskService {
    /** Answers that are kept to be given again. */
    private static final int EARLIER_MAX = 4096;

    private final TaskService honest;
    private final NodeId node;
    private final Adversary way;
    private final RandomGenerator random;
    private final CoseSigner own;
    private final CoseSigner foreign;
    private final World world;
    private final Map<Digest, TaskOutcome.Answered> earlier = new HashMap<>();
    private Optional<Receipt> shown = Optional.empty();
    private boolean forked;
    private long deceived;

    /**
     * Cheats as {@code way} says.
     *
     * @param own signs with the node's key
     * @param foreign signs with another key than the node's
     */
    Deceit(
            TaskService honest,
            NodeId node,
            Adversary way,
            RandomGenerator random,
            CoseSigner own,
            CoseSigner foreign,
            World world) {
        this.own = own;
        this.honest = honest;
        this.node = node;
        this.way = way;
        this.random = random;
        this.foreign = foreign;
        this.world = world;
    }

    /** Answers that a requester must not believe, so far. */
    long deceived() {
        return deceived;
    }

    private boolean does(Adversary.Kind kind) {
        return way.kind() == kind
                && world.now() >= way.from().toNanos()
                && random.nextDouble() < Math.min(1, way.amount());
    }

    @Override
    public CompletionStage<TaskOutcome> execute(TaskOrder order) {
        if (does(Adversary.Kind.LAZY)) {
            return new CompletableFuture<>();
        }
        if (does(Adversary.Kind.WRONG_INPUT)) {
            deceived++;
            return honest.execute(new TaskOrder(
                    order.requester(),
                    order.nonce(),
                    order.model(),
                    order.modelPackage(),
                    Map.of(SimulatedModel.INPUT, changed(order.inputs().get(SimulatedModel.INPUT))),
                    order.deadlineMonotonicNanos(),
                    order.priority()));
        }
        return honest.execute(order)
                .thenApply(outcome -> outcome instanceof TaskOutcome.Answered answered
                        ? deceive(TensorDigest.of(order.inputs()), answered)
                        : outcome);
    }

    private TaskOutcome deceive(Digest inputs, TaskOutcome.Answered answered) {
        if (does(Adversary.Kind.ALTERED_OUTPUT)) {
            deceived++;
            return new TaskOutcome.Answered(
                    answered.statement(),
                    answered.receipt(),
                    Map.of(SimulatedModel.OUTPUT, changed(answered.outputs().get(SimulatedModel.OUTPUT))));
        }
        if (does(Adversary.Kind.WRONG_KEY)) {
            deceived++;
            return new TaskOutcome.Answered(answered.statement(), signedAnew(answered.receipt()), answered.outputs());
        }
        if (way.kind() == Adversary.Kind.EQUIVOCATING_LOG) {
            return equivocate(answered);
        }
        if (does(Adversary.Kind.OLD_ANSWER)) {
            TaskOutcome.Answered before = earlier.get(inputs);
            if (before != null) {
                deceived++;
                return before;
            }
            if (earlier.size() < EARLIER_MAX) {
                earlier.put(inputs, answered);
            }
        }
        return answered;
    }

    /** Puts the statement where the one before is, and signs that log as well. */
    private TaskOutcome equivocate(TaskOutcome.Answered answered) {
        Optional<Receipt> before = shown;
        shown = Optional.of(answered.receipt());
        if (before.isEmpty() || !does(Adversary.Kind.EQUIVOCATING_LOG)) {
            return answered;
        }
        TreeHead head = before.get().head();
        Digest root = before.get().proof().rootFor(MerkleTree.leafHash(answered.statement()));
        forked = true;
        shown = Optional.empty();
        try {
            TreeHead second = TreeHead.sign(own, node, head.size(), root, head.timeMillis());
            Receipt receipt = new Receipt(second, before.get().proof());
            return new TaskOutcome.Answered(answered.statement(), receipt, answered.outputs());
        } catch (SigningException e) {
            return answered; // the key is missing now
        }
    }

    /** True if it signed two logs of one size. */
    boolean forked() {
        return forked;
    }

    private Receipt signedAnew(Receipt receipt) {
        TreeHead head = receipt.head();
        try {
            return new Receipt(
                    TreeHead.sign(foreign, node, head.size(), head.root(), head.timeMillis()), receipt.proof());
        } catch (SigningException e) {
            throw new IllegalStateException("a simulated key that is there can't fail to sign", e);
        }
    }

    /** The same tensor but for its first number. */
    private static Tensor changed(Tensor tensor) {
        ByteBuffer copy = ByteBuffer.allocate(tensor.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        copy.put(tensor.data()).flip();
        copy.putFloat(0, copy.getFloat(0) + 1);
        return Tensor.of(tensor.type(), tensor.shape(), copy);
    }

    @Override
    public NodeLoad load() {
        NodeLoad load = honest.load();
        boolean boasts = way.kind() == Adversary.Kind.FALSE_CAPACITY
                && world.now() >= way.from().toNanos();
        return boasts ? boast(load, way.amount()) : load;
    }

    private static NodeLoad boast(NodeLoad load, double factor) {
        List<ServedModel> models = load.models().stream()
                .map(m -> ServedModel.of(m.name(), SimulatedModel.packageOf(m.name()), m.rowsPerSecond() * factor))
                .toList();
        return new NodeLoad(models, 0, load.freeMemoryMib(), Strain.NONE);
    }
}
