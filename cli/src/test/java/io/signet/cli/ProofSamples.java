package io.signet.cli;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SessionKey;
import io.signet.attestation.SoftwareKey;
import io.signet.openinference.AnswerReceipt;
import io.signet.openinference.InferResponse;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
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
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** An owner with nodes, and what their gateways would give: proofs and saved answers of every form. */
final class ProofSamples {
    /** When everything is stated. */
    static final Instant STATED = Instant.now().minusSeconds(60);

    private static final int LOG_SIZE = 13;
    private static final int LEAF = 9;

    private final Path directory;
    private final OwnerAuthority owner;

    /** The owner's and the nodes' files are in {@code directory}. */
    ProofSamples(Path directory, RandomGenerator random) throws Exception {
        this.directory = directory;
        this.owner = OwnerAuthority.create(directory.resolve("owner"), "Anna & Sons", Clock.SYSTEM, random);
    }

    /** Who vouches for the nodes. */
    OwnerAuthority owner() {
        return owner;
    }

    /** Certificates of the owner's for that key. */
    IdentityChain identity(HardwareKey key, Assurance assurance) {
        return IdentityChain.of(owner.issueNode(CertificateRequest.of(key), assurance));
    }

    /** A new key in a file. */
    SoftwareKey softwareKey(String name) throws Exception {
        return SoftwareKey.create(directory.resolve(name + ".pem"));
    }

    /** A proof that the holder of {@code key} stated these outputs, in a log among others. */
    static Proof proof(HardwareKey key, IdentityChain identity, Map<String, Tensor> outputs) throws SigningException {
        return proof(key, identity, Map.of("image", Tensor.ofFloats(List.of(1L, 2L), 0.5f, 0.25f)), outputs);
    }

    /** The same for these inputs. */
    static Proof proof(HardwareKey key, IdentityChain identity, Map<String, Tensor> inputs, Map<String, Tensor> outputs)
            throws SigningException {
        Bytes statement = new Statement(
                        key.node(),
                        identity.assurance(),
                        "meter-digits",
                        Digest.sha256(Bytes.utf8("package")),
                        TensorDigest.of(inputs),
                        TensorDigest.of(outputs),
                        "onnxruntime/1.22.0",
                        "cpu/x86_64",
                        new Nonce(Bytes.fromHex("11".repeat(16))),
                        new NodeId(Bytes.fromHex("22".repeat(16))),
                        STATED.toEpochMilli())
                .encode();
        HashTiles log = HashTiles.ofLeaves(i -> MerkleTree.leafHash(i == LEAF ? statement : Bytes.utf8("entry " + i)));
        TreeHead head = TreeHead.sign(
                key.signer(), key.node(), LOG_SIZE, MerkleTree.root(log, LOG_SIZE), STATED.toEpochMilli() + 40);
        Receipt receipt = new Receipt(head, MerkleTree.inclusionProof(log, LEAF, LOG_SIZE));
        return new Proof(statement, receipt.encode(), identity, inputs, outputs);
    }

    /** The same proof, cosigned by a witness. */
    static Proof witnessed(Proof proof, HardwareKey key, IdentityChain witness) throws Exception {
        TreeHead head = Receipt.decode(proof.receipt(), proof.statement()).head();
        SessionKey session = SessionKey.create(key, Clock.SYSTEM, Duration.ofDays(1));
        long time = Clock.SYSTEM.wallMillis();
        List<Cosignature> cosignatures = new ArrayList<>(proof.cosignatures());
        cosignatures.add(Cosignature.sign(session.signer(), session.certificate(), witness, head, time));
        return proof.withCosignatures(cosignatures);
    }

    /** Outputs of many types, of that many rows. */
    static Map<String, Tensor> outputs(int rows, int seed) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        float[] scores = new float[3 * rows];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) Math.sin(seed + 0.7 * i) / (i + 1);
        }
        outputs.put("score", Tensor.ofFloats(List.of((long) rows, 3L), scores));
        outputs.put("label", tensor(DataType.INT64, rows, (data, i) -> data.putLong(seed - 3L * i)));
        outputs.put("sure", tensor(DataType.BOOL, rows, (data, i) -> data.put((byte) (i & 1))));
        outputs.put("raw", tensor(DataType.UINT64, rows, (data, i) -> data.putLong(-1L - i)));
        outputs.put("exact", tensor(DataType.FP64, rows, (data, i) -> data.putDouble(Math.cos(seed + i))));
        return outputs;
    }

    private interface Element {
        void put(ByteBuffer data, int index);
    }

    private static Tensor tensor(DataType type, int rows, Element element) {
        ByteBuffer data = ByteBuffer.allocate(rows * type.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows; i++) {
            element.put(data, i);
        }
        return Tensor.of(type, List.of((long) rows), data.flip());
    }

    /** A proof without its tensors, as answers have it. */
    static Proof bare(Proof proof) {
        return new Proof(
                proof.statement(),
                proof.receipt(),
                proof.identity(),
                Map.of(),
                Map.of(),
                proof.cosignatures(),
                proof.evidence());
    }

    /** A saved answer. */
    static Bytes answer(Map<String, Tensor> outputs, AnswerReceipt receipt, Set<String> binary) {
        InferResponse response = new InferResponse(
                "meter-digits", Optional.of("1.0"), Optional.of("request \u00e9"), outputs, Optional.of(receipt));
        InferResponse.Encoded encoded = response.encode(binary);
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(encoded.sizeBytes()));
        all.put(encoded.json());
        encoded.binary().forEach(all::put);
        return Bytes.copyOf(all.flip());
    }
}
