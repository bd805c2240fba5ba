package io.signet.firstboot.est;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Speaks to registrars of one owner only: their certificates are signed by the owner and say that they may register for him
 * (id-kp-cmcRA, RFC 7030 section 3.6.1). The machine's clock is not asked, as it may be years off; a certificate must not have
 * ended before the node got its own, though.
 */
final class OwnersRegistrar extends ServerCheck {
    private static final String REGISTRATION_AUTHORITY = "1.3.6.1.5.5.7.3.28";

    private final X509Certificate owner;
    private final Instant atLeast;

    /**
     * Registrars of {@code owner}.
     *
     * @param atLeast a time that has surely come
     */
    OwnersRegistrar(X509Certificate owner, Instant atLeast) {
        this.owner = owner;
        this.atLeast = atLeast;
    }

    @Override
    void check(X509Certificate server) throws CertificateException {
        if (!isSignedBy(server, owner)) {
            throw new CertificateException("another owner's server answers");
        }
        List<String> uses = server.getExtendedKeyUsage();
        if (uses == null || !uses.contains(REGISTRATION_AUTHORITY)) {
            throw new CertificateException("a member of the mesh answers that is no registrar");
        }
        if (server.getNotAfter().toInstant().isBefore(atLeast)) {
            throw new CertificateException("the registrar's certificate has ended");
        }
    }

    /** Whether {@code owner} signed {@code certificate}. */
    static boolean isSignedBy(X509Certificate certificate, X509Certificate owner) {
        try {
            certificate.verify(owner.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
