package io.signet.statement.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Roots and proofs against the definitions of RFC 9162 section 2.1, written down here as they stand there. */
class MerkleProperties {
    private static final int EXHAUSTIVE_SIZE_MAX = 300;

    /** MTH of section 2.1.1. */
    private static Digest mth(List<Digest> leaves) {
        if (leaves.isEmpty()) {
            return Digest.sha256(Bytes.EMPTY);
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = k(leaves.size());
        return MerkleTree.nodeHash(mth(leaves.subList(0, k)), mth(leaves.subList(k, leaves.size())));
    }

    /** PATH of section 2.1.3.1. */
    private static List<Digest> path(int m, List<Digest> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        int k = k(leaves.size());
        List<Digest> left = leaves.subList(0, k);
        List<Digest> right = leaves.subList(k, leaves.size());
        return m < k ? append(path(m, left), mth(right)) : append(path(m - k, right), mth(left));
    }

    /** SUBPROOF of section 2.1.4.1. */
    private static List<Digest> subproof(int m, List<Digest> leaves, boolean complete) {
        if (m == leaves.size()) {
            return complete ? List.of() : List.of(mth(leaves));
        }
        int k = k(leaves.size());
        List<Digest> left = leaves.subList(0, k);
        List<Digest> right = leaves.subList(k, leaves.size());
        return m <= k
                ? append(subproof(m, left, complete), mth(right))
                : append(subproof(m - k, right, false), mth(left));
    }

    private static int k(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    private static List<Digest> append(List<Digest> path, Digest last) {
        List<Digest> appended = new ArrayList<>(path);
        appended.add(last);
        return appended;
    }

    private static List<Digest> leaves(int size, long seed) {
        Random random = new Random(seed);
        List<Digest> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(MerkleTree.leafHash(Bytes.random(random, 8)));
        }
        return leaves;
    }

    private static HashTiles tiles(List<Digest> leaves) {
        return HashTiles.ofLeaves(i -> leaves.get((int) i));
    }

    @Example
    void everySmallTree_hasTheDefinedRootAndInclusionProofs() {
        List<Digest> all = leaves(EXHAUSTIVE_SIZE_MAX, 1);
        Frontier frontier = new Frontier();
        for (int size = 0; size <= EXHAUSTIVE_SIZE_MAX; size++) {
            List<Digest> leaves = all.subList(0, size);
            Digest root = mth(leaves);
            assertThat(MerkleTree.root(tiles(leaves), size)).isEqualTo(root);
            assertThat(frontier.root()).isEqualTo(root);
            assertThat(Frontier.of(tiles(leaves), size).root()).isEqualTo(root);
            // Every leaf of the smaller trees; of the larger ones those around the edges of subtrees and a few others.
            for (int leaf = 0; leaf < size; leaf += size < 80 || leaf < 3 || leaf > size - 5 ? 1 : 7) {
                InclusionProof proof = MerkleTree.inclusionProof(tiles(leaves), leaf, size);
                assertThat(proof.path()).isEqualTo(path(leaf, leaves));
                assertThat(proof.rootFor(leaves.get(leaf))).isEqualTo(root);
            }
            if (size < EXHAUSTIVE_SIZE_MAX) {
                frontier.append(all.get(size));
            }
        }
    }

    @Example
    void everyPairOfSmallTrees_hasTheDefinedConsistencyProof() {
        int sizeMax = 70;
        List<Digest> all = leaves(sizeMax, 2);
        for (int to = 0; to <= sizeMax; to++) {
            Digest toRoot = mth(all.subList(0, to));
            for (int from = 0; from <= to; from++) {
                ConsistencyProof proof = MerkleTree.consistencyProof(tiles(all), from, to);
                Digest fromRoot = mth(all.subList(0, from));
                assertThat(proof.path()).isEqualTo(from == 0 ? List.of() : subproof(from, all.subList(0, to), true));
                assertThat(proof.holds(fromRoot, toRoot)).isTrue();
                if (from > 0 && from < to) {
                    PrefixProof prefix = PrefixProof.of(tiles(all), from, to);
                    assertThat(prefix.roots()).isEqualTo(new PrefixProof.Roots(fromRoot, toRoot));
                    assertThat(prefix).isEqualTo(PrefixProof.of(proof, fromRoot));
                }
            }
        }
    }

    @Property(tries = 60)
    void largerTrees_matchTheDefinition(@ForAll @IntRange(min = 301, max = 5000) int size, @ForAll long seed) {
        List<Digest> leaves = leaves(size, seed);
        Random random = new Random(seed);
        int leaf = random.nextInt(size);
        int from = 1 + random.nextInt(size);
        Digest root = mth(leaves);
        InclusionProof inclusion = MerkleTree.inclusionProof(tiles(leaves), leaf, size);
        assertThat(inclusion.path()).isEqualTo(path(leaf, leaves));
        assertThat(inclusion.rootFor(leaves.get(leaf))).isEqualTo(root);
        ConsistencyProof consistency = MerkleTree.consistencyProof(tiles(leaves), from, size);
        assertThat(consistency.path()).isEqualTo(subproof(from, leaves, true));
        assertThat(consistency.holds(mth(leaves.subList(0, from)), root)).isTrue();
    }

    @Property(tries = 300)
    void prefixProof_isReadAndWrittenAgainAndHasNoOtherLength(
            @ForAll @IntRange(min = 2, max = 1000) int to, @ForAll long seed) throws MalformedException {
        List<Digest> leaves = leaves(to, seed);
        int from = 1 + new Random(seed).nextInt(to - 1);
        PrefixProof proof = PrefixProof.of(tiles(leaves), from, to);
        assertThat(proof.roots()).isEqualTo(new PrefixProof.Roots(mth(leaves.subList(0, from)), mth(leaves)));
        CborWriter writer = new CborWriter();
        proof.write(writer);
        assertThat(writer.toBytes().size()).isLessThanOrEqualTo(PrefixProof.SIZE_BYTES_MAX);
        CborReader reader = new CborReader(writer.toBytes());
        assertThat(PrefixProof.read(reader)).isEqualTo(proof);
        reader.expectEnd();
        assertThatThrownBy(() -> new PrefixProof(from, to, append(proof.path(), leaves.get(0))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PrefixProof(
                        from, to, proof.path().subList(0, proof.path().size() - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void anotherLeafOrPlace_givesAnotherRoot(@ForAll @IntRange(min = 2, max = 300) int size, @ForAll long seed) {
        List<Digest> leaves = leaves(size, seed);
        Random random = new Random(seed);
        int leaf = random.nextInt(size);
        Digest root = mth(leaves);
        InclusionProof proof = MerkleTree.inclusionProof(tiles(leaves), leaf, size);
        assertThat(proof.rootFor(MerkleTree.leafHash(Bytes.EMPTY))).isNotEqualTo(root);
        List<Digest> swapped = new ArrayList<>(proof.path());
        swapped.set(random.nextInt(swapped.size()), leaves.get(leaf));
        assertThat(new InclusionProof(size, leaf, swapped).rootFor(leaves.get(leaf)))
                .isNotEqualTo(root);
    }

    @Property(tries = 200)
    void aChangedHashOfAConsistencyProof_isRefused(@ForAll @IntRange(min = 2, max = 300) int to, @ForAll long seed) {
        List<Digest> leaves = leaves(to, seed);
        Random random = new Random(seed);
        int from = 1 + random.nextInt(to - 1);
        Digest fromRoot = mth(leaves.subList(0, from));
        Digest toRoot = mth(leaves);
        ConsistencyProof proof = MerkleTree.consistencyProof(tiles(leaves), from, to);
        for (int i = 0; i < proof.path().size(); i++) {
            List<Digest> changed = new ArrayList<>(proof.path());
            changed.set(i, MerkleTree.emptyRoot());
            assertThat(new ConsistencyProof(from, to, changed).holds(fromRoot, toRoot))
                    .isFalse();
        }
        List<Digest> longer = append(proof.path(), toRoot);
        assertThat(new ConsistencyProof(from, to, longer).holds(fromRoot, toRoot))
                .isFalse();
        List<Digest> shorter = proof.path().subList(0, proof.path().size() - 1);
        assertThat(new ConsistencyProof(from, to, shorter).holds(fromRoot, toRoot))
                .isFalse();
        List<Digest> history = new ArrayList<>(leaves.subList(0, from));
        Collections.fill(history.subList(0, 1), MerkleTree.emptyRoot());
        assertThat(proof.holds(mth(history), toRoot)).isFalse();
    }
}
