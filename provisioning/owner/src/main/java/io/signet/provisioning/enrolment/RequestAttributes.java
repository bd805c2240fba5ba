package io.signet.provisioning.enrolment;

import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Bytes;
import io.signet.statement.evidence.EvidenceClaims;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.est.AttrOrOID;
import org.bouncycastle.asn1.est.CsrAttrs;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * What a registrar wants in a request (RFC 7030 section 4.5.2): a key on P-256, ECDSA with SHA-256, the attributes of
 * {@link EnrolmentRequest}, and evidence that answers the nonce in it.
 *
 * @param nonce {@value EvidenceClaims#NONCE_BYTES_MIN} to {@value EvidenceClaims#NONCE_BYTES_MAX} bytes
 */
public record RequestAttributes(Bytes nonce) {
    /** Largest encoding that a node reads. */
    public static final int SIZE_BYTES_MAX = 4096;

    public RequestAttributes {
        if (!isNonce(nonce)) {
            throw new IllegalArgumentException("a nonce of evidence has " + EvidenceClaims.NONCE_BYTES_MIN + " to "
                    + EvidenceClaims.NONCE_BYTES_MAX + " bytes, not " + nonce.size());
        }
    }

    private static boolean isNonce(Bytes nonce) {
        return nonce.size() >= EvidenceClaims.NONCE_BYTES_MIN && nonce.size() <= EvidenceClaims.NONCE_BYTES_MAX;
    }

    /** DER. */
    public Bytes encode() {
        AttrOrOID[] wanted = {
            new AttrOrOID(X9ObjectIdentifiers.ecdsa_with_SHA256),
            attribute(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1),
            attribute(new ASN1ObjectIdentifier(EnrolmentRequest.NONCE_OID), new DEROctetString(nonce.toArray())),
            new AttrOrOID(new ASN1ObjectIdentifier(EnrolmentRequest.EVIDENCE_OID)),
            new AttrOrOID(new ASN1ObjectIdentifier(EnrolmentRequest.ACTIVATION_OID)),
            new AttrOrOID(new ASN1ObjectIdentifier(EnrolmentRequest.CLAIM_OID)),
        };
        try {
            return Bytes.copyOf(new CsrAttrs(wanted).getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new IllegalStateException("attributes of requests can't be encoded", e);
        }
    }

    private static AttrOrOID attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new AttrOrOID(new Attribute(type, new DERSet(value)));
    }

    /**
     * Reads what a registrar wants, as far as a node has to know.
     *
     * @throws ProvisioningException if there is no nonce, or {@code der} is anything else
     */
    public static RequestAttributes decode(Bytes der) throws ProvisioningException {
        if (der.size() > SIZE_BYTES_MAX) {
            throw new ProvisioningException(
                    "what a registrar says of requests has at most " + SIZE_BYTES_MAX + " bytes, not " + der.size());
        }
        try {
            for (AttrOrOID wanted : CsrAttrs.getInstance(der.toArray()).getAttrOrOIDs()) {
                if (!wanted.isOid()
                        && wanted.getAttribute().getAttrType().getId().equals(EnrolmentRequest.NONCE_OID)) {
                    ASN1Encodable[] values = wanted.getAttribute().getAttributeValues();
                    if (values.length == 1 && values[0] instanceof ASN1OctetString octets) {
                        return new RequestAttributes(Bytes.copyOf(octets.getOctets()));
                    }
                }
            }
        } catch (RuntimeException e) { // on hostile bytes Bouncy Castle throws many kinds
            throw new ProvisioningException("the registrar's answer about requests is damaged: " + e.getMessage());
        }
        throw new ProvisioningException("the registrar gives no nonce for evidence: it is no Signet registrar");
    }
}
