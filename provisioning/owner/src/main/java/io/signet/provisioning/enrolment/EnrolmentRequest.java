package io.signet.provisioning.enrolment;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.tpm.MakeCredential;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A certificate request (PKCS#10) with what a registrar wants to see before it signs: attributes with one OCTET STRING each.
 * docs/provisioning.md, "The request".
 *
 * @param request the request, which the node's key signed as a whole
 * @param evidence what the node shows of its key and its firmware, for the registrar's nonce
 * @param activation the secret in the registrar's challenge, which only the node's TPM can open; empty without a TPM
 * @param claim by which label, if this is the first contact
 */
public record EnrolmentRequest(
        CertificateRequest request, Evidence evidence, Optional<Bytes> activation, Optional<Claim> claim) {
    /** Largest request: evidence, and some more. */
    public static final int SIZE_BYTES_MAX = Evidence.SIZE_BYTES_MAX + 4096;

    /** The attribute with the evidence; the arcs come from a UUID (X.667). */
    public static final String EVIDENCE_OID = "2.25.61379194754889733814369123630444341943.2";

    /** The attribute with the opened challenge. */
    public static final String ACTIVATION_OID = "2.25.61379194754889733814369123630444341943.3";

    /** The attribute with the label's id and the proof of its code. */
    public static final String CLAIM_OID = "2.25.61379194754889733814369123630444341943.4";

    /** The attribute in what a registrar says about requests (RFC 7030 section 4.5.2) that has the nonce for the evidence. */
    public static final String NONCE_OID = "2.25.61379194754889733814369123630444341943.5";

    /**
     * By which label a node comes.
     *
     * @param label the label's id
     * @param proof that the node knows the label's code: {@link ClaimKey#nodeProof}
     */
    public record Claim(LabelId label, Bytes proof) {
        public Claim {
            if (proof.size() != ClaimKey.SIZE_BYTES) {
                throw new IllegalArgumentException(
                        "a claim's proof has " + ClaimKey.SIZE_BYTES + " bytes, not " + proof.size());
            }
        }

        /**
         * The claim of the node with {@code key} by {@code label}.
         *
         * @param nonce the registrar's
         * @param channel what binds the connection, see {@link ClaimKey#channelOf}
         */
        public static Claim of(Label label, HardwareKey key, Bytes nonce, Bytes channel) {
            return new Claim(label.id(), label.key().nodeProof(key.publicKey(), nonce, channel));
        }

        private Bytes encode() {
            byte[] encoded = new byte[LabelId.SIZE_BYTES + ClaimKey.SIZE_BYTES];
            label.value().asBuffer().get(encoded, 0, LabelId.SIZE_BYTES);
            proof.asBuffer().get(encoded, LabelId.SIZE_BYTES, ClaimKey.SIZE_BYTES);
            return Bytes.copyOf(encoded);
        }

        private static Claim decode(Bytes encoded) throws ProvisioningException {
            if (encoded.size() != LabelId.SIZE_BYTES + ClaimKey.SIZE_BYTES) {
                throw new ProvisioningException("the claim in the request has " + encoded.size() + " bytes, not "
                        + (LabelId.SIZE_BYTES + ClaimKey.SIZE_BYTES));
            }
            return new Claim(
                    new LabelId(encoded.range(0, LabelId.SIZE_BYTES)),
                    encoded.range(LabelId.SIZE_BYTES, encoded.size()));
        }
    }

    /** The request of {@code key}'s holder; the other arguments are as in the record. */
    public static EnrolmentRequest of(
            HardwareKey key, Evidence evidence, Optional<Bytes> activation, Optional<Claim> claim) {
        Map<String, Bytes> attributes = new HashMap<>();
        attributes.put(EVIDENCE_OID, evidence.encode());
        activation.ifPresent(secret -> attributes.put(ACTIVATION_OID, secret));
        claim.ifPresent(said -> attributes.put(CLAIM_OID, said.encode()));
        return new EnrolmentRequest(CertificateRequest.of(key, attributes), evidence, activation, claim);
    }

    /**
     * Parses DER and checks the proof of possession; neither evidence nor claim is checked.
     *
     * @throws ProvisioningException if {@code der} is no such request
     */
    public static EnrolmentRequest decode(Bytes der) throws ProvisioningException {
        CertificateRequest request = CertificateRequest.decode(der, SIZE_BYTES_MAX);
        Optional<Bytes> activation = request.attribute(ACTIVATION_OID);
        if (activation
                .filter(secret -> secret.size() != MakeCredential.SECRET_BYTES)
                .isPresent()) {
            throw new ProvisioningException(
                    "the opened challenge in the request has not " + MakeCredential.SECRET_BYTES + " bytes");
        }
        Optional<Bytes> claim = request.attribute(CLAIM_OID);
        return new EnrolmentRequest(
                request,
                evidence(request),
                activation,
                claim.isPresent() ? Optional.of(Claim.decode(claim.get())) : Optional.empty());
    }

    private static Evidence evidence(CertificateRequest request) throws ProvisioningException {
        Bytes encoded = request.attribute(EVIDENCE_OID)
                .orElseThrow(() -> new ProvisioningException("the certificate request has no evidence of the node's key"
                        + " (attribute " + EVIDENCE_OID + "): this registrar certifies Signet nodes only"));
        try {
            return Evidence.decode(encoded);
        } catch (MalformedException e) {
            throw new ProvisioningException("the evidence in the request is damaged: " + e.getMessage());
        }
    }

    /** The SHA-256 of the request, by which the registrar's proof names it. */
    public Digest digest() {
        return Digest.sha256(request.encoded());
    }
}
