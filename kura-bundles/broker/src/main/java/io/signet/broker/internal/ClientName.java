package io.signet.broker.internal;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The name of a client: the common name of its certificate, which is its node id. */
final class ClientName {
    private static final Pattern NODE_ID = Pattern.compile("[0-9a-f]{32}");

    /** id-kp-cmcRA (RFC 6402 section 2.10). */
    private static final String REGISTRATION_AUTHORITY = "1.3.6.1.5.5.7.3.28";

    private ClientName() {}

    /** Whether {@code certificate} is that of an owner's registrar. */
    static boolean isRegistrar(X509Certificate certificate) {
        try {
            return certificate.getExtendedKeyUsage() != null
                    && certificate.getExtendedKeyUsage().contains(REGISTRATION_AUTHORITY);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** The node id in {@code certificate}; empty if there is none, or more than one name. */
    static Optional<String> of(X509Certificate certificate) {
        try {
            var names = new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .toList();
            return names.size() == 1
                            && names.get(0) instanceof String name
                            && NODE_ID.matcher(name).matches()
                    ? Optional.of(name)
                    : Optional.empty();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
