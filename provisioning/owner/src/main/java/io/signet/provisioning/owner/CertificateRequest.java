package io.signet.provisioning.owner;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A PKCS#10 request (RFC 2986) whose signature has been checked: whoever made it holds the key. Its subject is ignored,
 * as the owner names what it certifies.
 */
public final class CertificateRequest {
    /** Largest request. */
    public static final int SIZE_BYTES_MAX = 8 * 1024;

    private final Bytes encoded;
    private final PublicKey publicKey;
    private final Map<String, Bytes> attributes;

    private CertificateRequest(Bytes encoded, PublicKey publicKey, Map<String, Bytes> attributes) {
        this.encoded = encoded;
        this.publicKey = publicKey;
        this.attributes = Map.copyOf(attributes);
    }

    /** The request of {@code key}'s holder. */
    public static CertificateRequest of(HardwareKey key) {
        return of(key, Map.of());
    }

    /**
     * The request of {@code key}'s holder, who says more in it than which key that is.
     *
     * @param attributes what is said, by object identifier; each becomes an attribute with one OCTET STRING
     */
    public static CertificateRequest of(HardwareKey key, Map<String, Bytes> attributes) {
        var subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, key.node().toHex())
                .build();
        try {
            var builder = new JcaPKCS10CertificationRequestBuilder(subject, key.publicKey());
            new TreeMap<>(attributes)
                    .forEach((oid, value) ->
                            builder.addAttribute(new ASN1ObjectIdentifier(oid), new DEROctetString(value.toArray())));
            PKCS10CertificationRequest request =
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.handle()));
            return new CertificateRequest(
                    Bytes.copyOf(request.toASN1Structure().getEncoded(ASN1Encoding.DER)), key.publicKey(), attributes);
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("this key can't sign a request: " + key.description(), e);
        }
    }

    /**
     * Parses DER and checks the proof of possession.
     *
     * @throws ProvisioningException if {@code der} is no request, is for another key than an ECDSA key on P-256, or is
     *     not signed by that key
     */
    public static CertificateRequest decode(Bytes der) throws ProvisioningException {
        return decode(der, SIZE_BYTES_MAX);
    }

    /**
     * The same for requests with large attributes.
     *
     * @param sizeBytesMax largest request
     */
    public static CertificateRequest decode(Bytes der, int sizeBytesMax) throws ProvisioningException {
        if (der.size() > sizeBytesMax) {
            throw new ProvisioningException(
                    "a certificate request has at most " + sizeBytesMax + " bytes, not " + der.size());
        }
        return proven(der);
    }

    private static CertificateRequest proven(Bytes der) throws ProvisioningException {
        try {
            var request = new JcaPKCS10CertificationRequest(der.toArray());
            // Bouncy Castle is lenient with tags, and checks the signature over its own encoding.
            if (!Bytes.copyOf(request.toASN1Structure().getEncoded(ASN1Encoding.DER))
                    .equals(der)) {
                throw new ProvisioningException("the certificate request is not in DER");
            }
            requireP256(request.getSubjectPublicKeyInfo().getAlgorithm());
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new ProvisioningException("the certificate request is not signed by the key that it names");
            }
            return new CertificateRequest(der, key, octets(request));
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException
                        e) { // on hostile bytes Bouncy Castle throws many kinds, ClassCastException among them
            throw new ProvisioningException("not a certificate request (PKCS#10): " + e.getMessage());
        }
    }

    /** The attributes that have one value, an OCTET STRING; whoever asked for others has to look for them himself. */
    private static Map<String, Bytes> octets(PKCS10CertificationRequest request) throws ProvisioningException {
        Map<String, Bytes> found = new HashMap<>();
        for (Attribute attribute : request.getAttributes()) {
            ASN1Encodable[] values = attribute.getAttributeValues();
            if (values.length == 1 && values[0] instanceof ASN1OctetString octets) {
                String oid = attribute.getAttrType().getId();
                if (found.put(oid, Bytes.copyOf(octets.getOctets())) != null) {
                    throw new ProvisioningException("the certificate request has the attribute " + oid + " twice");
                }
            }
        }
        return found;
    }

    private static void requireP256(AlgorithmIdentifier algorithm) throws ProvisioningException {
        ASN1Encodable curve = algorithm.getParameters();
        if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                || !SECObjectIdentifiers.secp256r1.equals(curve)) {
            throw new ProvisioningException("an identity key is an ECDSA key on the curve P-256");
        }
    }

    /** DER. */
    public Bytes encoded() {
        return encoded;
    }

    /** The one OCTET STRING of the attribute {@code oid}, if there is such an attribute; the key's holder signed it. */
    public Optional<Bytes> attribute(String oid) {
        return Optional.ofNullable(attributes.get(oid));
    }

    /** The key whose possession is proved. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** The id that goes with the key. */
    public NodeId node() {
        return NodeId.of(publicKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateRequest request && encoded.equals(request.encoded);
    }

    @Override
    public int hashCode() {
        return Objects.hash(encoded);
    }

    @Override
    public String toString() {
        return "request of " + node();
    }
}
