package io.signet.statement.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrontierTest {
    private static final Digest LEAF = MerkleTree.leafHash(Bytes.EMPTY);

    private record Subtree(int level, long index, Digest hash) {}

    private static Digest leaf(long index) {
        return MerkleTree.leafHash(Bytes.utf8("entry " + index));
    }

    @Test
    void everySubtree_isToldOnceWhenItsLastLeafComes_theLeafFirst() {
        int size = 70;
        HashTiles tree = HashTiles.ofLeaves(FrontierTest::leaf);
        Frontier frontier = new Frontier();
        Set<Subtree> told = new HashSet<>();
        for (int i = 0; i < size; i++) {
            List<Subtree> now = new ArrayList<>();
            frontier.append(leaf(i), (level, index, hash) -> now.add(new Subtree(level, index, hash)));
            List<Subtree> expected = new ArrayList<>();
            for (int level = 0; (i + 1) % (1 << level) == 0; level++) {
                expected.add(new Subtree(level, i >> level, tree.hash(level, i >> level)));
            }
            assertThat(now).isEqualTo(expected);
            told.addAll(now);
            assertThat(frontier.size()).isEqualTo(i + 1);
        }
        assertThat(told).hasSize(70 + 35 + 17 + 8 + 4 + 2 + 1);
    }

    @Test
    void frontierOfATreeThatExists_goesOnAsIfItHadGrown() {
        HashTiles tree = HashTiles.ofLeaves(FrontierTest::leaf);
        for (int size = 0; size < 20; size++) {
            Frontier frontier = Frontier.of(tree, size);
            assertThat(frontier.size()).isEqualTo(size);
            for (int i = size; i < 20; i++) {
                frontier.append(leaf(i));
            }
            assertThat(frontier.root()).isEqualTo(MerkleTree.root(tree, 20));
        }
    }

    @Test
    void fullTree_takesNoOtherLeaf() {
        Frontier full = Frontier.of((level, index) -> LEAF, MerkleTree.SIZE_MAX);
        assertThatIllegalStateException()
                .isThrownBy(() -> full.append(LEAF))
                .withMessageContaining("the tree is full: it has " + MerkleTree.SIZE_MAX + " leaves");
        assertThat(full.size()).isEqualTo(MerkleTree.SIZE_MAX);
    }

    @Test
    void treeOfNoSize_isRefused() {
        for (long size : new long[] {-1, MerkleTree.SIZE_MAX + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Frontier.of((level, index) -> LEAF, size))
                    .withMessageContaining("not " + size);
        }
    }
}
