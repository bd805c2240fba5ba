package io.signet.statement;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An owner's list of certificates that nobody shall believe any more (RFC 5280 section 5). It stays of use after its next update:
 * what it says of a certificate is so for good.
 */
public final class RevocationList {
    /** Largest list: some hundred thousand certificates. */
    public static final int SIZE_BYTES_MAX = 16 * 1024 * 1024;

    private final Bytes der;
    private final X509CRL list;

    /**
     * A list.
     *
     * @param der the list in DER, at most {@link #SIZE_BYTES_MAX}
     * @throws IllegalArgumentException if it is too large or no such list
     */
    public RevocationList(Bytes der) {
        if (der.size() > SIZE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the list of revocations has " + der.size() + " bytes; at most " + SIZE_BYTES_MAX + " are allowed");
        }
        this.der = der;
        this.list = parse(der);
    }

    private static X509CRL parse(Bytes der) {
        try {
            return (X509CRL)
                    CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der.toArray()));
        } catch (CRLException | CertificateException e) {
            throw new IllegalArgumentException("not a list of revocations (RFC 5280): " + e.getMessage(), e);
        }
    }

    /**
     * Since when {@code certificate} is revoked, in milliseconds since 1970; empty if it is not, or {@code owner} did not sign
     * this list.
     */
    OptionalLong revokedMillis(X509Certificate certificate, X509Certificate owner) {
        if (!list.getIssuerX500Principal().equals(owner.getSubjectX500Principal())) {
            return OptionalLong.empty();
        }
        try {
            list.verify(owner.getPublicKey());
        } catch (GeneralSecurityException e) {
            return OptionalLong.empty(); // somebody else's, who took this owner's name
        }
        Optional<X509CRLEntry> entry = Optional.ofNullable(list.getRevokedCertificate(certificate.getSerialNumber()));
        return entry.isPresent()
                ? OptionalLong.of(entry.get().getRevocationDate().toInstant().toEpochMilli())
                : OptionalLong.empty();
    }

    /** Whether it is the same list, to the byte. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RevocationList another && der.equals(another.der);
    }

    @Override
    public int hashCode() {
        return der.hashCode();
    }
}
