package io.signet.provisioning.owner;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
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

    private CertificateRequest(Bytes encoded, PublicKey publicKey) {
        this.encoded = encoded;
        this.publicKey = publicKey;
    }

    /** The request of {@code key}'s holder. */
    public static CertificateRequest of(HardwareKey key) {
        var subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, key.node().toHex())
                .build();
        try {
            PKCS10CertificationRequest request = new JcaPKCS10CertificationRequestBuilder(subject, key.publicKey())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.handle()));
            return new CertificateRequest(Bytes.copyOf(request.getEncoded()), key.publicKey());
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
        if (der.size() > SIZE_BYTES_MAX) {
            throw new ProvisioningException(
                    "a certificate request has at most " + SIZE_BYTES_MAX + " bytes, not " + der.size());
        }
        return new CertificateRequest(der, provenKey(der));
    }

    private static PublicKey provenKey(Bytes der) throws ProvisioningException {
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
            return key;
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException
                        e) { // on hostile bytes Bouncy Castle throws many kinds, ClassCastException among them
            throw new ProvisioningException("not a certificate request (PKCS#10): " + e.getMessage());
        }
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
