package io.signet.registrar;

import io.signet.statement.Bytes;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/** Certificates as EST carries them: CMS signed data without signers (RFC 5272 section 4.1, "certs-only"). */
public final class CertsOnly {
    private CertsOnly() {}

    /** DER. */
    public static Bytes encode(List<X509Certificate> certificates) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addCertificates(new JcaCertStore(certificates));
            return Bytes.copyOf(generator.generate(new CMSAbsentContent()).getEncoded(ASN1Encoding.DER));
        } catch (CertificateEncodingException | CMSException | IOException e) {
            throw new IllegalArgumentException("these certificates can't be encoded", e);
        }
    }
}
