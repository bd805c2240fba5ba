package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import io.signet.statement.internal.Times;
import io.signet.statement.merkle.MerkleTree;
import java.security.PublicKey;
import java.util.Optional;

/**
 * A node's signed word on its whole log: so many statements, with this root, at this time. One signature covers every
 * statement of the log, and no two heads of one size may differ in their roots.
 *
 * <p>On the wire a COSE_Sign1 message with the root as its payload and the protected header
 * {@code {1: algorithm, 4: node, 15: {6: seconds, -65537: size, -65538: milliseconds}, 395: 1}} (RFC 9942 section 4 for
 * 395, RFC 9597 for 15); docs/protocol.md, section "Tree head". A {@link Receipt} carries the same signature.
 *
 * @param node whose log it is
 * @param algorithm of the signature
 * @param size number of statements, 0 to {@link MerkleTree#SIZE_MAX}
 * @param root of the Merkle tree over them (RFC 9162 section 2.1.1)
 * @param timeMillis when it was signed, by the node's own clock, in milliseconds since 1970
 * @param signature 64 bytes
 */
public record TreeHead(NodeId node, CoseAlgorithm algorithm, long size, Digest root, long timeMillis, Bytes signature) {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = 256;

    /** CWT claims in a header (RFC 9597). */
    private static final int HEADER_CLAIMS = 15;

    /** Verifiable data structure (RFC 9942 section 2). */
    private static final int HEADER_STRUCTURE = 395;

    /** The Merkle tree of RFC 9162 with SHA-256 (RFC 9942 section 5). */
    private static final int RFC9162_SHA256 = 1;

    /** "Issued at", in seconds (RFC 8392 section 3.1.6). */
    private static final int CLAIM_ISSUED_AT = 6;

    /** For private use, as are all numbers below -65536 (RFC 8392 section 9.1). */
    private static final int CLAIM_SIZE = -65_537;

    private static final int CLAIM_TIME_MILLIS = -65_538;

    public TreeHead {
        if (size < 0 || size > MerkleTree.SIZE_MAX) {
            throw new IllegalArgumentException("a log has 0 to " + MerkleTree.SIZE_MAX + " statements, not " + size);
        }
        Times.require("the tree head's time", timeMillis);
        if (signature.size() != CoseAlgorithm.SIGNATURE_SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a signature has " + CoseAlgorithm.SIGNATURE_SIZE_BYTES + " bytes, not " + signature.size());
        }
    }

    /**
     * Signs a head with the node's identity key.
     *
     * @throws SigningException if the key can't sign now
     */
    public static TreeHead sign(CoseSigner identity, NodeId node, long size, Digest root, long timeMillis)
            throws SigningException {
        Bytes header = protectedHeader(node, identity.algorithm(), size, timeMillis);
        CoseSign1 signed = CoseSign1.sign(identity, header, Bytes.EMPTY, root.value());
        return new TreeHead(node, identity.algorithm(), size, root, timeMillis, signed.signature());
    }

    /** Whether the holder of {@code identity} signed this head, and it is that node's. */
    public boolean signedBy(PublicKey identity) {
        return NodeId.of(identity).equals(node) && signedByKeyOfNode(identity);
    }

    /** Whether the holder of {@code identity}, which is known to be the node's, signed this head. */
    boolean signedByKeyOfNode(PublicKey identity) {
        Bytes toBeSigned = CoseSign1.toBeSigned(protectedHeader(), Bytes.EMPTY, root.value());
        return algorithm.verify(identity, toBeSigned, signature);
    }

    /** The encoding, the only one of this head. */
    public Bytes encode() {
        return new CoseSign1(protectedHeader(), CoseSign1.EMPTY_HEADER, Optional.of(root.value()), signature).encode();
    }

    /**
     * Reads a head.
     *
     * @throws MalformedException if {@code encoded} is anything else
     */
    public static TreeHead decode(Bytes encoded) throws MalformedException {
        CoseSign1 message = CoseSign1.decode(encoded);
        if (!message.unprotectedHeader().equals(CoseSign1.EMPTY_HEADER)) {
            throw new MalformedException("a tree head has no unprotected header", 0);
        }
        Bytes root = message.payload().orElseThrow(() -> new MalformedException("a tree head has a payload", 0));
        if (root.size() != Digest.SIZE_BYTES) {
            throw new MalformedException("a tree head's payload has " + Digest.SIZE_BYTES + " bytes", 0);
        }
        return of(message, new Digest(root));
    }

    Bytes protectedHeader() {
        return protectedHeader(node, algorithm, size, timeMillis);
    }

    /** The head that {@code message} signs if its root is {@code root}. */
    static TreeHead of(CoseSign1 message, Digest root) throws MalformedException {
        CborReader reader = new CborReader(message.protectedHeader());
        reader.readMap(4);
        reader.readExactInt(CoseSign1.HEADER_ALGORITHM);
        CoseAlgorithm algorithm = CoseAlgorithm.ofId(reader.readInt())
                .orElseThrow(() -> new MalformedException("the signature's algorithm is not ES256 or EdDSA", 0));
        reader.readExactInt(CoseSign1.HEADER_KEY_ID);
        NodeId node = new NodeId(reader.readExactBytes(NodeId.SIZE_BYTES));
        reader.readExactInt(HEADER_CLAIMS);
        reader.readMap(3);
        reader.readExactInt(CLAIM_ISSUED_AT);
        long seconds = reader.readInt();
        reader.readExactInt(CLAIM_SIZE);
        long size = reader.readInt(0, MerkleTree.SIZE_MAX);
        reader.readExactInt(CLAIM_TIME_MILLIS);
        int timeStart = reader.offset();
        long timeMillis = reader.readInt(0, Times.MILLIS_MAX);
        if (seconds != timeMillis / 1000) {
            throw new MalformedException("a tree head's seconds and milliseconds differ", timeStart);
        }
        reader.readExactInt(HEADER_STRUCTURE);
        reader.readExactInt(RFC9162_SHA256);
        reader.expectEnd();
        return new TreeHead(node, algorithm, size, root, timeMillis, message.signature());
    }

    private static Bytes protectedHeader(NodeId node, CoseAlgorithm algorithm, long size, long timeMillis) {
        return new CborWriter(96)
                .startMap(4)
                .writeInt(CoseSign1.HEADER_ALGORITHM)
                .writeInt(algorithm.id())
                .writeInt(CoseSign1.HEADER_KEY_ID)
                .writeBytes(node.value())
                .writeInt(HEADER_CLAIMS)
                .startMap(3)
                .writeInt(CLAIM_ISSUED_AT)
                .writeInt(timeMillis / 1000)
                .writeInt(CLAIM_SIZE)
                .writeInt(size)
                .writeInt(CLAIM_TIME_MILLIS)
                .writeInt(timeMillis)
                .writeInt(HEADER_STRUCTURE)
                .writeInt(RFC9162_SHA256)
                .toBytes();
    }
}
