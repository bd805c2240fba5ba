package io.signet.attestation.internal;

import io.signet.statement.Digest;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;

/**
 * The hashes of the largest complete subtrees of a tree, one for each bit of its size: all that it takes to append to the
 * tree and to know its root.
 *
 * @param size of the tree, in leaves
 * @param hashes largest subtree first
 */
record Peaks(long size, List<Digest> hashes) implements HashTiles {
    static final Peaks EMPTY = new Peaks(0, List.of());

    Peaks {
        hashes = List.copyOf(hashes);
    }

    /** The peaks of the first {@code size} leaves of {@code tree}. */
    static Peaks of(HashTiles tree, long size) {
        List<Digest> hashes = new ArrayList<>(Long.bitCount(size));
        for (long rest = size; rest != 0; rest -= Long.highestOneBit(rest)) {
            int level = Long.numberOfTrailingZeros(Long.highestOneBit(rest));
            hashes.add(tree.hash(level, (size >> level) - 1));
        }
        return new Peaks(size, hashes);
    }

    /** {@inheritDoc} Here only those of the peaks themselves. */
    @Override
    public Digest hash(int level, long index) {
        if ((size >> level & 1) == 0 || index != (size >> level) - 1) {
            throw new IllegalArgumentException("subtree " + index + " of level " + level + " is no peak of " + size);
        }
        return hashes.get(Long.bitCount(size >> level) - 1);
    }

    /** The root of the tree. */
    Digest root() {
        return MerkleTree.root(this, size);
    }
}
