package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.OkpKeys;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.merkle.PrefixProof;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TiledHashes;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the test vectors out of docs/protocol.md and checks that the code writes, reads and verifies those bytes. */
class ProtocolVectorsTest {
    private static final ProtocolPage PAGE = new ProtocolPage();
    private static final long DAY_MILLIS = 86_400_000;

    private static final Set<String> KNOWN = Set.of(
            "cbor-refused",
            "key-owner-private",
            "key-owner-public",
            "key-identity-private",
            "key-identity-public",
            "key-identity-node-id",
            "key-ed25519-identity-private",
            "key-ed25519-identity-public",
            "key-ed25519-identity-node-id",
            "key-session-private",
            "key-session-public",
            "key-session-id",
            "key-sealing-private",
            "key-sealing-public",
            "tensor-fp32-preimage",
            "tensor-fp32-digest",
            "tensor-scalar-preimage",
            "tensor-scalar-digest",
            "tensor-empty-preimage",
            "tensor-empty-digest",
            "tensors-preimage",
            "tensors-digest",
            "tensors",
            "statement",
            "statement-ed25519",
            "statement-leaf-hash",
            "merkle-root-0",
            "merkle-root-1",
            "merkle-root-2",
            "merkle-root-3",
            "merkle-root-5",
            "merkle-root-7",
            "merkle-root-8",
            "merkle-inclusion-3-7",
            "merkle-consistency-3-7",
            "tree-head-to-be-signed",
            "tree-head",
            "tree-head-to-be-signed-ed25519",
            "tree-head-ed25519",
            "receipt",
            "receipt-ed25519",
            "receipt-high-s",
            "consistency-receipt",
            "consistency-receipt-ed25519",
            "tile-entries-7",
            "tile-hashes-7",
            "owner-certificate",
            "identity-chain",
            "session-certificate",
            "session-certificate-ed25519",
            "prefix-proof-2-7",
            "cosignature",
            "cosigned-head",
            "equivocation-same-size",
            "equivocation-prefix",
            "proof");

    private static Bytes vector(String name) {
        return PAGE.vector(name);
    }

    private static Digest digest(String name) {
        return new Digest(vector(name));
    }

    private static KeyPair identity() throws GeneralSecurityException {
        return VectorInputs.p256(vector("key-identity-private"), vector("key-identity-public"));
    }

    private static KeyPair ed25519Identity() throws GeneralSecurityException {
        Bytes info = Bytes.copyOf(
                OkpKeys.ed25519(vector("key-ed25519-identity-public")).getEncoded());
        return VectorInputs.ed25519(vector("key-ed25519-identity-private"), info);
    }

    private static Statement statement() {
        return VectorInputs.statement(new NodeId(vector("key-identity-node-id")));
    }

    private static Statement ed25519Statement() {
        return VectorInputs.statement(new NodeId(vector("key-ed25519-identity-node-id")));
    }

    private static List<Digest> hashes(Bytes concatenated) {
        List<Digest> hashes = new ArrayList<>();
        for (int at = 0; at < concatenated.size(); at += Digest.SIZE_BYTES) {
            hashes.add(new Digest(Bytes.copyOfRange(concatenated.toArray(), at, at + Digest.SIZE_BYTES)));
        }
        return hashes;
    }

    private static X509Certificate owner() throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(vector("owner-certificate").toArray()));
    }

    private static Verifier verifier() throws GeneralSecurityException {
        return new Verifier(TrustPolicy.of(List.of(owner())));
    }

    @Test
    void everyCborItemThatMustBeRefused_isRefused() {
        assertThat(PAGE.lines("cbor-refused")).hasSizeGreaterThan(15).allSatisfy(hex -> assertThatThrownBy(() -> {
                    CborReader reader = new CborReader(Bytes.fromHex(hex));
                    reader.skipValue();
                    reader.expectEnd();
                })
                .isInstanceOf(MalformedException.class));
    }

    @Test
    void keys_areMadeAsThePageSays() throws GeneralSecurityException, SigningException {
        for (String name : List.of("owner", "identity", "ed25519-identity", "session", "sealing")) {
            assertThat(vector("key-" + name + "-private"))
                    .isEqualTo(Digest.sha256(Bytes.utf8("signet test vector: " + name))
                            .value());
        }
        for (String name : List.of("owner", "identity")) {
            KeyPair keys = VectorInputs.p256(vector("key-" + name + "-private"), vector("key-" + name + "-public"));
            assertThat(CoseAlgorithm.ofKey(keys.getPublic())).contains(CoseAlgorithm.ES256);
            CoseSign1 signed = CoseSign1.sign(
                    SoftwareSigner.ofP256(keys), CoseSign1.EMPTY_HEADER, Bytes.EMPTY, Bytes.utf8("belongs"));
            assertThat(signed.verify(keys.getPublic(), CoseAlgorithm.ES256, Bytes.EMPTY))
                    .isTrue();
        }
        for (String name : List.of("ed25519-identity", "session")) {
            assertThat(OkpKeys.ed25519(VectorInputs.publicKeyOf("Ed25519", vector("key-" + name + "-private"))))
                    .isEqualTo(vector("key-" + name + "-public"));
        }
        assertThat(OkpKeys.x25519(VectorInputs.publicKeyOf("X25519", vector("key-sealing-private"))))
                .isEqualTo(vector("key-sealing-public"));
    }

    @Test
    void keyIds_areDigestsOfTheKeys() throws GeneralSecurityException {
        assertThat(NodeId.of(identity().getPublic()).value()).isEqualTo(vector("key-identity-node-id"));
        assertThat(NodeId.of(ed25519Identity().getPublic()).value()).isEqualTo(vector("key-ed25519-identity-node-id"));
        assertThat(SoftwareSigner.shortKeyId(vector("key-session-public"))).isEqualTo(vector("key-session-id"));
    }

    @Test
    void tensorDigests_areThoseOfTheirPreimages() {
        Map<String, Tensor> tensors =
                Map.of("fp32", VectorInputs.FP32, "scalar", VectorInputs.SCALAR, "empty", VectorInputs.EMPTY);
        tensors.forEach((name, tensor) -> {
            assertThat(TensorDigest.of(tensor)).isEqualTo(digest("tensor-" + name + "-digest"));
            assertThat(Digest.sha256(vector("tensor-" + name + "-preimage")))
                    .isEqualTo(digest("tensor-" + name + "-digest"));
        });
        assertThat(TensorDigest.of(VectorInputs.INPUTS)).isEqualTo(digest("tensors-digest"));
        assertThat(Digest.sha256(vector("tensors-preimage"))).isEqualTo(digest("tensors-digest"));
    }

    @Test
    void tensors_areWrittenAndRead() throws MalformedException {
        assertThat(FuzzSeeds.tensors(VectorInputs.INPUTS)).isEqualTo(vector("tensors"));
        CborReader reader = new CborReader(vector("tensors"));
        assertThat(Tensors.read(reader)).isEqualTo(VectorInputs.INPUTS);
        reader.expectEnd();
    }

    @Test
    void statements_areWrittenAndRead() throws MalformedException {
        assertThat(statement().encode()).isEqualTo(vector("statement"));
        assertThat(Statement.decode(vector("statement"))).isEqualTo(statement());
        assertThat(ed25519Statement().encode()).isEqualTo(vector("statement-ed25519"));
        assertThat(MerkleTree.leafHash(vector("statement"))).isEqualTo(digest("statement-leaf-hash"));
    }

    @Test
    void merkleTrees_haveTheRootsAndProofsOfCertificateTransparency() {
        List<Digest> leaves = Stream.of(
                        "",
                        "00",
                        "10",
                        "2021",
                        "3031",
                        "40414243",
                        "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f")
                .map(hex -> MerkleTree.leafHash(Bytes.fromHex(hex)))
                .toList();
        HashTiles tiles = HashTiles.ofLeaves(i -> leaves.get((int) i));
        for (int size : List.of(0, 1, 2, 3, 5, 7, 8)) {
            assertThat(MerkleTree.root(tiles, size)).isEqualTo(digest("merkle-root-" + size));
        }
        InclusionProof inclusion = new InclusionProof(7, 3, hashes(vector("merkle-inclusion-3-7")));
        assertThat(MerkleTree.inclusionProof(tiles, 3, 7)).isEqualTo(inclusion);
        assertThat(inclusion.rootFor(leaves.get(3))).isEqualTo(digest("merkle-root-7"));
        ConsistencyProof consistency = new ConsistencyProof(3, 7, hashes(vector("merkle-consistency-3-7")));
        assertThat(MerkleTree.consistencyProof(tiles, 3, 7)).isEqualTo(consistency);
        assertThat(consistency.holds(digest("merkle-root-3"), digest("merkle-root-7")))
                .isTrue();
    }

    @Test
    void tiles() throws MalformedException {
        EntryBundle entries = EntryBundle.decode(vector("tile-entries-7"), 7);
        assertThat(entries.encode()).isEqualTo(vector("tile-entries-7"));
        assertThat(entries.entries().get(VectorInputs.LEAF_INDEX)).isEqualTo(vector("statement"));
        HashTile hashes = HashTile.decode(vector("tile-hashes-7"), 7);
        assertThat(hashes.encode()).isEqualTo(vector("tile-hashes-7"));
        assertThat(entries.leafHashes()).isEqualTo(hashes.hashes());
        assertThat(MerkleTree.root(new TiledHashes(tile -> vector("tile-hashes-7"), 7), 7))
                .isEqualTo(TreeHead.decode(vector("tree-head")).root());
        assertThat(TileId.entries(0).in(7).path()).isEqualTo("tile/entries/000.p/7");
    }

    @Test
    void treeHead_isReadVerifiedAndWrittenAgain() throws MalformedException, GeneralSecurityException {
        TreeHead head = TreeHead.decode(vector("tree-head"));
        assertThat(head.encode()).isEqualTo(vector("tree-head"));
        assertThat(head.node().value()).isEqualTo(vector("key-identity-node-id"));
        assertThat(head.size()).isEqualTo(VectorInputs.LOG_SIZE);
        assertThat(head.timeMillis()).isEqualTo(VectorInputs.HEAD_TIME_MILLIS);
        assertThat(head.root())
                .isEqualTo(MerkleTree.root(VectorInputs.log(vector("statement")), VectorInputs.LOG_SIZE));
        assertThat(head.signedBy(identity().getPublic())).isTrue();
        assertThat(CoseSign1.decode(vector("tree-head")).toBeSigned(Bytes.EMPTY))
                .isEqualTo(vector("tree-head-to-be-signed"));
    }

    @Test
    void ed25519TreeHeadAndReceipt_areReproducedToTheByte()
            throws MalformedException, GeneralSecurityException, SigningException {
        HashTiles log = VectorInputs.log(vector("statement-ed25519"));
        KeyPair keys = ed25519Identity();
        TreeHead head = TreeHead.sign(
                SoftwareSigner.ofEd25519(keys),
                NodeId.of(keys.getPublic()),
                VectorInputs.LOG_SIZE,
                MerkleTree.root(log, VectorInputs.LOG_SIZE),
                VectorInputs.HEAD_TIME_MILLIS);
        assertThat(head.encode()).isEqualTo(vector("tree-head-ed25519"));
        assertThat(TreeHead.decode(vector("tree-head-ed25519"))).isEqualTo(head);
        assertThat(CoseSign1.decode(head.encode()).toBeSigned(Bytes.EMPTY))
                .isEqualTo(vector("tree-head-to-be-signed-ed25519"));
        Receipt receipt =
                new Receipt(head, MerkleTree.inclusionProof(log, VectorInputs.LEAF_INDEX, VectorInputs.LOG_SIZE));
        assertThat(receipt.encode()).isEqualTo(vector("receipt-ed25519"));
        assertThat(Receipt.decode(vector("receipt-ed25519"), vector("statement-ed25519")))
                .isEqualTo(receipt);
    }

    @Test
    void receipt_isReadVerifiedAndWrittenAgain() throws MalformedException, GeneralSecurityException {
        Receipt receipt = Receipt.decode(vector("receipt"), vector("statement"));
        assertThat(receipt.encode()).isEqualTo(vector("receipt"));
        assertThat(receipt.head()).isEqualTo(TreeHead.decode(vector("tree-head")));
        assertThat(receipt.head().signedBy(identity().getPublic())).isTrue();
        assertThat(receipt.proof())
                .isEqualTo(MerkleTree.inclusionProof(
                        VectorInputs.log(vector("statement")), VectorInputs.LEAF_INDEX, VectorInputs.LOG_SIZE));
    }

    @Test
    void consistencyReceipts_areReadVerifiedAndWrittenAgain() throws MalformedException, GeneralSecurityException {
        for (String kind : List.of("", "-ed25519")) {
            HashTiles log = VectorInputs.log(vector("statement" + kind));
            ConsistencyReceipt receipt = ConsistencyReceipt.decode(
                    vector("consistency-receipt" + kind),
                    VectorInputs.EARLIER_SIZE,
                    MerkleTree.root(log, VectorInputs.EARLIER_SIZE));
            assertThat(receipt.encode()).isEqualTo(vector("consistency-receipt" + kind));
            assertThat(receipt.head()).isEqualTo(TreeHead.decode(vector("tree-head" + kind)));
            assertThat(receipt.proof())
                    .isEqualTo(MerkleTree.consistencyProof(log, VectorInputs.EARLIER_SIZE, VectorInputs.LOG_SIZE));
        }
    }

    @Test
    void receiptWithTheOtherS_isRefused() throws MalformedException, GeneralSecurityException {
        Receipt receipt = Receipt.decode(vector("receipt-high-s"), vector("statement"));
        assertThat(receipt.head().signedBy(identity().getPublic())).isFalse();
        IdentityChain chain = IdentityChain.decode(vector("identity-chain"));
        assertThat(verifier().verify(statement(), receipt, chain, VectorInputs.HEAD_TIME_MILLIS))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Verdict.Reason.BAD_HEAD_SIGNATURE));
    }

    @Test
    void identityChain_isReadAndLeadsToTheOwner() throws MalformedException, GeneralSecurityException {
        IdentityChain chain = IdentityChain.decode(vector("identity-chain"));
        assertThat(chain.encode()).isEqualTo(vector("identity-chain"));
        assertThat(chain.node().value()).isEqualTo(vector("key-identity-node-id"));
        assertThat(Bytes.copyOf(chain.identityKey().getEncoded())).isEqualTo(vector("key-identity-public"));
        assertThat(chain.owner()).isEqualTo("Vector Owner");
        assertThat(chain.assurance()).isEqualTo(Assurance.SOFTWARE);
        assertThat(Bytes.copyOf(owner().getPublicKey().getEncoded())).isEqualTo(vector("key-owner-public"));
        assertThat(verifier().checkChain(chain, VectorInputs.STATEMENT_TIME_MILLIS))
                .isInstanceOf(ChainVerdict.Trusted.class);
    }

    @Test
    void sessionCertificate_isReadAndVerified() throws MalformedException, GeneralSecurityException {
        SessionCertificate certificate = SessionCertificate.decode(vector("session-certificate"));
        assertThat(certificate)
                .isEqualTo(new SessionCertificate(
                        new NodeId(vector("key-identity-node-id")),
                        vector("key-session-public"),
                        vector("key-sealing-public"),
                        VectorInputs.STATEMENT_TIME_MILLIS,
                        VectorInputs.STATEMENT_TIME_MILLIS + DAY_MILLIS,
                        vector("session-certificate")));
        assertThat(certificate.issuedBy(identity().getPublic())).isTrue();
        assertThat(certificate.issuedBy(ed25519Identity().getPublic())).isFalse();
        assertThat(certificate.keyId()).isEqualTo(vector("key-session-id"));
    }

    @Test
    void ed25519SessionCertificate_isReproducedToTheByte()
            throws MalformedException, GeneralSecurityException, SigningException {
        KeyPair keys = ed25519Identity();
        SessionCertificate certificate = SessionCertificate.issue(
                SoftwareSigner.ofEd25519(keys),
                NodeId.of(keys.getPublic()),
                vector("key-session-public"),
                vector("key-sealing-public"),
                VectorInputs.STATEMENT_TIME_MILLIS,
                VectorInputs.STATEMENT_TIME_MILLIS + DAY_MILLIS);
        assertThat(certificate.encoded()).isEqualTo(vector("session-certificate-ed25519"));
        assertThat(SessionCertificate.decode(vector("session-certificate-ed25519")))
                .isEqualTo(certificate);
    }

    @Test
    void prefixProof_isReadAndLeadsToBothRoots() throws MalformedException {
        CborReader reader = new CborReader(vector("prefix-proof-2-7"));
        PrefixProof proof = PrefixProof.read(reader);
        reader.expectEnd();
        assertThat(proof.from()).isEqualTo(2);
        assertThat(proof.to()).isEqualTo(7);
        assertThat(proof.roots()).isEqualTo(new PrefixProof.Roots(digest("merkle-root-2"), digest("merkle-root-7")));
    }

    @Test
    void cosignature_isReproducedToTheByte() throws MalformedException, GeneralSecurityException, SigningException {
        Bytes sessionKey =
                Bytes.copyOf(OkpKeys.ed25519(vector("key-session-public")).getEncoded());
        TreeHead head = TreeHead.decode(vector("tree-head-ed25519"));
        Cosignature cosignature = Cosignature.sign(
                SoftwareSigner.ofEd25519(VectorInputs.ed25519(vector("key-session-private"), sessionKey)),
                SessionCertificate.decode(vector("session-certificate")),
                IdentityChain.decode(vector("identity-chain")),
                head,
                VectorInputs.HEAD_TIME_MILLIS + 10);
        assertThat(cosignature.encode()).isEqualTo(vector("cosignature"));
        assertThat(Cosignature.decode(vector("cosignature"))).isEqualTo(cosignature);
        assertThat(cosignature.signed()).isTrue();
        assertThat(cosignature.covers(head)).isTrue();
    }

    @Test
    void equivocations_areReadHoldAndAreWrittenAgain() throws MalformedException {
        for (String name : List.of("equivocation-same-size", "equivocation-prefix")) {
            Equivocation proof = Equivocation.decode(vector(name));
            assertThat(proof.holds()).isTrue();
            assertThat(proof.encode()).isEqualTo(vector(name));
            assertThat(proof.node().value()).isEqualTo(vector("key-identity-node-id"));
        }
    }

    @Test
    void proof_isReadAcceptedAndWrittenAgain() throws MalformedException, GeneralSecurityException {
        Proof proof = Proof.decode(vector("proof"));
        assertThat(proof)
                .isEqualTo(new Proof(
                        vector("statement"),
                        vector("receipt"),
                        IdentityChain.decode(vector("identity-chain")),
                        VectorInputs.INPUTS,
                        VectorInputs.OUTPUTS));
        assertThat(proof.encode()).isEqualTo(vector("proof"));
        assertThat(verifier().verify(proof, VectorInputs.HEAD_TIME_MILLIS)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void everyVectorOfThePage_isOneThatThisTestKnows() {
        assertThat(PAGE.names().stream()
                        .filter(name -> !name.startsWith("mesh-")
                                && !name.startsWith("answer-")
                                && !name.startsWith("release")
                                && !EvidenceVectorsTest.reads(name)))
                .allMatch(KNOWN::contains)
                .hasSameSizeAs(KNOWN);
    }
}
