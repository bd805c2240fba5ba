package io.signet.statement.merkle;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Hashing of Merkle trees over SHA-256, and the making of proofs (RFC 9162 section 2.1). */
public final class MerkleTree {
    /** Most leaves of a tree: 2^48, so that sizes and indices stay far from any overflow. */
    public static final long SIZE_MAX = 1L << 48;

    static final byte LEAF_PREFIX = 0;
    static final byte NODE_PREFIX = 1;

    private MerkleTree() {}

    /** The root of a tree without leaves: SHA-256 of nothing (RFC 9162 section 2.1.1). */
    public static Digest emptyRoot() {
        return Digest.sha256(Bytes.EMPTY);
    }

    /** The hash of a leaf: SHA-256(0x00 || {@code entry}) (RFC 9162 section 2.1.1). */
    public static Digest leafHash(Bytes entry) {
        return leafHash(Digest.newSha256(), entry);
    }

    /** As {@link #leafHash(Bytes)}, with a SHA-256 at hand, which is fresh again afterwards. */
    static Digest leafHash(MessageDigest sha256, Bytes entry) {
        sha256.update(LEAF_PREFIX);
        entry.updateInto(sha256);
        return Digest.finish(sha256);
    }

    /** The hash of an inner node: SHA-256(0x01 || {@code left} || {@code right}) (RFC 9162 section 2.1.1). */
    public static Digest nodeHash(Digest left, Digest right) {
        return nodeHash(Digest.newSha256(), left, right);
    }

    /** As {@link #nodeHash(Digest, Digest)}, with a SHA-256 at hand, which is fresh again afterwards. */
    static Digest nodeHash(MessageDigest sha256, Digest left, Digest right) {
        sha256.update(NODE_PREFIX);
        left.value().updateInto(sha256);
        right.value().updateInto(sha256);
        return Digest.finish(sha256);
    }

    /**
     * The root of the first {@code size} leaves.
     *
     * @param size 0 to {@link #SIZE_MAX}
     */
    public static Digest root(HashTiles tiles, long size) {
        requireSize(size);
        return size == 0 ? emptyRoot() : range(tiles, 0, size);
    }

    /**
     * Proves that leaf {@code index} is in the tree of the first {@code size} leaves (RFC 9162 section 2.1.3.1).
     *
     * @param index 0 to {@code size - 1}
     * @param size 1 to {@link #SIZE_MAX}
     */
    public static InclusionProof inclusionProof(HashTiles tiles, long index, long size) {
        requireSize(size);
        Objects.checkIndex(index, size);
        List<Digest> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                path.add(0, range(tiles, middle, to));
                to = middle;
            } else {
                path.add(0, range(tiles, from, middle));
                from = middle;
            }
        }
        return new InclusionProof(size, index, path);
    }

    /**
     * Proves that the tree of the first {@code to} leaves only appends to that of the first {@code from} (RFC 9162
     * section 2.1.4.1).
     *
     * @param from 0 to {@code to}
     * @param to 0 to {@link #SIZE_MAX}
     */
    public static ConsistencyProof consistencyProof(HashTiles tiles, long from, long to) {
        requireSize(to);
        Objects.checkFromToIndex(from, to, to);
        List<Digest> path = new ArrayList<>();
        if (from > 0 && from < to) {
            long start = 0;
            long end = to;
            boolean complete = true;
            // PROOF and SUBPROOF of the RFC, unrolled: walk down to where the old tree ends.
            while (from != end) {
                long middle = start + split(end - start);
                if (from <= middle) {
                    path.add(0, range(tiles, middle, end));
                    end = middle;
                } else {
                    path.add(0, range(tiles, start, middle));
                    start = middle;
                    complete = false;
                }
            }
            if (!complete) {
                path.add(0, range(tiles, start, end));
            }
        }
        return new ConsistencyProof(from, to, path);
    }

    /** The largest power of two smaller than {@code size}, which is at least 2. */
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    /** The root of the leaves {@code [from, to)}, of which {@code from} is a multiple of the subtree's size. */
    private static Digest range(HashTiles tiles, long from, long to) {
        // The range splits into complete subtrees, largest first; hash them together from the smallest.
        List<Digest> complete = new ArrayList<>();
        long start = from;
        while (start < to) {
            int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(to - start);
            complete.add(tiles.hash(level, start >> level));
            start += 1L << level;
        }
        MessageDigest sha256 = Digest.newSha256();
        Digest hash = complete.get(complete.size() - 1);
        for (int i = complete.size() - 2; i >= 0; i--) {
            hash = nodeHash(sha256, complete.get(i), hash);
        }
        return hash;
    }

    static void requireSize(long size) {
        if (size < 0 || size > SIZE_MAX) {
            throw new IllegalArgumentException("a tree has 0 to " + SIZE_MAX + " leaves, not " + size);
        }
    }
}
