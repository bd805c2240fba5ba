package io.signet.registrar;

import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.NodeBook.Pages;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.OptionalLong;

/**
 * Signs certificates and writes them into the book in the same transaction. A certificate leaves the registrar only after that
 * transaction has ended well; so a crash before leaves nothing, and after it the same certificate is given again.
 */
final class Issuer {
    private final OwnerAuthority authority;
    private final Clock clock;

    Issuer(OwnerAuthority authority, Clock clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /** The owner's certificate. */
    X509Certificate owner() {
        return authority.certificate();
    }

    /** Signs and writes a certificate for whoever asks; what was shown is known to be true. */
    X509Certificate issue(Pages pages, NodeRecord record, EnrolmentRequest request, NodeRecord.Shown shown)
            throws BookException {
        X509Certificate leaf = authority
                .issueNode(request.request(), shown.assurance(), shown.evidence())
                .get(0);
        pages.add(new IssuedCertificate(
                IssuedCertificate.serialOf(leaf),
                record.label(),
                shown.node(),
                shown.assurance(),
                shown.evidence(),
                Bytes.copyOf(der(leaf)),
                clock.wallMillis(),
                leaf.getNotAfter().toInstant().toEpochMilli(),
                OptionalLong.empty()));
        return leaf;
    }

    /** The certificate that is in the book. */
    static X509Certificate read(IssuedCertificate issued) throws BookException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(issued.der().toArray()));
        } catch (CertificateException e) {
            throw new BookException("the certificate " + issued.serial() + " in the book is damaged", e);
        }
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate can't be encoded", e);
        }
    }
}
