package io.signet.statement.merkle;

import io.signet.statement.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a growing tree: enough to append leaves and to know the root, in at most 48 hashes. Not thread-safe.
 */
public final class Frontier {
    private final List<Digest> peaks;
    private long size;

    /** An empty tree. */
    public Frontier() {
        peaks = new ArrayList<>();
    }

    private Frontier(long size, List<Digest> peaks) {
        this.size = size;
        this.peaks = peaks;
    }

    /**
     * The frontier of the first {@code size} leaves of a tree that exists already.
     *
     * @param size 0 to {@link MerkleTree#SIZE_MAX}
     */
    public static Frontier of(HashTiles tiles, long size) {
        MerkleTree.requireSize(size);
        List<Digest> peaks = new ArrayList<>();
        long start = 0;
        while (start < size) {
            int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(size - start);
            peaks.add(tiles.hash(level, start >> level));
            start += 1L << level;
        }
        return new Frontier(size, peaks);
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /** Appends a leaf by its hash. */
    public void append(Digest leafHash) {
        append(leafHash, (level, index, hash) -> {});
    }

    /**
     * Appends a leaf by its hash and tells {@code completed} of every subtree that this completes, the leaf first.
     *
     * @throws IllegalStateException if the tree has {@link MerkleTree#SIZE_MAX} leaves
     */
    public void append(Digest leafHash, Completed completed) {
        if (size == MerkleTree.SIZE_MAX) {
            throw new IllegalStateException("the tree is full: it has " + size + " leaves");
        }
        MessageDigest sha256 = Digest.newSha256();
        Digest hash = leafHash;
        completed.subtree(0, size, hash);
        int level = 0;
        for (long left = size; (left & 1) == 1; left >>= 1) {
            hash = MerkleTree.nodeHash(sha256, peaks.remove(peaks.size() - 1), hash);
            level++;
            completed.subtree(level, size >> level, hash);
        }
        peaks.add(hash);
        size++;
    }

    /** The root (RFC 9162 section 2.1.1). */
    public Digest root() {
        if (peaks.isEmpty()) {
            return MerkleTree.emptyRoot();
        }
        MessageDigest sha256 = Digest.newSha256();
        Digest root = peaks.get(peaks.size() - 1);
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = MerkleTree.nodeHash(sha256, peaks.get(i), root);
        }
        return root;
    }

    /** Hears of subtrees as they become complete. */
    @FunctionalInterface
    public interface Completed {
        /** Subtree {@code index} of {@code level}, in the sense of {@link HashTiles#hash}, is complete. */
        void subtree(int level, long index, Digest hash);
    }
}
