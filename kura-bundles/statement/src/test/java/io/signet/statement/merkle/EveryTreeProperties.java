package io.signet.statement.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Trees of every size up to 2,000, and random ones beyond, against RFC 9162 section 2.1 as it stands there. */
class EveryTreeProperties {
    private static final int SIZE_MAX = 2_000;

    /** The definitions over one list of leaves, whose subtrees are remembered so that every size can be tried. */
    private static final class Definition {
        private final List<Digest> leaves = new ArrayList<>();
        private final Map<Long, Digest> known = new HashMap<>();

        Definition(int size, long seed) {
            Random random = new Random(seed);
            for (int i = 0; i < size; i++) {
                leaves.add(MerkleTree.leafHash(Bytes.random(random, 8)));
            }
        }

        /** MTH(D[start:end]) of section 2.1.1. */
        Digest mth(int start, int end) {
            if (end == start) {
                return Digest.sha256(Bytes.EMPTY);
            }
            if (end - start == 1) {
                return leaves.get(start);
            }
            long key = (long) start << 32 | end;
            Digest hash = known.get(key);
            if (hash == null) {
                int k = start + k(end - start);
                hash = MerkleTree.nodeHash(mth(start, k), mth(k, end));
                known.put(key, hash);
            }
            return hash;
        }

        /** PATH(m, D[start:end]) of section 2.1.3.1. */
        List<Digest> path(int m, int start, int end) {
            if (end - start == 1) {
                return new ArrayList<>();
            }
            int k = k(end - start);
            List<Digest> path = m < k ? path(m, start, start + k) : path(m - k, start + k, end);
            path.add(m < k ? mth(start + k, end) : mth(start, start + k));
            return path;
        }

        /** SUBPROOF(m, D[start:end], complete) of section 2.1.4.1. */
        List<Digest> subproof(int m, int start, int end, boolean complete) {
            List<Digest> proof = new ArrayList<>();
            if (m == end - start) {
                if (!complete) {
                    proof.add(mth(start, end));
                }
                return proof;
            }
            int k = k(end - start);
            proof = m <= k ? subproof(m, start, start + k, complete) : subproof(m - k, start + k, end, false);
            proof.add(m <= k ? mth(start + k, end) : mth(start, start + k));
            return proof;
        }

        /** Complete subtrees, from the same memory. */
        HashTiles tiles() {
            return (level, index) -> mth((int) (index << level), (int) ((index + 1) << level));
        }

        private static int k(int n) {
            return Integer.highestOneBit(n - 1);
        }
    }

    /** Both ends, the edges of subtrees, and a few others, below {@code size}. */
    private static Set<Integer> places(int size, Random random) {
        Set<Integer> places = new TreeSet<>(List.of(0, size - 1, size / 2, random.nextInt(size), random.nextInt(size)));
        int largest = Integer.highestOneBit(size);
        places.add(largest - 1);
        places.add(Math.min(largest, size - 1));
        return places;
    }

    private static void checkSize(Definition tree, int size, Random random) {
        Digest root = tree.mth(0, size);
        assertThat(MerkleTree.root(tree.tiles(), size)).isEqualTo(root);
        assertThat(Frontier.of(tree.tiles(), size).root()).isEqualTo(root);
        for (int leaf : places(size, random)) {
            InclusionProof inclusion = MerkleTree.inclusionProof(tree.tiles(), leaf, size);
            assertThat(inclusion.path()).isEqualTo(tree.path(leaf, 0, size));
            assertThat(inclusion.rootFor(tree.leaves.get(leaf))).isEqualTo(root);
            int from = leaf + 1;
            Digest fromRoot = tree.mth(0, from);
            ConsistencyProof consistency = MerkleTree.consistencyProof(tree.tiles(), from, size);
            assertThat(consistency.path()).isEqualTo(tree.subproof(from, 0, size, true));
            assertThat(consistency.holds(fromRoot, root)).isTrue();
            assertThat(consistency.holds(root, fromRoot)).isEqualTo(from == size);
        }
    }

    @Example
    void treeOfEverySize_hasTheDefinedRootAndProofs() {
        Definition tree = new Definition(SIZE_MAX, 3);
        Random random = new Random(4);
        Frontier frontier = new Frontier();
        for (int size = 1; size <= SIZE_MAX; size++) {
            frontier.append(tree.leaves.get(size - 1));
            assertThat(frontier.root()).isEqualTo(tree.mth(0, size));
            checkSize(tree, size, random);
        }
    }

    @Property(tries = 25)
    void randomLargerTree_hasTheDefinedRootAndProofs(
            @ForAll @IntRange(min = 2_001, max = 60_000) int size, @ForAll long seed) {
        checkSize(new Definition(size, seed), size, new Random(seed));
    }
}
