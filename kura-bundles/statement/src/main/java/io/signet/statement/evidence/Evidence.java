package io.signet.statement.evidence;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import java.security.PublicKey;
import java.util.Optional;

/**
 * What a node shows of its key and its firmware: an entity attestation token (RFC 9711), signed by the node's identity key.
 *
 * <p>On the wire a COSE_Sign1 message with the protected header {@code {1: -7, 4: node, 16: type}} and the claims as its
 * payload; docs/protocol.md, section "Evidence".
 *
 * @param claims what is said
 * @param signature ES256, 64 bytes
 */
public record Evidence(EvidenceClaims claims, Bytes signature) {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = 48 * 1024;

    private static final String TYPE = "application/vnd.signet.evidence+cbor";
    private static final String QUALIFIER = "signet/evidence/1";

    public Evidence {
        if (signature.size() != CoseAlgorithm.SIGNATURE_SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a signature has " + CoseAlgorithm.SIGNATURE_SIZE_BYTES + " bytes, not " + signature.size());
        }
    }

    /**
     * Signs claims with the node's identity key, on P-256.
     *
     * @throws SigningException if the key can't sign now, or the evidence is larger than {@value #SIZE_BYTES_MAX} bytes
     */
    public static Evidence sign(CoseSigner identity, EvidenceClaims claims) throws SigningException {
        if (identity.algorithm() != CoseAlgorithm.ES256) {
            throw new IllegalArgumentException("evidence is signed with ES256, not " + identity.algorithm());
        }
        CoseSign1 signed = CoseSign1.sign(identity, protectedHeader(claims.node()), Bytes.EMPTY, claims.encode());
        Evidence evidence = new Evidence(claims, signed.signature());
        int size = evidence.encode().size();
        if (size > SIZE_BYTES_MAX) {
            throw new SigningException("evidence of " + size + " bytes is larger than " + SIZE_BYTES_MAX
                    + ": shorten the boot log, or restart the machine so that its firmware log begins anew");
        }
        return evidence;
    }

    /**
     * What the TPM must put into what it attests, so that it can only have been made for this nonce: SHA-256 of
     * CBOR(["signet/evidence/1", nonce]); the "qualifying data" of TPM2_Certify and TPM2_Quote.
     */
    public static Bytes qualifyingData(Bytes nonce) {
        return Digest.sha256(new CborWriter(96)
                        .startArray(2)
                        .writeText(QUALIFIER)
                        .writeBytes(nonce)
                        .toBytes())
                .value();
    }

    /** Whether the holder of {@code identity} signed this evidence, and it is that node's. */
    public boolean signedBy(PublicKey identity) {
        NodeId node = claims.node();
        Bytes toBeSigned = CoseSign1.toBeSigned(protectedHeader(node), Bytes.EMPTY, claims.encode());
        return NodeId.of(identity).equals(node) && CoseAlgorithm.ES256.verify(identity, toBeSigned, signature);
    }

    /** The encoding, the only one of this evidence. */
    public Bytes encode() {
        return new CoseSign1(
                        protectedHeader(claims.node()), CoseSign1.EMPTY_HEADER, Optional.of(claims.encode()), signature)
                .encode();
    }

    /**
     * Reads evidence; the TPM's structures in it are not looked into.
     *
     * @throws MalformedException if {@code encoded} is anything else
     */
    public static Evidence decode(Bytes encoded) throws MalformedException {
        if (encoded.size() > SIZE_BYTES_MAX) {
            throw new MalformedException(
                    "evidence has at most " + SIZE_BYTES_MAX + " bytes, not " + encoded.size(), SIZE_BYTES_MAX);
        }
        CoseSign1 message = CoseSign1.decode(encoded);
        Bytes payload = message.payload().orElseThrow(() -> new MalformedException("evidence has a payload", 0));
        EvidenceClaims claims = EvidenceClaims.decode(payload);
        if (!message.protectedHeader().equals(protectedHeader(claims.node()))
                || !message.unprotectedHeader().equals(CoseSign1.EMPTY_HEADER)) {
            throw new MalformedException("the headers are not those of evidence of this node, signed with ES256", 0);
        }
        return new Evidence(claims, message.signature());
    }

    private static Bytes protectedHeader(NodeId node) {
        return new CborWriter(96)
                .startMap(3)
                .writeInt(CoseSign1.HEADER_ALGORITHM)
                .writeInt(CoseAlgorithm.ES256.id())
                .writeInt(CoseSign1.HEADER_KEY_ID)
                .writeBytes(node.value())
                .writeInt(CoseSign1.HEADER_TYPE)
                .writeText(TYPE)
                .toBytes();
    }
}
