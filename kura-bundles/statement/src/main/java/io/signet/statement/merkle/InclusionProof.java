package io.signet.statement.merkle;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.security.MessageDigest;
import java.util.List;

/**
 * The path from a leaf to the root of a tree (RFC 9162 section 2.1.3).
 *
 * @param treeSize number of leaves, 1 to {@link MerkleTree#SIZE_MAX}
 * @param leafIndex 0 to {@code treeSize - 1}
 * @param path the siblings' hashes from the leaf upwards, exactly as many as size and index demand
 */
public record InclusionProof(long treeSize, long leafIndex, List<Digest> path) {
    public InclusionProof {
        if (treeSize < 1 || treeSize > MerkleTree.SIZE_MAX) {
            throw new IllegalArgumentException(
                    "a tree with a leaf to prove has 1 to " + MerkleTree.SIZE_MAX + " leaves, not " + treeSize);
        }
        if (leafIndex < 0 || leafIndex >= treeSize) {
            throw new IllegalArgumentException("leaf " + leafIndex + " is not one of the " + treeSize + " of the tree");
        }
        path = List.copyOf(path);
        int expected = pathLength(treeSize, leafIndex);
        if (path.size() != expected) {
            throw new IllegalArgumentException("the path from leaf " + leafIndex + " of " + treeSize + " has "
                    + expected + " hashes, not " + path.size());
        }
    }

    /**
     * How many hashes the path from leaf {@code leafIndex} has in a tree of {@code treeSize}; the arguments are as in
     * the record.
     */
    public static int pathLength(long treeSize, long leafIndex) {
        // Below the point where the ways to this leaf and to the last one part, every level has a sibling; above it,
        // only those where the way to the last leaf turns right.
        int parting = Long.SIZE - Long.numberOfLeadingZeros(leafIndex ^ (treeSize - 1));
        return parting + Long.bitCount(leafIndex >>> parting);
    }

    /** The root that a tree with {@code entry} at that place has (RFC 9162 section 2.1.3.2). */
    public Digest rootOver(Bytes entry) {
        MessageDigest sha256 = Digest.newSha256();
        return rootFor(sha256, MerkleTree.leafHash(sha256, entry));
    }

    /** The root that a tree with {@code leaf} (a leaf's hash) at that place has (RFC 9162 section 2.1.3.2). */
    public Digest rootFor(Digest leaf) {
        return rootFor(Digest.newSha256(), leaf);
    }

    private Digest rootFor(MessageDigest sha256, Digest leaf) {
        long fn = leafIndex;
        long sn = treeSize - 1;
        Digest r = leaf;
        for (Digest p : path) {
            if ((fn & 1) == 1 || fn == sn) {
                r = MerkleTree.nodeHash(sha256, p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = MerkleTree.nodeHash(sha256, r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        // The length of the path was checked when the proof was made, so sn is 0 here.
        return r;
    }
}
