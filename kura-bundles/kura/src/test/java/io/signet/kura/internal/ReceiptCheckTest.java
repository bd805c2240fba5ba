package io.signet.kura.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.Revocation;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Finding;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Proof;
import io.signet.statement.Receipt;
import io.signet.statement.Statement;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node's receipts by the trust policy of another node of its mesh, and by what that one knows to be revoked. */
final class ReceiptCheckTest {
    @TempDir
    private Path directory;

    private MeshHome mesh;
    private Credentials credentials;

    @BeforeEach
    void makeMesh() throws Exception {
        mesh = MeshHome.create(
                directory.resolve("mesh"),
                MeshPlan.local("test", 2, 18_883, Set.of()),
                Clock.SYSTEM,
                new SecureRandom());
        credentials = Credentials.load(
                mesh.node(2).resolve(Credentials.KEY_FILE), mesh.node(2).resolve(Credentials.CHAIN_FILE));
    }

    private Bytes receipt(long millis, float answer) throws Exception {
        NodeId node = credentials.key().node();
        Map<String, Tensor> inputs = Map.of("x", Tensor.ofFloats(List.of(1L), 1));
        Bytes statement = new Statement(
                        node,
                        Assurance.SOFTWARE,
                        "meter",
                        Digest.sha256(Bytes.utf8("package")),
                        TensorDigest.of(inputs),
                        TensorDigest.of(Map.of("y", Tensor.ofFloats(List.of(1L), 7))),
                        "e/1",
                        "cpu/test",
                        new Nonce(Bytes.fromHex("11".repeat(16))),
                        new NodeId(Bytes.fromHex("22".repeat(16))),
                        millis)
                .encode();
        TreeHead head = TreeHead.sign(credentials.key().signer(), node, 1, MerkleTree.leafHash(statement), millis);
        return new Proof(
                        statement,
                        new Receipt(head, new InclusionProof(1, 0, List.of())).encode(),
                        IdentityChain.of(credentials.chain()),
                        inputs,
                        Map.of("y", Tensor.ofFloats(List.of(1L), answer)))
                .encode();
    }

    private ReceiptCheck check(Bytes receipt) throws Exception {
        return ReceiptCheck.of(mesh.node(1), receipt, Clock.SYSTEM.wallMillis());
    }

    @Test
    void receiptOfTheMesh_isGood_andAChangedOneIsNot() throws Exception {
        long now = Clock.SYSTEM.wallMillis();

        ReceiptCheck good = check(receipt(now, 7));
        ReceiptCheck changed = check(receipt(now, 8));

        assertThat(good.good()).isTrue();
        assertThat(good.findings()).hasAtLeastOneElementOfType(Finding.Proved.class);
        assertThat(changed.good()).isFalse();
        assertThat(changed.findings()).hasAtLeastOneElementOfType(Finding.Failed.class);
    }

    /** The list of the owner, who revoked the second node. */
    private Bytes list(long now) throws Exception {
        OwnerAuthority owner = OwnerAuthority.of(
                Credentials.load(
                        mesh.owner().resolve(OwnerAuthority.KEY_FILE),
                        mesh.owner().resolve(OwnerAuthority.CERTIFICATE_FILE)),
                Clock.SYSTEM,
                new SecureRandom());
        BigInteger serial = Certificates.read(mesh.node(2).resolve(Credentials.CHAIN_FILE))
                .get(0)
                .getSerialNumber();
        return owner.revocationList(
                List.of(new Revocation(serial, Instant.ofEpochMilli(now).minusSeconds(60), false)),
                BigInteger.ONE,
                Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void receiptOfARevokedNode_isNotGood_whicheverListSaysSo(boolean named) throws Exception {
        long now = Clock.SYSTEM.wallMillis();
        Path home = mesh.node(1);
        Files.write(
                home.resolve(named ? "named.crl" : "revoked-0123456789abcdef.crl"),
                list(now).toArray());
        if (named) {
            Files.writeString(home.resolve("trust.yaml"), "revoked: [named.crl]\n", StandardOpenOption.APPEND);
        }

        ReceiptCheck check = check(receipt(now, 7));

        assertThat(check.good()).isFalse();
        assertThat(check.verdict()).contains("revoked");
        assertThat(PublicKeystore.of(Optional.of(home)).revocations()).hasSize(1);
    }
}
