package io.signet.statement;

import io.signet.statement.internal.Labels;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks chains by the path validation of RFC 5280 section 6, at a time when all certificates of the chain are valid, so
 * that the result holds for every other such time and can be kept. Nothing is asked of the network: what is revoked is known
 * from the policy's lists only, and ends a certificate at that time.
 */
final class ChainChecker {
    private static final int TRUSTED_MAX = 1024;

    private final Set<TrustAnchor> anchors;

    /** Only trusted chains: nobody can push those out, or fill the memory, with others. */
    private final BoundedCache<IdentityChain, ChainVerdict> trusted = new BoundedCache<>(TRUSTED_MAX);

    private final List<RevocationList> revocations;

    ChainChecker(List<X509Certificate> owners, List<RevocationList> revocations) {
        this.revocations = revocations;
        anchors = owners.stream().map(owner -> new TrustAnchor(owner, null)).collect(Collectors.toUnmodifiableSet());
    }

    /** What can be said of the chain whatever the time. */
    ChainVerdict check(IdentityChain chain) {
        return trusted.get(chain).orElseGet(() -> {
            ChainVerdict verdict = validate(chain);
            if (verdict instanceof ChainVerdict.Trusted) {
                trusted.put(chain, verdict);
            }
            return verdict;
        });
    }

    private ChainVerdict validate(IdentityChain chain) {
        List<X509Certificate> certificates = new ArrayList<>(chain.parsed());
        // The owner's certificate limits the time as well, but only the validation tells which owner's it is.
        long from = notBefore(certificates);
        long to = notAfter(certificates);
        if (from > to) {
            return new ChainVerdict.Refused(
                    Verdict.Reason.EXPIRED_CERTIFICATE, "the node's certificates are never valid all at once");
        }
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(certificates);
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(Instant.ofEpochMilli(from)));
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult)
                    CertPathValidator.getInstance("PKIX").validate(path, parameters);
            X509Certificate owner = result.getTrustAnchor().getTrustedCert();
            if (!CertificateReader.readOwner(owner).equals(chain.owner())) {
                return new ChainVerdict.Refused(
                        Verdict.Reason.UNTRUSTED_OWNER,
                        "the certificate of node " + chain.node() + " names another owner than its issuer's does");
            }
            long revoked = revokedMillis(certificates, owner);
            certificates.add(owner);
            long end = notAfter(certificates);
            return new ChainVerdict.Trusted(
                    chain.node(),
                    chain.owner(),
                    chain.assurance(),
                    notBefore(certificates),
                    Math.min(end, revoked - 1),
                    revoked <= end);
        } catch (CertPathValidatorException | RuntimeException e) {
            // Hostile certificates have made Java's own code throw unchecked exceptions: those refuse as well.
            return new ChainVerdict.Refused(
                    Verdict.Reason.UNTRUSTED_OWNER,
                    "the certificates of node " + chain.node() + " do not lead to a trusted owner: "
                            + Labels.printable(e));
        } catch (MalformedException e) {
            return new ChainVerdict.Refused(
                    Verdict.Reason.UNTRUSTED_OWNER, "the owner's certificate has no usable name: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform can't validate certificates", e);
        }
    }

    /** Since when one of the certificates that {@code owner} issued is revoked; the end of time if none is. */
    private long revokedMillis(List<X509Certificate> certificates, X509Certificate owner) {
        return revocations.stream()
                .flatMapToLong(list -> certificates.stream()
                        .filter(certificate ->
                                certificate.getIssuerX500Principal().equals(owner.getSubjectX500Principal()))
                        .flatMapToLong(certificate -> list.revokedMillis(certificate, owner).stream()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static long notBefore(List<X509Certificate> certificates) {
        return certificates.stream()
                .mapToLong(c -> c.getNotBefore().toInstant().toEpochMilli())
                .max()
                .orElseThrow();
    }

    private static long notAfter(List<X509Certificate> certificates) {
        return certificates.stream()
                .mapToLong(c -> c.getNotAfter().toInstant().toEpochMilli())
                .min()
                .orElseThrow();
    }
}
