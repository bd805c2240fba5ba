package io.signet.statement;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
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

    private static final String NUMBER_OID = "2.5.29.20";
    private static final int INTEGER_TAG = 2;
    private static final int OCTET_STRING_TAG = 4;
    /** Longest number (RFC 5280 section 5.2.3). */
    private static final int NUMBER_BYTES_MAX = 20;

    private final Bytes der;
    private final X509CRL list;
    /** The key that was found to have signed it: a long list is not hashed for each certificate that is looked for. */
    private volatile Optional<PublicKey> signer = Optional.empty();

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
        if (list.hasUnsupportedCriticalExtension()) {
            throw new IllegalArgumentException("the list of revocations is of a kind that is not understood, such as a"
                    + " part of a list: a whole one is needed");
        }
    }

    /** The list in DER. */
    public Bytes der() {
        return der;
    }

    /** Its number, which is greater than that of each list before (RFC 5280 section 5.2.3); empty if it has none. */
    public Optional<BigInteger> number() {
        byte[] value = list.getExtensionValue(NUMBER_OID);
        // An INTEGER within the OCTET STRING of the extension; both are short, so each length is one byte.
        boolean wellFormed = value != null
                && value.length >= 5
                && value.length <= 4 + NUMBER_BYTES_MAX
                && value[0] == OCTET_STRING_TAG
                && value[1] == value.length - 2
                && value[2] == INTEGER_TAG
                && value[3] == value.length - 4
                && value[4] >= 0;
        return wellFormed ? Optional.of(new BigInteger(value, 4, value.length - 4)) : Optional.empty();
    }

    /** When it was made, in milliseconds since 1970. */
    public long madeMillis() {
        return list.getThisUpdate().toInstant().toEpochMilli();
    }

    /** Until when a newer one is there, in milliseconds since 1970; empty if it does not say. */
    public OptionalLong nextMillis() {
        return list.getNextUpdate() == null
                ? OptionalLong.empty()
                : OptionalLong.of(list.getNextUpdate().toInstant().toEpochMilli());
    }

    /** How many certificates it names. */
    public int size() {
        return list.getRevokedCertificates() == null
                ? 0
                : list.getRevokedCertificates().size();
    }

    /** Whether {@code owner} signed it. */
    public boolean isSignedBy(X509Certificate owner) {
        PublicKey key = owner.getPublicKey();
        if (!list.getIssuerX500Principal().equals(owner.getSubjectX500Principal())) {
            return false;
        }
        if (signer.filter(key::equals).isPresent()) {
            return true;
        }
        try {
            list.verify(key);
            signer = Optional.of(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false; // somebody else's, who took this owner's name
        }
    }

    /** Whether it names a certificate of {@code chain}, provided that the same owner issued that; costs one look-up for each. */
    public boolean names(IdentityChain chain) {
        return chain.parsed().stream().anyMatch(this::isNamed);
    }

    private boolean isNamed(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(list.getIssuerX500Principal())
                && list.getRevokedCertificate(certificate.getSerialNumber()) != null;
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
        if (!isSignedBy(owner)) {
            return OptionalLong.empty();
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
