package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import io.signet.statement.internal.Times;
import io.signet.statement.merkle.MerkleTree;
import java.util.Optional;

/**
 * A witness's word that a log's head extends every head of that log which it signed for before. Signed by the witness's
 * session key: a key in hardware is too slow to sign for others.
 *
 * <p>On the wire the array {@code [identity chain, session certificate, message]}, the last a COSE_Sign1 message with the
 * protected header {@code {1: -8, 4: session key id, 16: type}} and the payload {@code {0: 1, 1: log, 2: size, 3: root,
 * 4: witness, 5: time}}; docs/protocol.md, section "Cosignature". That it can be read says nothing about the signatures,
 * which {@link #signed} checks.
 *
 * @param witness who signed
 * @param session whose key signed; the witness's
 * @param log the node whose log it is
 * @param size of the log, 0 to {@link MerkleTree#SIZE_MAX}
 * @param root of the log
 * @param timeMillis when, by the witness's clock, in milliseconds since 1970
 * @param signature 64 bytes
 */
public record Cosignature(
        IdentityChain witness,
        SessionCertificate session,
        NodeId log,
        long size,
        Digest root,
        long timeMillis,
        Bytes signature) {
    /** Largest encoding; a node with more certificates than fit can't be a witness. */
    public static final int SIZE_BYTES_MAX = 6 * 1024;

    /** Most cosignatures that one proof carries. */
    public static final int COUNT_MAX = 8;

    private static final int VERSION = 1;
    private static final int MESSAGE_SIZE_BYTES_MAX = 512;
    private static final String TYPE = "application/vnd.signet.cosignature+cbor";

    public Cosignature {
        if (!session.node().equals(witness.node())) {
            throw new IllegalArgumentException(
                    "the session key of " + session.node() + " can't sign for witness " + witness.node());
        }
        if (size < 0 || size > MerkleTree.SIZE_MAX) {
            throw new IllegalArgumentException("a log has 0 to " + MerkleTree.SIZE_MAX + " statements, not " + size);
        }
        Times.require("the cosignature's time", timeMillis);
        if (signature.size() != CoseAlgorithm.SIGNATURE_SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a signature has " + CoseAlgorithm.SIGNATURE_SIZE_BYTES + " bytes, not " + signature.size());
        }
    }

    /**
     * Cosigns a head. Only a witness that remembers, durably, that it saw this head may do so.
     *
     * @param sessionSigner the key that {@code session} certifies
     * @throws SigningException if the key can't sign now
     */
    public static Cosignature sign(
            CoseSigner sessionSigner, SessionCertificate session, IdentityChain witness, TreeHead head, long timeMillis)
            throws SigningException {
        CoseSign1 signed = CoseSign1.sign(
                sessionSigner,
                protectedHeader(session),
                Bytes.EMPTY,
                payload(head.node(), head.size(), head.root(), witness.node(), timeMillis));
        return new Cosignature(witness, session, head.node(), head.size(), head.root(), timeMillis, signed.signature());
    }

    /** Whether it is about this very log: same node, size and root. */
    public boolean covers(TreeHead head) {
        return log.equals(head.node()) && size == head.size() && root.equals(head.root());
    }

    /**
     * Whether the witness's identity key certified the session key, which was good at the time of the cosignature and
     * signed it. Who the witness is, and whether anybody trusts it, is for {@link Verifier} to say.
     */
    public boolean signed() {
        return session.validAt(timeMillis)
                && session.issuedBy(witness.identityKey())
                && CoseAlgorithm.EDDSA.verify(
                        session.signingPublicKey(),
                        CoseSign1.toBeSigned(protectedHeader(session), Bytes.EMPTY, payload()),
                        signature);
    }

    /** The signed message alone, for those who know the witness's identity. */
    public Bytes message() {
        return new CoseSign1(protectedHeader(session), CoseSign1.EMPTY_HEADER, Optional.of(payload()), signature)
                .encode();
    }

    /** The encoding, the only one of this cosignature. */
    public Bytes encode() {
        CborWriter writer = new CborWriter(1024).startArray(3);
        witness.write(writer);
        return writer.writeBytes(session.encoded()).writeBytes(message()).toBytes();
    }

    /**
     * Reads a cosignature.
     *
     * @throws MalformedException if {@code encoded} is anything else
     */
    public static Cosignature decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readArray(3);
        IdentityChain witness = IdentityChain.read(reader);
        SessionCertificate session = SessionCertificate.decode(reader.readBytes(SessionCertificate.SIZE_BYTES_MAX));
        Bytes message = reader.readBytes(MESSAGE_SIZE_BYTES_MAX);
        reader.expectEnd();
        return of(witness, session, message);
    }

    /**
     * The cosignature whose {@link #message} is {@code message}.
     *
     * @throws MalformedException if it is no cosignature by that session key
     */
    public static Cosignature of(IdentityChain witness, SessionCertificate session, Bytes message)
            throws MalformedException {
        CoseSign1 signed = CoseSign1.decode(message);
        if (!signed.protectedHeader().equals(protectedHeader(session))
                || !signed.unprotectedHeader().equals(CoseSign1.EMPTY_HEADER)) {
            throw new MalformedException("not the header of a cosignature by this session key", 0);
        }
        CborReader reader = new CborReader(
                signed.payload().orElseThrow(() -> new MalformedException("a cosignature has a payload", 0)));
        reader.readMap(6);
        reader.readExactInt(0);
        reader.readExactInt(VERSION);
        reader.readExactInt(1);
        NodeId log = new NodeId(reader.readExactBytes(NodeId.SIZE_BYTES));
        reader.readExactInt(2);
        long size = reader.readInt(0, MerkleTree.SIZE_MAX);
        reader.readExactInt(3);
        Digest root = new Digest(reader.readExactBytes(Digest.SIZE_BYTES));
        reader.readExactInt(4);
        int witnessStart = reader.offset();
        NodeId named = new NodeId(reader.readExactBytes(NodeId.SIZE_BYTES));
        reader.readExactInt(5);
        long timeMillis = reader.readInt(0, Times.MILLIS_MAX);
        reader.expectEnd();
        if (!named.equals(witness.node()) || !named.equals(session.node())) {
            throw new MalformedException("the cosignature is another node's than its certificates", witnessStart);
        }
        return new Cosignature(witness, session, log, size, root, timeMillis, signed.signature());
    }

    private static Bytes protectedHeader(SessionCertificate session) {
        return new CborWriter(96)
                .startMap(3)
                .writeInt(CoseSign1.HEADER_ALGORITHM)
                .writeInt(CoseAlgorithm.EDDSA.id())
                .writeInt(CoseSign1.HEADER_KEY_ID)
                .writeBytes(session.keyId())
                .writeInt(CoseSign1.HEADER_TYPE)
                .writeText(TYPE)
                .toBytes();
    }

    private Bytes payload() {
        return payload(log, size, root, witness.node(), timeMillis);
    }

    private static Bytes payload(NodeId log, long size, Digest root, NodeId witness, long timeMillis) {
        return new CborWriter(128)
                .startMap(6)
                .writeInt(0)
                .writeInt(VERSION)
                .writeInt(1)
                .writeBytes(log.value())
                .writeInt(2)
                .writeInt(size)
                .writeInt(3)
                .writeBytes(root.value())
                .writeInt(4)
                .writeBytes(witness.value())
                .writeInt(5)
                .writeInt(timeMillis)
                .toBytes();
    }
}
