package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsistencyReceiptTest {
    static final HashTiles LOG = HashTiles.ofLeaves(i -> MerkleTree.leafHash(Bytes.utf8("entry " + i)));

    private static Digest root(long size) {
        return MerkleTree.root(LOG, size);
    }

    static ConsistencyReceipt receipt(long from, long to) {
        TestPki.Node node = FuzzSeeds.NODE;
        try {
            TreeHead head = TreeHead.sign(node.signer(), node.id(), to, root(to), TestPki.NOW_MILLIS);
            return new ConsistencyReceipt(head, MerkleTree.consistencyProof(LOG, from, to));
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes withProof(ConsistencyReceipt receipt, int label, CborWriter proof) throws MalformedException {
        CoseSign1 message = CoseSign1.decode(receipt.encode());
        Bytes header = new CborWriter()
                .startMap(1)
                .writeInt(396)
                .startMap(1)
                .writeInt(label)
                .startArray(1)
                .writeBytes(proof.toBytes())
                .toBytes();
        return new CoseSign1(message.protectedHeader(), header, Optional.empty(), message.signature()).encode();
    }

    @Test
    void receiptBetweenAnyTwoSizes_leadsFromTheEarlierRootToTheSignedHead() throws MalformedException {
        for (long to = 1; to <= 40; to++) {
            for (long from = 1; from <= to; from++) {
                ConsistencyReceipt receipt = receipt(from, to);
                ConsistencyReceipt read = ConsistencyReceipt.decode(receipt.encode(), from, root(from));
                assertThat(read).isEqualTo(receipt);
                assertThat(read.head().root()).isEqualTo(root(to));
                assertThat(read.head().signedBy(FuzzSeeds.NODE.keys().getPublic()))
                        .isTrue();
            }
        }
    }

    @Test
    void receiptFromAnotherHistory_isRefused() {
        Bytes encoded = receipt(5, 9).encode();
        assertThatThrownBy(() -> ConsistencyReceipt.decode(encoded, 5, root(6)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("does not lead on");
        assertThatThrownBy(() -> ConsistencyReceipt.decode(encoded, 6, root(6)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("leads on from 5");
    }

    /** A complete earlier tree's root is not in the path, so another history gives another head, which nobody signed. */
    @Test
    void receiptFromAnotherHistoryOfACompleteTree_isOfAHeadThatNobodySigned() throws MalformedException {
        ConsistencyReceipt read = ConsistencyReceipt.decode(receipt(2, 4).encode(), 2, root(3));
        assertThat(read.head().signedBy(FuzzSeeds.NODE.keys().getPublic())).isFalse();
    }

    @Test
    void receiptThatFitsNoHead_isRefused() {
        TreeHead head = receipt(1, 4).head();
        ConsistencyProof fromNothing = new ConsistencyProof(0, 4, List.of());
        ConsistencyProof elsewhere = new ConsistencyProof(4, 4 + 1, List.of(root(1)));
        assertThatThrownBy(() -> new ConsistencyReceipt(head, fromNothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> new ConsistencyReceipt(head, elsewhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 statements");
    }

    @Test
    void inclusionProofInItsPlace_isRefused() throws MalformedException {
        CborWriter path = new CborWriter().startArray(3).writeInt(1).writeInt(4).startArray(0);
        Bytes encoded = withProof(receipt(1, 4), -1, path);
        assertThatThrownBy(() -> ConsistencyReceipt.decode(encoded, 1, root(1))).isInstanceOf(MalformedException.class);
    }

    @Test
    void pathOfMoreHashesThanAnyLogNeeds_isRefused() throws MalformedException {
        CborWriter path = new CborWriter().startArray(3).writeInt(1).writeInt(4).startArray(97);
        for (int i = 0; i < 97; i++) {
            path.writeBytes(root(1).value());
        }
        Bytes encoded = withProof(receipt(1, 4), -2, path);
        assertThatThrownBy(() -> ConsistencyReceipt.decode(encoded, 1, root(1)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most 96");
    }

    @Test
    void payloadOfItsOwn_isRefused() {
        Bytes head = receipt(1, 4).head().encode();
        assertThatThrownBy(() -> ConsistencyReceipt.decode(head, 1, root(1)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("payload");
    }
}
