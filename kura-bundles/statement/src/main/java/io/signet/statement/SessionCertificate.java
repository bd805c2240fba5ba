package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.OkpKeys;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import io.signet.statement.internal.Times;
import java.security.PublicKey;

/**
 * The keys that a node uses for its messages, certified by its identity key for a short time.
 *
 * <p>On the wire a COSE_Sign1 message with the protected header {@code {1: algorithm, 4: node, 16: type}} and the payload
 * {@code {0: 1, 1: node, 2: signing key, 3: sealing key, 4: not before, 5: not after}}; docs/protocol.md, section
 * "Session certificate".
 *
 * @param node whose keys they are
 * @param signingKey Ed25519, 32 bytes (RFC 8032)
 * @param sealingKey X25519, 32 bytes (RFC 7748)
 * @param notBeforeMillis from when they are good, in milliseconds since 1970
 * @param notAfterMillis until when, that millisecond included
 * @param encoded the signed message
 */
public record SessionCertificate(
        NodeId node, Bytes signingKey, Bytes sealingKey, long notBeforeMillis, long notAfterMillis, Bytes encoded) {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = 512;

    private static final int VERSION = 1;
    private static final String TYPE = "application/vnd.signet.session+cbor";

    /** Everything in {@code encoded} must be what the other components say. */
    public SessionCertificate {
        requireValidity(notBeforeMillis, notAfterMillis);
        OkpKeys.ed25519(signingKey);
        OkpKeys.x25519(sealingKey);
        Bytes payload = payload(node, signingKey, sealingKey, notBeforeMillis, notAfterMillis);
        try {
            CoseSign1 message = CoseSign1.decode(encoded);
            CoseAlgorithm algorithm = algorithm(message);
            if (!message.payload().filter(payload::equals).isPresent()
                    || !message.protectedHeader().equals(protectedHeader(node, algorithm))
                    || !message.unprotectedHeader().equals(CoseSign1.EMPTY_HEADER)) {
                throw new IllegalArgumentException("a session certificate's encoding says something else than it does");
            }
        } catch (MalformedException e) {
            throw new IllegalArgumentException("a session certificate's encoding is malformed: " + e.getMessage(), e);
        }
    }

    /**
     * Certifies keys with the node's identity key.
     *
     * @throws SigningException if the key can't sign now
     */
    public static SessionCertificate issue(
            CoseSigner identity,
            NodeId node,
            Bytes signingKey,
            Bytes sealingKey,
            long notBeforeMillis,
            long notAfterMillis)
            throws SigningException {
        requireValidity(notBeforeMillis, notAfterMillis);
        CoseSign1 signed = CoseSign1.sign(
                identity,
                protectedHeader(node, identity.algorithm()),
                Bytes.EMPTY,
                payload(node, signingKey, sealingKey, notBeforeMillis, notAfterMillis));
        return new SessionCertificate(node, signingKey, sealingKey, notBeforeMillis, notAfterMillis, signed.encode());
    }

    /**
     * Reads a session certificate.
     *
     * @throws MalformedException if {@code encoded} is anything else
     */
    public static SessionCertificate decode(Bytes encoded) throws MalformedException {
        CoseSign1 message = CoseSign1.decode(encoded);
        Bytes payload =
                message.payload().orElseThrow(() -> new MalformedException("a session certificate has a payload", 0));
        CborReader reader = new CborReader(payload);
        reader.readMap(6);
        reader.readExactInt(0);
        reader.readExactInt(VERSION);
        reader.readExactInt(1);
        NodeId node = new NodeId(reader.readExactBytes(NodeId.SIZE_BYTES));
        reader.readExactInt(2);
        Bytes signingKey = reader.readExactBytes(OkpKeys.SIZE_BYTES);
        reader.readExactInt(3);
        Bytes sealingKey = reader.readExactBytes(OkpKeys.SIZE_BYTES);
        reader.readExactInt(4);
        long notBefore = reader.readInt(0, Times.MILLIS_MAX);
        reader.readExactInt(5);
        long notAfter = reader.readInt(notBefore, Times.MILLIS_MAX);
        reader.expectEnd();
        try {
            return new SessionCertificate(node, signingKey, sealingKey, notBefore, notAfter, encoded);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), 0);
        }
    }

    /** Whether the holder of {@code identity} issued this certificate, and it is that node's. */
    public boolean issuedBy(PublicKey identity) {
        try {
            CoseSign1 message = CoseSign1.decode(encoded);
            return NodeId.of(identity).equals(node) && message.verify(identity, algorithm(message), Bytes.EMPTY);
        } catch (MalformedException e) {
            throw new IllegalStateException("the constructor admitted a malformed encoding", e);
        }
    }

    /** Whether the keys are good at that time. */
    public boolean validAt(long timeMillis) {
        return notBeforeMillis <= timeMillis && timeMillis <= notAfterMillis;
    }

    /** What names the signing key in messages: the first 8 bytes of its SHA-256. */
    public Bytes keyId() {
        return SoftwareSigner.shortKeyId(signingKey);
    }

    /** The signing key, Ed25519. */
    public PublicKey signingPublicKey() {
        return OkpKeys.ed25519(signingKey);
    }

    /** The sealing key, X25519. */
    public PublicKey sealingPublicKey() {
        return OkpKeys.x25519(sealingKey);
    }

    private static void requireValidity(long notBeforeMillis, long notAfterMillis) {
        Times.require("a session's beginning", notBeforeMillis);
        Times.require("a session's end", notAfterMillis);
        if (notBeforeMillis > notAfterMillis) {
            throw new IllegalArgumentException("a session can't end before it begins");
        }
    }

    private static CoseAlgorithm algorithm(CoseSign1 message) throws MalformedException {
        CborReader reader = new CborReader(message.protectedHeader());
        reader.readMap(3);
        reader.readExactInt(CoseSign1.HEADER_ALGORITHM);
        return CoseAlgorithm.ofId(reader.readInt())
                .orElseThrow(() -> new MalformedException("the signature's algorithm is not ES256 or EdDSA", 0));
    }

    private static Bytes protectedHeader(NodeId node, CoseAlgorithm algorithm) {
        return new CborWriter(96)
                .startMap(3)
                .writeInt(CoseSign1.HEADER_ALGORITHM)
                .writeInt(algorithm.id())
                .writeInt(CoseSign1.HEADER_KEY_ID)
                .writeBytes(node.value())
                .writeInt(CoseSign1.HEADER_TYPE)
                .writeText(TYPE)
                .toBytes();
    }

    private static Bytes payload(
            NodeId node, Bytes signingKey, Bytes sealingKey, long notBeforeMillis, long notAfterMillis) {
        return new CborWriter(160)
                .startMap(6)
                .writeInt(0)
                .writeInt(VERSION)
                .writeInt(1)
                .writeBytes(node.value())
                .writeInt(2)
                .writeBytes(signingKey)
                .writeInt(3)
                .writeBytes(sealingKey)
                .writeInt(4)
                .writeInt(notBeforeMillis)
                .writeInt(5)
                .writeInt(notAfterMillis)
                .toBytes();
    }
}
