package io.signet.provisioning.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.TestOwner;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateLintTest {
    @TempDir
    private Path directory;

    @Test
    void everyCertificateThatAnOwnerIssues_breaksNoRule() throws Exception {
        OwnerAuthority owner = TestOwner.create(directory.resolve("owner"));
        HardwareKey key = Credentials.createKey(directory.resolve("key.pem"));
        CertificateRequest request = CertificateRequest.of(key);
        List<String> hosts = List.of("broker.farm.example", "192.0.2.7", "2001:db8::7");
        Map<String, X509Certificate> issued = new LinkedHashMap<>();
        issued.put("owner", owner.certificate());
        for (Assurance assurance : Assurance.values()) {
            issued.put(
                    "node with a key of " + assurance.label(),
                    owner.issueNode(request, assurance).get(0));
        }
        issued.put(
                "enrolled node",
                owner.issueNode(request, Assurance.TPM2, Digest.sha256(Bytes.utf8("evidence")))
                        .get(0));
        issued.put(
                "requester", owner.issueRequester(request, Assurance.SOFTWARE).get(0));
        issued.put("broker", owner.issueBroker(request, hosts).get(0));
        issued.put("registrar", owner.issueRegistrar(request, hosts).get(0));
        for (Map.Entry<String, X509Certificate> one : issued.entrySet()) {
            assertThat(CertificateLint.broken(new JcaX509CertificateHolder(one.getValue())))
                    .as(one.getKey())
                    .isEmpty();
        }
    }

    @Test
    void certificateWithFaults_breaksTheRulesThatNameThem() throws Exception {
        HardwareKey key = Credentials.createKey(directory.resolve("key.pem"));
        X500Name name = new X500Name("CN=" + "a".repeat(65));
        X509CertificateHolder faulty = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE.negate(),
                        Date.from(TestOwner.NOW),
                        Date.from(TestOwner.NOW.minus(Duration.ofDays(1))),
                        name,
                        key.publicKey())
                .addExtension(Extension.basicConstraints, false, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, false, new KeyUsage(KeyUsage.digitalSignature))
                .build(new JcaContentSignerBuilder("SHA384withECDSA").build(key.handle()));
        assertThat(CertificateLint.broken(faulty))
                .containsExactly(
                        "e_serial_number_not_positive",
                        "w_serial_number_low_entropy",
                        "e_signature_other_than_ecdsa_with_sha256",
                        "e_validity_time_not_positive",
                        "e_subject_common_name_max_length",
                        "e_ext_authority_key_identifier_missing",
                        "e_ext_authority_key_identifier_no_key_identifier",
                        "e_ext_subject_key_identifier_missing",
                        "e_self_signed_key_identifiers_differ",
                        "e_basic_constraints_not_critical",
                        "w_key_usage_not_critical",
                        "e_ca_key_cert_sign_not_set",
                        "e_ca_crl_sign_not_set");
    }
}
