package io.signet.statement;

import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.merkle.PrefixProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node's log in memory, and answers that are in it. */
final class TestLog {
    static final Map<String, Tensor> INPUTS =
            Map.of("image", Tensor.ofFloats(List.of(1L, 2L, 2L, 1L), 0, 0.25f, -1, 8));
    static final Map<String, Tensor> OUTPUTS =
            Map.of("score", Tensor.ofFloats(List.of(1L, 3L), 0.1f, 0.7f, 0.2f), "n", Tensor.ofFloats(List.of(), 3));

    private final TestPki.Node node;
    private final List<Bytes> entries = new ArrayList<>();

    /** A log with {@code size} statements of others in it. */
    TestLog(TestPki.Node node, int size) {
        this.node = node;
        for (int i = 0; i < size; i++) {
            entries.add(Bytes.utf8("entry " + i));
        }
    }

    static Statement statement(TestPki.Node node) {
        return statement(node, TestPki.NOW_MILLIS);
    }

    static Statement statement(TestPki.Node node, long timeMillis) {
        return new Statement(
                node.id(),
                node.chain().assurance(),
                "meter-digits",
                Digest.sha256(Bytes.utf8("package")),
                TensorDigest.of(INPUTS),
                TensorDigest.of(OUTPUTS),
                "tensorflow/2.18.0",
                "cpu/x86_64",
                new Nonce(Bytes.fromHex("000102030405060708090a0b0c0d0e0f")),
                new NodeId(Bytes.fromHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")),
                timeMillis);
    }

    /** Appends a statement, for whose receipt nobody asks. */
    void add(Bytes statement) {
        entries.add(statement);
    }

    /** Appends a statement and returns its receipt under a head signed then. */
    Receipt append(Bytes statement, long timeMillis) {
        add(statement);
        return receipt(entries.size() - 1, timeMillis);
    }

    Receipt receipt(int index, long timeMillis) {
        InclusionProof proof = MerkleTree.inclusionProof(tiles(), index, entries.size());
        return new Receipt(head(timeMillis), proof);
    }

    private HashTiles tiles() {
        return HashTiles.ofLeaves(i -> MerkleTree.leafHash(entries.get((int) i)));
    }

    /** Proves that the first {@code to} entries begin with the first {@code from}. */
    PrefixProof prefix(int from, int to) {
        return PrefixProof.of(tiles(), from, to);
    }

    /** A head over all entries. */
    TreeHead head(long timeMillis) {
        return head(entries.size(), timeMillis);
    }

    /** A head over the first {@code size} entries. */
    TreeHead head(int size, long timeMillis) {
        try {
            return TreeHead.sign(node.signer(), node.id(), size, MerkleTree.root(tiles(), size), timeMillis);
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    /** A complete proof of a statement at {@code timeMillis}. */
    static Proof proof(TestPki.Node node, long timeMillis) {
        Bytes statement = statement(node, timeMillis).encode();
        Receipt receipt = new TestLog(node, 5).append(statement, timeMillis + 40);
        return new Proof(statement, receipt.encode(), node.chain(), INPUTS, OUTPUTS);
    }
}
