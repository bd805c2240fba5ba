package io.signet.attestation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

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
        BatchTree batch = new BatchTree(Peaks.of(LEAVES, from), leaves(from, size));
        assertThat(batch.size()).isEqualTo(size);
        assertThat(batch.root()).isEqualTo(MerkleTree.root(LEAVES, size));
        for (int index = from; index < size; index += 1 + count / 20) {
            assertThat(batch.proof(index)).isEqualTo(MerkleTree.inclusionProof(LEAVES, index, size));
        }
    }

    @Property(tries = 50)
    void hashesAtTheRightEdge_areThoseOfTheTree(
            @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 700) Integer> batches) {
        RightEdge edge = new RightEdge(0);
        Peaks peaks = Peaks.EMPTY;
        for (int count : batches) {
            BatchTree batch = new BatchTree(peaks, leaves(peaks.size(), peaks.size() + count));
            edge.add(batch);
            peaks = batch.peaks();
            assertThat(peaks).isEqualTo(Peaks.of(LEAVES, peaks.size()));
            assertThat(peaks.root()).isEqualTo(MerkleTree.root(LEAVES, peaks.size()));
        }
        assertThat(edge.start(0)).isEqualTo(peaks.size() / 256 * 256);
        for (long index = edge.start(0); index < peaks.size(); index++) {
            assertThat(edge.hash(0, index)).isEqualTo(leaf(index));
        }
        for (long index = 0; index < peaks.size() / 256; index++) {
            assertThat(edge.hash(1, index)).isEqualTo(LEAVES.hash(8, index));
        }
    }

    private static List<Digest> leaves(long from, long to) {
        return LongStream.range(from, to).mapToObj(BatchTreeProperties::leaf).toList();
    }

    private static Digest leaf(long index) {
        return MerkleTree.leafHash(Bytes.utf8("entry " + index));
    }
}
