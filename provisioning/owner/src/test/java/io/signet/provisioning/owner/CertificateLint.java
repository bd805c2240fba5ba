package io.signet.provisioning.owner;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What RFC 5280 demands of certificates, as far as it applies to an owner's, one rule at a time. Where zlint has the same rule,
 * its name is used; the rules of public web authorities (names of countries, transparency, 398 days) do not apply.
 */
record CertificateLint(String name, Predicate<X509CertificateHolder> holds) {
    private static final int SERIAL_BITS_MAX = 8 * 20 - 1;
    private static final int NAME_CHARS_MAX = 64;

    private static final List<CertificateLint> RULES = List.of(
            rule("e_invalid_certificate_version", c -> c.getVersionNumber() == 3),
            rule("e_serial_number_not_positive", c -> c.getSerialNumber().signum() > 0),
            rule(
                    "e_serial_number_longer_than_20_octets",
                    c -> c.getSerialNumber().bitLength() <= SERIAL_BITS_MAX),
            rule("w_serial_number_low_entropy", c -> c.getSerialNumber().compareTo(BigInteger.ONE.shiftLeft(64)) > 0),
            rule("e_cert_sig_alg_not_match_tbs_sig_alg", c -> c.getSignatureAlgorithm()
                    .equals(c.toASN1Structure().getTBSCertificate().getSignature())),
            rule(
                    "e_signature_other_than_ecdsa_with_sha256",
                    c -> c.getSignatureAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.ecdsa_with_SHA256)
                            && c.getSignatureAlgorithm().getParameters() == null),
            rule("e_ec_key_not_on_the_named_curve_p256", CertificateLint::isOnP256),
            rule("e_cert_contains_unique_identifier", CertificateLint::hasNoUniqueId),
            rule("e_wrong_time_format_pre2050", CertificateLint::hasTimesInTheirFormat),
            rule("e_validity_time_not_positive", c -> c.getNotBefore().before(c.getNotAfter())),
            rule("e_issuer_dn_empty", c -> c.getIssuer().getRDNs().length > 0),
            rule("e_subject_empty_without_san", c -> c.getSubject().getRDNs().length > 0),
            rule("e_subject_common_name_max_length", c -> areShort(c.getSubject(), BCStyle.CN)),
            rule("e_subject_organization_name_max_length", c -> areShort(c.getSubject(), BCStyle.O)),
            rule("e_ext_duplicate_extension", CertificateLint::hasEachExtensionOnce),
            rule("e_cert_not_der", CertificateLint::isDer),
            rule(
                    "e_ext_authority_key_identifier_missing",
                    c -> c.getExtension(Extension.authorityKeyIdentifier) != null),
            rule("e_ext_authority_key_identifier_critical", c -> !isCritical(c, Extension.authorityKeyIdentifier)),
            rule("e_ext_authority_key_identifier_no_key_identifier", c -> authorityKey(c).length > 0),
            rule("e_ext_subject_key_identifier_missing", c -> c.getExtension(Extension.subjectKeyIdentifier) != null),
            rule("e_ext_subject_key_identifier_critical", c -> !isCritical(c, Extension.subjectKeyIdentifier)),
            rule("e_self_signed_key_identifiers_differ", CertificateLint::selfSignedNamesItsOwnKey),
            rule("e_basic_constraints_not_critical", c -> isCritical(c, Extension.basicConstraints)),
            rule(
                    "e_path_len_constraint_improperly_included",
                    c -> isAuthority(c) || constraints(c).getPathLenConstraint() == null),
            rule("w_key_usage_not_critical", c -> isCritical(c, Extension.keyUsage)),
            rule("e_ca_key_cert_sign_not_set", c -> !isAuthority(c) || uses(c, KeyUsage.keyCertSign)),
            rule("e_ca_crl_sign_not_set", c -> !isAuthority(c) || uses(c, KeyUsage.cRLSign)),
            rule("e_ext_key_usage_cert_sign_without_ca", c -> isAuthority(c) || !uses(c, KeyUsage.keyCertSign)),
            rule("e_sub_cert_eku_missing", c -> isAuthority(c) || c.getExtension(Extension.extendedKeyUsage) != null),
            rule("e_ext_san_no_entries", c -> alternativeNames(c).length > 0 || !hasAlternativeNames(c)),
            rule("e_ext_san_empty_name", CertificateLint::hasNoEmptyName),
            rule("w_unknown_critical_extension", c -> Set.of(Extension.basicConstraints, Extension.keyUsage)
                    .containsAll(c.getCriticalExtensionOIDs())));

    private static CertificateLint rule(String name, Predicate<X509CertificateHolder> holds) {
        return new CertificateLint(name, holds);
    }

    /** The names of the rules that {@code certificate} breaks. */
    static List<String> broken(X509CertificateHolder certificate) {
        return RULES.stream()
                .filter(rule -> !rule.holds().test(certificate))
                .map(CertificateLint::name)
                .toList();
    }

    private static boolean isOnP256(X509CertificateHolder certificate) {
        var key = certificate.getSubjectPublicKeyInfo().getAlgorithm();
        return key.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && X9ObjectIdentifiers.prime256v1.equals(key.getParameters());
    }

    private static boolean hasNoUniqueId(X509CertificateHolder certificate) {
        var signed = certificate.toASN1Structure().getTBSCertificate();
        return signed.getIssuerUniqueId() == null && signed.getSubjectUniqueId() == null;
    }

    private static boolean hasTimesInTheirFormat(X509CertificateHolder certificate) {
        return isInItsFormat(certificate.toASN1Structure().getStartDate())
                && isInItsFormat(certificate.toASN1Structure().getEndDate());
    }

    /** Section 4.1.2.5: UTCTime to the second until 2049, GeneralizedTime after it. */
    private static boolean isInItsFormat(Time time) {
        String text = time.toASN1Primitive().toString();
        boolean utc = time.toASN1Primitive() instanceof ASN1UTCTime;
        int year = Integer.parseInt(time.getTime().substring(0, 4));
        return utc == (year < 2050) && text.matches(utc ? "\\d{12}Z" : "\\d{14}Z");
    }

    private static boolean areShort(X500Name name, ASN1ObjectIdentifier type) {
        return Arrays.stream(name.getRDNs(type))
                .allMatch(rdn -> rdn.getFirst().getValue().toString().length() <= NAME_CHARS_MAX);
    }

    private static boolean hasEachExtensionOnce(X509CertificateHolder certificate) {
        List<?> oids = certificate.getExtensionOIDs();
        return new HashSet<>(oids).size() == oids.size();
    }

    private static boolean isDer(X509CertificateHolder certificate) {
        try {
            return Arrays.equals(
                    certificate.getEncoded(), certificate.toASN1Structure().getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isCritical(X509CertificateHolder certificate, ASN1ObjectIdentifier extension) {
        Extension found = certificate.getExtension(extension);
        return found != null && found.isCritical();
    }

    private static byte[] authorityKey(X509CertificateHolder certificate) {
        AuthorityKeyIdentifier found = AuthorityKeyIdentifier.fromExtensions(certificate.getExtensions());
        return found == null || found.getKeyIdentifier() == null ? new byte[0] : found.getKeyIdentifier();
    }

    private static boolean selfSignedNamesItsOwnKey(X509CertificateHolder certificate) {
        SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(certificate.getExtensions());
        return !certificate.getIssuer().equals(certificate.getSubject())
                || own != null && Arrays.equals(own.getKeyIdentifier(), authorityKey(certificate));
    }

    private static BasicConstraints constraints(X509CertificateHolder certificate) {
        BasicConstraints found = BasicConstraints.fromExtensions(certificate.getExtensions());
        return found == null ? new BasicConstraints(false) : found;
    }

    private static boolean isAuthority(X509CertificateHolder certificate) {
        return constraints(certificate).isCA();
    }

    private static boolean uses(X509CertificateHolder certificate, int usage) {
        KeyUsage found = KeyUsage.fromExtensions(certificate.getExtensions());
        return found != null && found.hasUsages(usage);
    }

    private static boolean hasAlternativeNames(X509CertificateHolder certificate) {
        return certificate.getExtension(Extension.subjectAlternativeName) != null;
    }

    private static GeneralName[] alternativeNames(X509CertificateHolder certificate) {
        return hasAlternativeNames(certificate)
                ? GeneralNames.fromExtensions(certificate.getExtensions(), Extension.subjectAlternativeName)
                        .getNames()
                : new GeneralName[0];
    }

    private static boolean hasNoEmptyName(X509CertificateHolder certificate) {
        return Arrays.stream(alternativeNames(certificate))
                .noneMatch(name -> name.getName().toString().isEmpty());
    }
}
