package io.signet.cli;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Proof;
import io.signet.statement.Receipt;
import io.signet.statement.Statement;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Receipts as the node in a given directory would give them, from a log with one statement. */
final class TestReceipts {
    private final HardwareKey key;
    private final IdentityChain identity;

    TestReceipts(Path nodeHome) throws ProvisioningException {
        Credentials credentials =
                Credentials.load(nodeHome.resolve("identity/key.pem"), nodeHome.resolve("identity/chain.pem"));
        key = credentials.key();
        identity = IdentityChain.of(credentials.chain());
    }

    /** The node. */
    NodeId node() {
        return key.node();
    }

    /** The proof of an answer that was given at {@code time}. */
    Proof proof(Instant time) throws SigningException {
        return proof(time, Map.of("digit", Tensor.ofFloats(List.of(1L), 7f)));
    }

    /** The same of an answer with these outputs. */
    Proof proof(Instant time, Map<String, Tensor> outputs) throws SigningException {
        Map<String, Tensor> inputs = Map.of("image", Tensor.ofFloats(List.of(1L, 2L), 0.5f, 0.25f));
        Statement statement = new Statement(
                node(),
                Assurance.SOFTWARE,
                "meter-digits",
                Digest.sha256(Bytes.utf8("package")),
                TensorDigest.of(inputs),
                TensorDigest.of(outputs),
                "tensorflow/2.18.0",
                "cpu/x86_64",
                new Nonce(Bytes.fromHex("11".repeat(16))),
                new NodeId(Bytes.fromHex("22".repeat(16))),
                time.toEpochMilli());
        Bytes encoded = statement.encode();
        Receipt receipt = new Receipt(head(encoded, time), new InclusionProof(1, 0, List.of()));
        return new Proof(encoded, receipt.encode(), identity, inputs, outputs);
    }

    /** The proof that the node signed two logs of one statement each. */
    Equivocation fork(Instant time) throws SigningException {
        TreeHead one = head(Bytes.utf8("one"), time);
        return new Equivocation(identity, one, head(Bytes.utf8("another"), time), Optional.empty());
    }

    private TreeHead head(Bytes entry, Instant time) throws SigningException {
        return TreeHead.sign(key.signer(), node(), 1, MerkleTree.leafHash(entry), time.toEpochMilli());
    }

    /** Writes {@code proof} to {@code file}. */
    static Path write(Path file, Proof proof) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, proof.encode().toArray());
    }
}
