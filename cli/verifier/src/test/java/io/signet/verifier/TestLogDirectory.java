package io.signet.verifier;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SessionKey;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Statement;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.HashTile;
import io.signet.statement.tile.TileId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A log as static files, written straight from docs/protocol.md, section "Tiles". */
final class TestLogDirectory {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    static final Clock CLOCK = new Clock() {
        @Override
        public long wallMillis() {
            return NOW.minusSeconds(3600).toEpochMilli();
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    };

    final Path directory;
    final HardwareKey key;
    final OwnerAuthority owner;
    final IdentityChain identity;
    final List<Bytes> entries = new ArrayList<>();
    private int witnesses;

    TestLogDirectory(Path directory) throws Exception {
        this.directory = Files.createDirectories(directory);
        key = SoftwareKey.create(directory.resolve("node.pem"));
        HardwareKey ownerKey = SoftwareKey.create(directory.resolve("owner.pem"));
        owner = OwnerAuthority.selfSigned(ownerKey, "Anna", CLOCK, new Random(7));
        identity = IdentityChain.of(owner.issueNode(CertificateRequest.of(key), Assurance.SOFTWARE));
    }

    Bytes statement(NodeId node, int number) {
        return new Statement(
                        node,
                        Assurance.SOFTWARE,
                        "meter-digits",
                        Digest.sha256(Bytes.utf8("package")),
                        Digest.sha256(Bytes.utf8("input " + number)),
                        Digest.sha256(Bytes.utf8("output " + number)),
                        "tensorflow/2.18.0",
                        "cpu/x86_64",
                        new Nonce(Bytes.fromHex("11".repeat(16))),
                        new NodeId(Bytes.fromHex("22".repeat(16))),
                        NOW.toEpochMilli() + number)
                .encode();
    }

    /** Appends statements of the node. */
    TestLogDirectory fill(int count) {
        for (int i = 0; i < count; i++) {
            entries.add(statement(key.node(), entries.size()));
        }
        return this;
    }

    /** Writes tiles, identity and a head. */
    TestLogDirectory write() throws Exception {
        List<Digest> row = entries.stream().map(MerkleTree::leafHash).toList();
        List<Digest> leaves = row;
        writeEntries();
        for (int level = 0; !row.isEmpty(); level++) {
            List<Digest> above = new ArrayList<>();
            for (int at = 0; at < row.size(); at += TileId.WIDTH_MAX) {
                HashTile tile = new HashTile(row.subList(at, Math.min(at + TileId.WIDTH_MAX, row.size())));
                put(new TileId(level, at / TileId.WIDTH_MAX, tile.hashes().size()).path(), tile.encode());
                if (tile.hashes().size() == TileId.WIDTH_MAX) {
                    above.add(tile.root());
                }
            }
            row = above;
        }
        Digest root = MerkleTree.root(HashTiles.ofLeaves(i -> leaves.get((int) i)), leaves.size());
        TreeHead head = TreeHead.sign(key.signer(), key.node(), leaves.size(), root, NOW.toEpochMilli());
        put("checkpoint", head.encode());
        put("identity", identity.encode());
        return this;
    }

    /** A word of another node of the same owner on {@code head}. */
    Cosignature cosign(TreeHead head) throws Exception {
        HardwareKey witness = SoftwareKey.create(directory.resolve("witness-" + witnesses++ + ".pem"));
        SessionKey session = SessionKey.create(witness, CLOCK, Duration.ofHours(3));
        IdentityChain chain = IdentityChain.of(owner.issueNode(CertificateRequest.of(witness), Assurance.SOFTWARE));
        return Cosignature.sign(session.signer(), session.certificate(), chain, head, NOW.toEpochMilli());
    }

    /** The head that {@link #write} wrote. */
    TreeHead head() throws Exception {
        return TreeHead.decode(Bytes.copyOf(Files.readAllBytes(directory.resolve("checkpoint"))));
    }

    private void writeEntries() throws Exception {
        for (int at = 0; at < entries.size(); at += TileId.WIDTH_MAX) {
            EntryBundle bundle = new EntryBundle(entries.subList(at, Math.min(at + TileId.WIDTH_MAX, entries.size())));
            put(
                    new TileId(
                                    TileId.ENTRIES,
                                    at / TileId.WIDTH_MAX,
                                    bundle.entries().size())
                            .path(),
                    bundle.encode());
        }
    }

    void put(String path, Bytes content) throws Exception {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content.toArray());
    }

    /** Changes the last byte of a file. */
    void spoil(String path) throws Exception {
        byte[] content = Files.readAllBytes(directory.resolve(path));
        content[content.length - 1] ^= 1;
        Files.write(directory.resolve(path), content);
    }

    void remove(String path) throws Exception {
        Files.delete(directory.resolve(path));
    }
}
