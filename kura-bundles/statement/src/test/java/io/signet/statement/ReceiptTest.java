package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final Receipt RECEIPT = FuzzSeeds.receipt();
    private static final Bytes STATEMENT = FuzzSeeds.PROOF.statement();

    /** A log of which all entries but the one at {@code index} are the same, so that it need not be built. */
    private static HashTiles log(long index, Bytes statement) {
        List<Digest> others = new ArrayList<>(List.of(MerkleTree.leafHash(Bytes.utf8("another entry"))));
        for (int level = 1; level <= 40; level++) {
            others.add(MerkleTree.nodeHash(others.get(level - 1), others.get(level - 1)));
        }
        return new HashTiles() {
            @Override
            public Digest hash(int level, long at) {
                if (index >> level != at) {
                    return others.get(level);
                }
                return level == 0
                        ? MerkleTree.leafHash(statement)
                        : MerkleTree.nodeHash(hash(level - 1, 2 * at), hash(level - 1, 2 * at + 1));
            }
        };
    }

    private static Receipt receipt(long index, long size) throws SigningException {
        HashTiles log = log(index, STATEMENT);
        TestPki.Node node = FuzzSeeds.NODE;
        TreeHead head = TreeHead.sign(node.signer(), node.id(), size, MerkleTree.root(log, size), TestPki.NOW_MILLIS);
        return new Receipt(head, MerkleTree.inclusionProof(log, index, size));
    }

    private static CoseSign1 message() throws MalformedException {
        return CoseSign1.decode(RECEIPT.encode());
    }

    private static Bytes withUnprotected(Bytes header) throws MalformedException {
        CoseSign1 message = message();
        return new CoseSign1(message.protectedHeader(), header, Optional.empty(), message.signature()).encode();
    }

    private static Bytes proofHeader(long size, long index, int hashes) {
        CborWriter path =
                new CborWriter().startArray(3).writeInt(size).writeInt(index).startArray(hashes);
        for (int i = 0; i < hashes; i++) {
            path.writeBytes(MerkleTree.emptyRoot().value());
        }
        CborWriter header = new CborWriter()
                .startMap(1)
                .writeInt(396)
                .startMap(1)
                .writeInt(-1)
                .startArray(1);
        return header.writeBytes(path.toBytes()).toBytes();
    }

    /** The budget: at most 1 kB for a receipt at 1,000,000 statements. */
    @Test
    void receiptAtAMillionStatements_takesLessThanAKilobyteAndIsAccepted() throws SigningException, MalformedException {
        Verifier verifier = new Verifier(TestPki.trusting(FuzzSeeds.OWNER));
        for (long index : new long[] {0, 123_456, 524_288, 999_999}) {
            Receipt receipt = receipt(index, 1_000_000);
            Bytes encoded = receipt.encode();
            assertThat(encoded.size()).isLessThanOrEqualTo(1000);
            assertThat(Receipt.decode(encoded, STATEMENT)).isEqualTo(receipt);
            assertThat(verifier.verify(
                            TestLog.statement(FuzzSeeds.NODE), receipt, FuzzSeeds.NODE.chain(), TestPki.NOW_MILLIS))
                    .isInstanceOf(Verdict.Accepted.class);
        }
    }

    @Test
    void largestReceipt_isWithinItsLimit() throws SigningException {
        assertThat(receipt(0, 1L << 40).encode().size()).isLessThan(Receipt.SIZE_BYTES_MAX);
        // 2^48 leaves: eight hashes more, each 34 bytes.
        assertThat(receipt(0, 1L << 40).encode().size() + 8 * 34 + 16).isLessThan(Receipt.SIZE_BYTES_MAX);
    }

    @Test
    void onlyStatementOfALog_hasAnEmptyPath() throws SigningException, MalformedException {
        Receipt receipt = receipt(0, 1);
        assertThat(receipt.proof().path()).isEmpty();
        assertThat(Receipt.decode(receipt.encode(), STATEMENT)).isEqualTo(receipt);
        assertThat(receipt.head().root()).isEqualTo(MerkleTree.leafHash(STATEMENT));
    }

    @Test
    void proofForAnotherSizeThanTheHeads_isRefused() throws MalformedException {
        InclusionProof other = new InclusionProof(1, 0, List.of());
        assertThatThrownBy(() -> new Receipt(RECEIPT.head(), other)).isInstanceOf(IllegalArgumentException.class);
        Bytes encoded = withUnprotected(proofHeader(1, 0, 0));
        assertThatThrownBy(() -> Receipt.decode(encoded, STATEMENT))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("size");
    }

    @Test
    void pathThatIsTooLongOrShort_isRefused() throws MalformedException {
        int right = RECEIPT.proof().path().size();
        for (int hashes : new int[] {0, right - 1, right + 1, 49}) {
            Bytes encoded = withUnprotected(
                    proofHeader(RECEIPT.head().size(), RECEIPT.proof().leafIndex(), hashes));
            assertThatThrownBy(() -> Receipt.decode(encoded, STATEMENT)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void leafOutsideTheTree_isRefused() throws MalformedException {
        Bytes encoded = withUnprotected(proofHeader(6, 6, 3));
        assertThatThrownBy(() -> Receipt.decode(encoded, STATEMENT)).isInstanceOf(MalformedException.class);
    }

    @Test
    void anythingElseInTheUnsignedHeader_isRefused() throws MalformedException {
        for (String header : List.of("a0", "a119018ca0", "a119018ca12080", "a1016100", "a219018ca1208140190190f6")) {
            Bytes encoded = withUnprotected(Bytes.fromHex(header));
            assertThatThrownBy(() -> Receipt.decode(encoded, STATEMENT)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void receiptWithAPayload_andTreeHeadWithout_areRefused() throws MalformedException {
        assertThatThrownBy(() -> Receipt.decode(RECEIPT.head().encode(), STATEMENT))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> TreeHead.decode(RECEIPT.encode())).isInstanceOf(MalformedException.class);
    }
}
