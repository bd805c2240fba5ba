package io.signet.simulator.virtual;

import io.signet.attestation.AttestationException;
import io.signet.attestation.NodeLog;
import io.signet.simulator.run.Invariant;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.TileId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Remembers what one node acknowledged, and looks whether its log still holds it. */
final class LogWitness {
    /** Acknowledged statements remembered of a node; beyond, every second, fourth and so on of its log. */
    private static final int REMEMBERED_MAX = 4096;
    /** Every so many-th new head is checked against the one before. */
    private static final int HEADS_BETWEEN_CHECKS = 16;

    private final String node;
    private final BiConsumer<Invariant, String> violated;
    private final Map<Long, Digest> acknowledged = new HashMap<>();
    private Optional<TreeHead> last = Optional.empty();
    private long stride = 1;
    private int heads;

    LogWitness(String node, BiConsumer<Invariant, String> violated) {
        this.node = node;
        this.violated = violated;
    }

    /** The disk was set back: what was acknowledged is lost, and only its receipts can tell. */
    void forget() {
        acknowledged.clear();
        last = Optional.empty();
    }

    /** The node gave {@code receipt} for {@code statement}. */
    void acknowledged(Bytes statement, Receipt receipt, NodeLog log) {
        long index = receipt.proof().leafIndex();
        if (index % stride == 0) {
            acknowledged.put(index, MerkleTree.leafHash(statement));
            if (acknowledged.size() > REMEMBERED_MAX) {
                stride *= 2;
                acknowledged.keySet().removeIf(remembered -> remembered % stride != 0);
            }
        }
        TreeHead head = receipt.head();
        if (last.isPresent() && head.size() != last.get().size() && heads++ % HEADS_BETWEEN_CHECKS == 0) {
            extendsLast(head, log);
        }
        last = Optional.of(head);
    }

    private void extendsLast(TreeHead head, NodeLog log) {
        TreeHead before = last.orElseThrow();
        if (head.size() < before.size()) {
            violated.accept(
                    Invariant.LOG_EXTENDS,
                    "the log of " + node + " shrank from " + before.size() + " to " + head.size() + " entries");
            return;
        }
        try {
            if (head.size() == before.size()
                    ? !head.root().equals(before.root())
                    : before.size() > 0
                            && !log.consistency(before.size(), head.size()).holds(before.root(), head.root())) {
                violated.accept(
                        Invariant.LOG_EXTENDS,
                        "the head of " + node + " over " + head.size() + " entries does not extend that over "
                                + before.size());
            }
        } catch (AttestationException | IndexOutOfBoundsException e) {
            violated.accept(Invariant.LOG_EXTENDS, "the log of " + node + " proves nothing: " + e.getMessage());
        }
    }

    /** The log was opened again, or the run ends: everything must be there. */
    void check(NodeLog log) {
        last.ifPresent(head -> extendsLast(log.head(), log));
        last = Optional.of(log.head());
        long tile = -1;
        List<Bytes> entries = List.of();
        for (Map.Entry<Long, Digest> entry : new TreeMap<>(acknowledged).entrySet()) {
            long index = entry.getKey();
            if (index / TileId.WIDTH_MAX != tile) {
                tile = index / TileId.WIDTH_MAX;
                entries = entries(log, tile);
            }
            int place = (int) (index % TileId.WIDTH_MAX);
            if (place >= entries.size()
                    || !MerkleTree.leafHash(entries.get(place)).equals(entry.getValue())) {
                violated.accept(
                        Invariant.ACKNOWLEDGED_KEPT,
                        "the log of " + node + " lost entry " + index + ", for which it gave a receipt");
                return;
            }
        }
    }

    /** The entries of one tile, as far as they can be read: reading each by itself would read the whole tile each time. */
    private static List<Bytes> entries(NodeLog log, long tile) {
        long size = log.head().size();
        if (tile * TileId.WIDTH_MAX >= size) {
            return List.of();
        }
        try {
            TileId id = TileId.entries(tile).in(size);
            return EntryBundle.intact(log.tile(id), id.width());
        } catch (AttestationException e) {
            return List.of();
        }
    }
}
