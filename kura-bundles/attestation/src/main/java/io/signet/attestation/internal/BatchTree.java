package io.signet.attestation.internal;

import io.signet.statement.Digest;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch of entries adds to the tree: the rows of hashes from the batch's leaves up to the new root, each with at
 * most one hash from before at its left. Every hash is computed once, and the paths of all entries of the batch are read
 * off the rows, which makes a receipt cost about a microsecond.
 */
public final class BatchTree {
    private final List<Row> rows = new ArrayList<>();

    /**
     * Appends {@code leaves}, at least one.
     *
     * @param earlier the tree before
     */
    BatchTree(Peaks earlier, List<Digest> leaves) {
        long from = earlier.size();
        List<Digest> added = leaves;
        for (int level = 0; ; level++) {
            Row row = row(earlier, level, from >> level, added);
            rows.add(row);
            if (row.start == 0 && row.hashes.size() == 1) {
                return;
            }
            added = parents(row.hashes);
        }
    }

    /** A row that begins with a left child, so that all but the last have their siblings in it. */
    private static Row row(Peaks earlier, int level, long start, List<Digest> added) {
        if ((start & 1) == 0) {
            return new Row(start, added);
        }
        List<Digest> hashes = new ArrayList<>(added.size() + 1);
        hashes.add(earlier.hash(level, start - 1));
        hashes.addAll(added);
        return new Row(start - 1, hashes);
    }

    private static List<Digest> parents(List<Digest> children) {
        List<Digest> parents = new ArrayList<>((children.size() + 1) / 2);
        for (int i = 0; i + 1 < children.size(); i += 2) {
            parents.add(MerkleTree.nodeHash(children.get(i), children.get(i + 1)));
        }
        if (children.size() % 2 == 1) {
            // The right edge: without a sibling a subtree is its own parent (RFC 9162 section 2.1.1).
            parents.add(children.get(children.size() - 1));
        }
        return parents;
    }

    /** Number of entries, the batch's included. */
    long size() {
        Row leaves = rows.get(0);
        return leaves.start + leaves.hashes.size();
    }

    /** The root of the tree with the batch. */
    public Digest root() {
        return rows.get(rows.size() - 1).hashes.get(0);
    }

    /**
     * Proves that an entry of the batch is in the tree.
     *
     * @param index in the whole log
     */
    public InclusionProof proof(long index) {
        List<Digest> path = new ArrayList<>(rows.size());
        for (int level = 0; level < rows.size() - 1; level++) {
            Row row = rows.get(level);
            int sibling = (int) ((index >> level) - row.start) ^ 1;
            if (sibling < row.hashes.size()) {
                path.add(row.hashes.get(sibling));
            }
        }
        return new InclusionProof(size(), index, path);
    }

    /** The hash of a subtree that the batch completes, or of the peak at the left of these. */
    Digest hash(int level, long index) {
        Row row = rows.get(level);
        return row.hashes.get((int) (index - row.start));
    }

    /** The peaks of the tree with the batch. */
    Peaks peaks() {
        return Peaks.of(this::hash, size());
    }

    /** The hashes of one level, from subtree {@code start} on. */
    private record Row(long start, List<Digest> hashes) {}
}
