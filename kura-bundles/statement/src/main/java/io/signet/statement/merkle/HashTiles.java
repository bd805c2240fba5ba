package io.signet.statement.merkle;

import io.signet.statement.Digest;
import java.util.function.LongFunction;

/** Looks up hashes of complete subtrees, wherever they are kept. Thread-safe if its user shares it between threads. */
@FunctionalInterface
public interface HashTiles {
    /**
     * The hash of the complete subtree over the leaves {@code [index << level, (index + 1) << level)}, all of which are
     * in the tree.
     *
     * @param level 0 for a leaf's own hash, up to 48
     * @param index at least 0
     */
    Digest hash(int level, long index);

    /**
     * Computes every subtree from its leaves' hashes. Takes time in proportion to the leaves: for small trees, tests, and
     * building tiles.
     */
    static HashTiles ofLeaves(LongFunction<Digest> leafHashes) {
        return new HashTiles() {
            @Override
            public Digest hash(int level, long index) {
                return level == 0
                        ? leafHashes.apply(index)
                        : MerkleTree.nodeHash(hash(level - 1, 2 * index), hash(level - 1, 2 * index + 1));
            }
        };
    }
}
