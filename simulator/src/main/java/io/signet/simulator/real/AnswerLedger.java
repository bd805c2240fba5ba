package io.signet.simulator.real;

import io.signet.mesh.TaskAnswer;
import io.signet.simulator.engine.DoublingModel;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunRecorder;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Receipt;
import io.signet.statement.Tensor;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import io.signet.statement.merkle.MerkleTree;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks accepted answers once more, as a stranger with the proof alone would, and remembers what their receipts
 * acknowledge. Thread-safe.
 */
final class AnswerLedger {
    private final Verifier stranger;
    private final RunRecorder recorder;
    private final Map<NodeId, NodeLedger> nodes = new HashMap<>();

    /**
     * What receipts say of one node's log.
     *
     * @param statements hashes of statements by their places
     * @param heads roots by the sizes of the log
     */
    record NodeLedger(SortedMap<Long, Digest> statements, SortedMap<Long, Digest> heads) {}

    AnswerLedger(Verifier stranger, RunRecorder recorder) {
        this.stranger = stranger;
        this.recorder = recorder;
    }

    /**
     * Takes an answer.
     *
     * @param sent the rows of the job that it answers
     */
    void take(Duration now, TaskAnswer answer, Tensor sent) {
        if (!sent.equals(answer.proof().inputs().get(DoublingModel.INPUT.name()))) {
            recorder.violated(now, Invariant.RECEIPT_FITS, "a receipt of " + answer.node() + " is for another input");
        }
        if (!(stranger.verify(answer.proof(), System.currentTimeMillis()) instanceof Verdict.Accepted)) {
            recorder.violated(now, Invariant.RECEIPT_FITS, "a stranger does not believe a receipt of " + answer.node());
        }
        try {
            Receipt receipt =
                    Receipt.decode(answer.proof().receipt(), answer.proof().statement());
            Digest leaf = MerkleTree.leafHash(answer.proof().statement());
            acknowledge(now, answer.node(), receipt, leaf);
        } catch (MalformedException e) {
            recorder.violated(now, Invariant.RECEIPT_FITS, "a receipt can't be read: " + e.getMessage());
        }
    }

    private synchronized void acknowledge(Duration now, NodeId node, Receipt receipt, Digest leaf) {
        NodeLedger ledger = nodes.computeIfAbsent(node, n -> new NodeLedger(new TreeMap<>(), new TreeMap<>()));
        long index = receipt.proof().leafIndex();
        Digest other = ledger.statements().putIfAbsent(index, leaf);
        if (other != null && !other.equals(leaf)) {
            recorder.violated(now, Invariant.LOG_EXTENDS, "node " + node + " has two statements number " + index);
        }
        Digest root =
                ledger.heads().putIfAbsent(receipt.head().size(), receipt.head().root());
        if (root != null && !root.equals(receipt.head().root())) {
            recorder.violated(
                    now,
                    Invariant.LOG_EXTENDS,
                    "node " + node + " signed two heads of " + receipt.head().size() + " statements");
        }
    }

    /** What the receipts of {@code node} say. */
    synchronized NodeLedger of(NodeId node) {
        return nodes.getOrDefault(node, new NodeLedger(new TreeMap<>(), new TreeMap<>()));
    }

    /** Statements that requesters have receipts for. */
    synchronized long statements() {
        return nodes.values().stream().mapToLong(n -> n.statements().size()).sum();
    }

    /** Signatures that they have seen under them. */
    synchronized long signatures() {
        return nodes.values().stream().mapToLong(n -> n.heads().size()).sum();
    }
}
