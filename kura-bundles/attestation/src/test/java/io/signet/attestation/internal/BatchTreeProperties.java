package io.signet.attestation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.FaultyStorage;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The rows of a batch say what the statement room's own proofs say, which follow the RFC's recursive definition. */
class BatchTreeProperties {
    private static final HashTiles LEAVES = HashTiles.ofLeaves(BatchTreeProperties::leaf);

    @Property(tries = 200)
    void rootAndPaths_areThoseOfTheWholeTree(
            @ForAll @IntRange(min = 0, max = 600) int from, @ForAll @IntRange(min = 1, max = 300) int count) {
        check(from, count);
    }

    @Example
    void smallTrees_allOfThem() {
        for (int from = 0; from <= 17; from++) {
            for (int count = 1; count <= 17; count++) {
                check(from, count);
            }
        }
    }

    private static void check(int from, int count) {
        int size = from + count;
        BatchTree batch = new BatchTree(LEAVES, from, leaves(from, size));
        assertThat(batch.size()).isEqualTo(size);
        assertThat(batch.root()).isEqualTo(MerkleTree.root(LEAVES, size));
        for (int index = from; index < size; index += 1 + count / 20) {
            assertThat(batch.proof(index)).isEqualTo(MerkleTree.inclusionProof(LEAVES, index, size));
        }
    }

    @Property(tries = 100)
    void hashesThatBatchesComplete_areFoundInTheFile(@ForAll List<@IntRange(min = 1, max = 70) Integer> batches)
            throws IOException {
        try (TreeFile tree = TreeFile.open(new FaultyStorage())) {
            long size = 0;
            for (int count : batches) {
                BatchTree batch = new BatchTree(tree, size, leaves(size, size + count));
                for (Digest hash : batch.completed()) {
                    tree.append(hash);
                }
                tree.flush();
                size += count;
                assertThat(tree.file().sizeBytes()).isEqualTo(TreeFile.hashes(size) * Digest.SIZE_BYTES);
            }
            for (int level = 0; 1L << level <= size; level++) {
                for (long index = 0; (index + 1) << level <= size; index += 7) {
                    assertThat(tree.hash(level, index)).isEqualTo(LEAVES.hash(level, index));
                }
            }
        }
    }

    private static List<Digest> leaves(long from, long to) {
        return LongStream.range(from, to).mapToObj(BatchTreeProperties::leaf).toList();
    }

    private static Digest leaf(long index) {
        return MerkleTree.leafHash(Bytes.utf8("entry " + index));
    }
}
