package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proof that a statement is in a node's log: the signed head and the path from the statement to its root.
 *
 * <p>On the wire a COSE receipt (RFC 9942): the {@link TreeHead}'s message without its payload, and in the unprotected
 * header {@code {396: {-1: [<<[size, index, [path]]>>]}}}. The root is computed from the statement and the path, so a
 * receipt can't be read without its statement; docs/protocol.md, section "Receipt". A tree of one leaf has an empty path,
 * for which the RFC's grammar has no form.
 *
 * @param head the signed head
 * @param proof the path, for a tree of the head's size
 */
public record Receipt(TreeHead head, InclusionProof proof) {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = 2 * 1024;

    /** Verifiable data structure proofs (RFC 9942 section 2). */
    static final int HEADER_PROOFS = 396;

    /** Inclusion proofs (RFC 9942 section 5.2). */
    private static final int INCLUSION_PROOFS = -1;

    /** A hash's two head bytes and its 32 bytes. */
    private static final int HASH_SIZE_BYTES = 2 + Digest.SIZE_BYTES;

    /** Two maps and an array of one entry each, {@link #HEADER_PROOFS} and {@link #INCLUSION_PROOFS}. */
    private static final int PROOFS_HEAD_SIZE_BYTES = 7;

    private static final int PATH_MAX = 48;

    public Receipt {
        if (proof.treeSize() != head.size()) {
            throw new IllegalArgumentException("the proof is for a tree of " + proof.treeSize()
                    + " statements, the head for one of " + head.size());
        }
    }

    /** The encoding, the only one of this receipt. */
    public Bytes encode() {
        int hashes = proof.path().size();
        CborWriter path = new CborWriter(1
                + CborWriter.sizeOfHead(proof.treeSize())
                + CborWriter.sizeOfHead(proof.leafIndex())
                + CborWriter.sizeOfHead(hashes)
                + hashes * HASH_SIZE_BYTES);
        path.startArray(3)
                .writeInt(proof.treeSize())
                .writeInt(proof.leafIndex())
                .startArray(hashes);
        for (Digest hash : proof.path()) {
            path.writeBytes(hash.value());
        }
        Bytes encodedPath = path.toBytes();
        Bytes unprotectedHeader = new CborWriter(PROOFS_HEAD_SIZE_BYTES + CborWriter.sizeOfBytes(encodedPath.size()))
                .startMap(1)
                .writeInt(HEADER_PROOFS)
                .startMap(1)
                .writeInt(INCLUSION_PROOFS)
                .startArray(1)
                .writeBytes(encodedPath)
                .toBytes();
        return new CoseSign1(head.protectedHeader(), unprotectedHeader, Optional.empty(), head.signature()).encode();
    }

    /**
     * Reads the receipt for {@code statement}. That it can be read says nothing about the signature, which
     * {@link TreeHead#signedBy} checks and which fails if it is another statement's receipt.
     *
     * @throws MalformedException if {@code receipt} is no receipt
     */
    public static Receipt decode(Bytes receipt, Bytes statement) throws MalformedException {
        CoseSign1 message = CoseSign1.decode(receipt);
        if (message.payload().isPresent()) {
            throw new MalformedException("a receipt has no payload of its own", 0);
        }
        InclusionProof proof = readProof(message.unprotectedHeader());
        Digest root = proof.rootOver(statement);
        TreeHead head = TreeHead.of(message, root);
        if (head.size() != proof.treeSize()) {
            throw new MalformedException("the head's size and the proof's differ", 0);
        }
        return new Receipt(head, proof);
    }

    private static InclusionProof readProof(Bytes unprotectedHeader) throws MalformedException {
        CborReader header = new CborReader(unprotectedHeader);
        header.readMap(1);
        header.readExactInt(HEADER_PROOFS);
        header.readMap(1);
        header.readExactInt(INCLUSION_PROOFS);
        header.readArray(1);
        CborReader reader = header.readNested(SIZE_BYTES_MAX);
        header.expectEnd();
        reader.readArray(3);
        long treeSize = reader.readInt(1, MerkleTree.SIZE_MAX);
        long leafIndex = reader.readInt(0, treeSize - 1);
        int hashes = reader.readArraySize();
        if (hashes > PATH_MAX || hashes != InclusionProof.pathLength(treeSize, leafIndex)) {
            throw new MalformedException("the path has " + hashes + " hashes, not as many as its place demands", 0);
        }
        List<Digest> path = new ArrayList<>(hashes);
        for (int i = 0; i < hashes; i++) {
            path.add(new Digest(reader.readExactBytes(Digest.SIZE_BYTES)));
        }
        reader.expectEnd();
        return new InclusionProof(treeSize, leafIndex, path);
    }
}
