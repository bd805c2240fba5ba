package io.signet.firstboot.est;

import io.signet.provisioning.Certificates;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;

/** Certificates as EST carries them: CMS signed data without signers (RFC 5272 section 4.1), in base64. */
final class CertificateBag {
    private CertificateBag() {}

    /**
     * Reads 1 to {@link Certificates#CHAIN_MAX} certificates.
     *
     * @throws ProvisioningException if it is anything else
     */
    static List<X509Certificate> decode(Bytes base64) throws ProvisioningException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (X509CertificateHolder holder :
                    new CMSSignedData(der(base64).toArray()).getCertificates().getMatches(null)) {
                certificates.add(
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
            }
        } catch (CMSException | CertificateException | IOException | RuntimeException e) {
            // on hostile bytes Bouncy Castle throws many kinds
            throw new ProvisioningException("the registrar's certificates are damaged: " + e.getMessage());
        }
        if (certificates.isEmpty() || certificates.size() > Certificates.CHAIN_MAX) {
            throw new ProvisioningException("the registrar gives " + certificates.size() + " certificates; 1 to "
                    + Certificates.CHAIN_MAX + " are expected");
        }
        return List.copyOf(certificates);
    }

    /**
     * What is in a body in base64 (RFC 8951 section 3).
     *
     * @throws ProvisioningException if it is anything else
     */
    static Bytes der(Bytes base64) throws ProvisioningException {
        try {
            return Bytes.copyOf(Base64.getMimeDecoder().decode(base64.toArray()));
        } catch (IllegalArgumentException e) {
            throw new ProvisioningException("the registrar's answer is no base64");
        }
    }
}
