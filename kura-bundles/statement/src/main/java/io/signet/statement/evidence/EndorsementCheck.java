package io.signet.statement.evidence;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.evidence.EvidenceVerdict.Reason;
import io.signet.statement.internal.Labels;
import io.signet.statement.internal.X509Reader;
import io.signet.statement.tpm.TpmPublic;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks whether a chip maker that the policy trusts vouches for an endorsement key. */
final class EndorsementCheck {
    /** tcg-kp-EKCertificate (TCG EK Credential Profile, section 3.2.16): the maker's word that the key is an endorsement key. */
    private static final String EK_CERTIFICATE = "2.23.133.8.1";

    private final Set<TrustAnchor> makers;

    EndorsementCheck(List<X509Certificate> makers) {
        this.makers =
                makers.stream().map(maker -> new TrustAnchor(maker, null)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Why no trusted chip maker vouches for the endorsement key, as a sentence; empty if one does.
     *
     * @throws RefusedException if the certificates are about something else
     */
    Optional<String> check(TpmEvidence evidence, long timeMillis) throws RefusedException, MalformedException {
        TpmPublic endorsementKey = TpmPublic.decode(evidence.endorsementKey());
        List<X509Certificate> chain = new ArrayList<>();
        for (Bytes certificate : evidence.endorsementCertificates()) {
            chain.add(X509Reader.read(certificate));
        }
        if (chain.isEmpty()) {
            return Optional.of("The TPM has no endorsement certificate.");
        }
        if (!endorsementKey.isOf(chain.get(0).getPublicKey()) || !isEndorsement(chain.get(0))) {
            throw new RefusedException(
                    Reason.OTHER_ENDORSEMENT_KEY,
                    "chip",
                    "The endorsement certificate is not the certificate of the TPM's endorsement key.");
        }
        if (makers.isEmpty()) {
            return Optional.of("The policy names no chip makers.");
        }
        return validate(chain, timeMillis);
    }

    private static boolean isEndorsement(X509Certificate certificate) throws MalformedException {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return certificate.getBasicConstraints() < 0 && usages != null && usages.contains(EK_CERTIFICATE);
        } catch (CertificateParsingException e) {
            throw new MalformedException("an endorsement certificate can't be read: " + Labels.printable(e), 0);
        }
    }

    private Optional<String> validate(List<X509Certificate> chain, long timeMillis) {
        try {
            PKIXParameters parameters = new PKIXParameters(makers);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(Instant.ofEpochMilli(timeMillis)));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
            return Optional.empty();
        } catch (CertPathValidatorException | RuntimeException e) {
            // Hostile certificates have made Java's own code throw unchecked exceptions: those refuse as well.
            return Optional.of("The endorsement certificate does not lead to a chip maker that the policy trusts: "
                    + Labels.printable(e) + ".");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform can't validate certificates", e);
        }
    }
}
