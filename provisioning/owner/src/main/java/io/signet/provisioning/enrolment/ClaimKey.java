package io.signet.provisioning.enrolment;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Hmac;
import io.signet.statement.cbor.CborWriter;
import java.security.MessageDigest;
import java.security.PublicKey;

/**
 * What a node and its registrar both derive from the label's code, and prove to know in their first contact. Each proof is an
 * HMAC-SHA-256 over all that it is about, with a tag for each side, so that neither can be given back as the other's.
 *
 * @param value {@value #SIZE_BYTES} bytes, secret
 */
public record ClaimKey(Bytes value) {
    /** Size of {@link #value} and of proofs. */
    public static final int SIZE_BYTES = 32;

    /** Size of {@link #dtlsSecret}. */
    public static final int SECRET_CHARS = 2 * SIZE_BYTES;

    private static final String DTLS = "signet/claim/dtls/1";
    private static final String NODE = "signet/claim/node/1";
    private static final String REGISTRAR = "signet/claim/registrar/1";

    public ClaimKey {
        if (value.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("a claim's key has " + SIZE_BYTES + " bytes, not " + value.size());
        }
    }

    /**
     * The node's proof.
     *
     * @param key the node's identity key
     * @param nonce what the registrar asked with
     * @param channel binds the connection: what both sides see of it, see {@link #channelOf}
     */
    public Bytes nodeProof(PublicKey key, Bytes nonce, Bytes channel) {
        return mac(
                value,
                new CborWriter(256)
                        .startArray(4)
                        .writeText(NODE)
                        .writeBytes(Digest.sha256(key.getEncoded()).value())
                        .writeBytes(nonce)
                        .writeBytes(channel)
                        .toBytes());
    }

    /**
     * Whether {@code proof} is the node's. Takes the same time whatever it is.
     *
     * @param key the other arguments are those of {@link #nodeProof}
     */
    public boolean isNodeProof(Bytes proof, PublicKey key, Bytes nonce, Bytes channel) {
        return MessageDigest.isEqual(
                proof.toArray(), nodeProof(key, nonce, channel).toArray());
    }

    /**
     * The registrar's proof, which goes with a certificate that it issued.
     *
     * @param request the SHA-256 of the request that is answered
     * @param owner the SHA-256 of the owner's certificate, which the node shall trust from now on
     * @param issued the SHA-256 of the node's certificate
     */
    public Bytes registrarProof(Digest request, Digest owner, Digest issued) {
        return mac(
                value,
                new CborWriter(256)
                        .startArray(4)
                        .writeText(REGISTRAR)
                        .writeBytes(request.value())
                        .writeBytes(owner.value())
                        .writeBytes(issued.value())
                        .toBytes());
    }

    /**
     * Whether {@code proof} is the registrar's. Takes the same time whatever it is.
     *
     * @param request the other arguments are those of {@link #registrarProof}
     */
    public boolean isRegistrarProof(Bytes proof, Digest request, Digest owner, Digest issued) {
        return MessageDigest.isEqual(
                proof.toArray(), registrarProof(request, owner, issued).toArray());
    }

    /**
     * What a TLS connection is bound by: {@code tls-server-end-point} (RFC 5929 section 4), for certificates signed with
     * SHA-256, which all of an owner's are.
     *
     * @param serverCertificate the server's certificate in DER, as the one side shows and the other sees it
     */
    public static Bytes channelOf(byte[] serverCertificate) {
        return Digest.sha256(serverCertificate).value();
    }

    /**
     * What a connection over DTLS is keyed by, in the place of certificates: the {@value #SECRET_CHARS} hexadecimal digits of an
     * HMAC, as text, since some programs take no other keys.
     */
    public Bytes dtlsSecret() {
        return Bytes.utf8(mac(value, Bytes.utf8(DTLS)).toHex());
    }

    /**
     * What a connection is bound by that {@link #dtlsSecret} keys: as its two ends know the code, nobody is between them.
     *
     * @param label by which the node has called itself in the connection
     */
    public static Bytes channelOf(LabelId label) {
        return Digest.sha256(Bytes.utf8(DTLS + "/" + label)).value();
    }

    static Bytes mac(Bytes key, Bytes message) {
        return Bytes.copyOf(Hmac.sha256(key.toArray(), message.toArray()));
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "a claim's key";
    }
}
