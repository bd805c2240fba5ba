package io.signet.statement.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which sizes and places proofs have; the rest is refused and says what is allowed. */
class ProofBoundsTest {
    private static final long MAX = MerkleTree.SIZE_MAX;
    private static final Digest HASH = MerkleTree.leafHash(Bytes.EMPTY);
    private static final Digest OTHER = MerkleTree.leafHash(Bytes.utf8("other"));

    /** A tree of any size, of which only the form matters. */
    private static final HashTiles TILES = (level, index) -> HASH;

    @Test
    void largestTree_hasARootAndProofs() {
        assertThat(MerkleTree.root(TILES, MAX)).isEqualTo(HASH);
        InclusionProof last = MerkleTree.inclusionProof(TILES, MAX - 1, MAX);
        assertThat(last.path()).hasSize(48);
        assertThat(MerkleTree.consistencyProof(TILES, MAX - 1, MAX).path()).hasSize(49);
        assertThat(MerkleTree.consistencyProof(TILES, MAX, MAX).path()).isEmpty();
        assertThat(PrefixProof.of(TILES, MAX - 1, MAX).to()).isEqualTo(MAX);
    }

    @Test
    void treeThatNoLogHas_isRefused() {
        for (long size : new long[] {-1, MAX + 1}) {
            String allowed = "a tree has 0 to " + MAX + " leaves, not " + size;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MerkleTree.root(TILES, size))
                    .withMessage(allowed);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MerkleTree.inclusionProof(TILES, 0, size))
                    .withMessage(allowed);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MerkleTree.consistencyProof(TILES, 0, size))
                    .withMessage(allowed);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ConsistencyProof(0, size, List.of()))
                    .withMessage(allowed);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PrefixProof(1, size, List.of(HASH)))
                    .withMessage(allowed);
        }
    }

    @Test
    void placeThatIsNotInTheTree_isRefused() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> MerkleTree.inclusionProof(TILES, 5, 5));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> MerkleTree.consistencyProof(TILES, 6, 5));
        for (long index : new long[] {-1, 5}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new InclusionProof(5, index, List.of(HASH)))
                    .withMessage("leaf " + index + " is not one of the 5 of the tree");
        }
        for (long size : new long[] {0, MAX + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new InclusionProof(size, 0, List.of()))
                    .withMessage("a tree with a leaf to prove has 1 to " + MAX + " leaves, not " + size);
        }
        assertThat(new InclusionProof(1, 0, List.of()).rootFor(HASH)).isEqualTo(HASH);
    }

    @Test
    void earlierTreeThatIsNone_isRefused() {
        for (long from : new long[] {-1, 6}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ConsistencyProof(from, 5, List.of()))
                    .withMessage("the earlier tree has 0 to 5 leaves, not " + from);
        }
        for (long from : new long[] {0, 5}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PrefixProof(from, 5, List.of(HASH)))
                    .withMessage("the earlier tree has 1 to 4 leaves, not " + from);
        }
    }

    @Test
    void pathThatIsLongerThanAnyTreeIsHigh_isRefused() {
        List<Digest> longest = Collections.nCopies(ConsistencyProof.PATH_MAX, HASH);
        assertThat(new ConsistencyProof(3, 5, longest).holds(HASH, HASH)).isFalse();
        List<Digest> longer = Collections.nCopies(ConsistencyProof.PATH_MAX + 1, HASH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConsistencyProof(3, 5, longer))
                .withMessage("a consistency proof has at most 96 hashes");
    }

    @Test
    void everyTreeBeginsWithTheEmptyOne_andWithNoOtherOfNoLeaves() {
        Digest empty = MerkleTree.emptyRoot();
        assertThat(new ConsistencyProof(0, 5, List.of()).holds(empty, OTHER)).isTrue();
        assertThat(new ConsistencyProof(0, 5, List.of()).holds(HASH, OTHER)).isFalse();
        assertThat(new ConsistencyProof(0, 5, List.of(HASH)).holds(empty, OTHER))
                .isFalse();
        assertThat(new ConsistencyProof(0, 0, List.of()).holds(empty, OTHER)).isFalse();
        assertThat(new ConsistencyProof(0, 0, List.of()).holds(empty, empty)).isTrue();
    }

    @Test
    void treeOfTheSameSize_isTheSameTree() {
        assertThat(new ConsistencyProof(5, 5, List.of()).holds(HASH, HASH)).isTrue();
        assertThat(new ConsistencyProof(5, 5, List.of()).holds(HASH, OTHER)).isFalse();
        assertThat(new ConsistencyProof(5, 5, List.of(HASH)).holds(HASH, HASH)).isFalse();
    }

    @Test
    void prefixProofOfSizesThatAreNone_isMalformed() {
        for (long[] sizes : new long[][] {{0, 5}, {2, 2}, {3, 2}, {5, MAX + 1}}) {
            CborWriter writer = new CborWriter()
                    .startArray(3)
                    .writeInt(sizes[0])
                    .writeInt(sizes[1])
                    .startArray(1)
                    .writeBytes(HASH.value());
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> PrefixProof.read(new CborReader(writer.toBytes())));
        }
    }
}
