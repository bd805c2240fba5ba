package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proof that a node's log only grew since an earlier head: the later signed head and what leads from the earlier root to
 * its root. Whoever remembers the earlier head needs nothing else to follow the log.
 *
 * <p>On the wire a COSE receipt (RFC 9942): the later {@link TreeHead}'s message without its payload, and in the
 * unprotected header {@code {396: {-2: [<<[earlier size, size, [path]]>>]}}}. The later root is computed from the earlier
 * one and the path; docs/protocol.md, section "Consistency receipt".
 *
 * @param head the later head
 * @param proof from at least one entry to the later head's size
 */
public record ConsistencyReceipt(TreeHead head, ConsistencyProof proof) {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = 4 * 1024;

    /** Consistency proofs (RFC 9942 section 5.3). */
    private static final int CONSISTENCY_PROOFS = -2;

    private static final int HASH_SIZE_BYTES = 2 + Digest.SIZE_BYTES;

    public ConsistencyReceipt {
        if (proof.from() < 1) {
            throw new IllegalArgumentException("every log grew out of the empty one: that needs no receipt");
        }
        if (proof.to() != head.size()) {
            throw new IllegalArgumentException(
                    "the proof leads to a log of " + proof.to() + " statements, the head is of one of " + head.size());
        }
    }

    /** The encoding, the only one of this receipt. */
    public Bytes encode() {
        int pathBytes = proof.path().size() * HASH_SIZE_BYTES;
        CborWriter path = new CborWriter(32 + pathBytes);
        path.startArray(3)
                .writeInt(proof.from())
                .writeInt(proof.to())
                .startArray(proof.path().size());
        proof.path().forEach(hash -> path.writeBytes(hash.value()));
        Bytes unprotectedHeader = new CborWriter(48 + pathBytes)
                .startMap(1)
                .writeInt(Receipt.HEADER_PROOFS)
                .startMap(1)
                .writeInt(CONSISTENCY_PROOFS)
                .startArray(1)
                .writeBytes(path.toBytes())
                .toBytes();
        return new CoseSign1(head.protectedHeader(), unprotectedHeader, Optional.empty(), head.signature()).encode();
    }

    /**
     * Reads the receipt that leads on from a head of {@code fromSize} entries with the root {@code fromRoot}. That it can
     * be read shows that the log of the returned head begins with that of the earlier one, but says nothing about the
     * signature, which {@link TreeHead#signedBy} checks.
     *
     * @throws MalformedException if {@code receipt} is no receipt, or does not lead on from there
     */
    public static ConsistencyReceipt decode(Bytes receipt, long fromSize, Digest fromRoot) throws MalformedException {
        CoseSign1 message = CoseSign1.decode(receipt);
        if (message.payload().isPresent()) {
            throw new MalformedException("a receipt has no payload of its own", 0);
        }
        ConsistencyProof proof = readProof(message.unprotectedHeader());
        if (proof.from() != fromSize) {
            throw new MalformedException(
                    "the proof leads on from " + proof.from() + " statements, not from " + fromSize, 0);
        }
        Digest root = proof.rootAfter(fromRoot)
                .orElseThrow(() -> new MalformedException("the proof does not lead on from that root", 0));
        TreeHead head = TreeHead.of(message, root);
        if (head.size() != proof.to()) {
            throw new MalformedException("the head's size and the proof's differ", 0);
        }
        return new ConsistencyReceipt(head, proof);
    }

    private static ConsistencyProof readProof(Bytes unprotectedHeader) throws MalformedException {
        CborReader header = new CborReader(unprotectedHeader);
        header.readMap(1);
        header.readExactInt(Receipt.HEADER_PROOFS);
        header.readMap(1);
        header.readExactInt(CONSISTENCY_PROOFS);
        header.readArray(1);
        CborReader reader = header.readNested(SIZE_BYTES_MAX);
        header.expectEnd();
        reader.readArray(3);
        long from = reader.readInt(1, MerkleTree.SIZE_MAX);
        long to = reader.readInt(from, MerkleTree.SIZE_MAX);
        int hashes = reader.readArraySize();
        if (hashes > ConsistencyProof.PATH_MAX) {
            throw new MalformedException(
                    "the path has " + hashes + " hashes, at most " + ConsistencyProof.PATH_MAX + " are allowed", 0);
        }
        List<Digest> path = new ArrayList<>(hashes);
        for (int i = 0; i < hashes; i++) {
            path.add(new Digest(reader.readExactBytes(Digest.SIZE_BYTES)));
        }
        reader.expectEnd();
        return new ConsistencyProof(from, to, path);
    }
}
