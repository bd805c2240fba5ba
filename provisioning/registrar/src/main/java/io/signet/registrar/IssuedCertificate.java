package io.signet.registrar;

import io.signet.provisioning.enrolment.LabelId;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.security.cert.X509Certificate;
import java.util.OptionalLong;

/**
 * A certificate that was issued to a node.
 *
 * @param serial its serial number in hexadecimal digits
 * @param label by which label the node came
 * @param node whose it is
 * @param assurance what it says of the key
 * @param evidence the SHA-256 of the evidence that it was issued by
 * @param der the certificate
 * @param issuedMillis when it was issued, in milliseconds since 1970
 * @param endMillis until when it is valid, in milliseconds since 1970
 * @param revokedMillis when it was revoked, in milliseconds since 1970; empty if it was not
 */
public record IssuedCertificate(
        String serial,
        LabelId label,
        NodeId node,
        Assurance assurance,
        Digest evidence,
        Bytes der,
        long issuedMillis,
        long endMillis,
        OptionalLong revokedMillis) {
    /** The serial number of {@code certificate}, as a book has it. */
    static String serialOf(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }
}
