package io.signet.gateway.internal;

import io.signet.statement.NodeId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * The holder of a client's certificate, which an owner issued whom this node trusts.
 *
 * @param id of the holder
 * @param node whether the certificate is a node's, not a mere requester's
 */
record Caller(NodeId id, boolean node) {
    /** Owners let nodes be servers (RFC 5280 section 4.2.1.12), of all who may be clients. */
    private static final String SERVER_PURPOSE = "1.3.6.1.5.5.7.3.1";

    /** Who calls, if a certificate says so. */
    static Optional<Caller> of(Request request) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                        && session.peerCertificates() != null
                        && session.peerCertificates().length > 0
                ? Optional.of(of(session.peerCertificates()[0]))
                : Optional.empty();
    }

    private static Caller of(X509Certificate certificate) {
        return new Caller(NodeId.of(certificate.getPublicKey()), isServers(certificate));
    }

    private static boolean isServers(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes != null && purposes.contains(SERVER_PURPOSE);
        } catch (CertificateParsingException e) { // TLS took it; what can't be read gives no right
            return false;
        }
    }
}
