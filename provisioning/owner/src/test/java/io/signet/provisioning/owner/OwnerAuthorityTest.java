package io.signet.provisioning.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TestOwner;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.ChainVerdict;
import io.signet.statement.IdentityChain;
import io.signet.statement.RevocationList;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verifier;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerAuthorityTest {
    @TempDir
    Path directory;

    private OwnerAuthority owner;
    private HardwareKey key;
    private CertificateRequest request;

    @BeforeEach
    void makeOwner() throws Exception {
        owner = TestOwner.create(directory.resolve("owner"));
        key = SoftwareKey.create(directory.resolve("key.pem"));
        request = CertificateRequest.of(key);
    }

    @Test
    void authority_mayIssueMembersOnly() throws Exception {
        X509Certificate certificate = owner.certificate();
        assertThat(certificate.getBasicConstraints()).isZero(); // an authority, but of no other authority
        assertThat(certificate.getKeyUsage()).startsWith(false, false, false, false, false, true, true);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=Signet owner,O=Ferme du Lac");
        certificate.verify(certificate.getPublicKey());
    }

    @Test
    void ownerKey_isReadableByItsUserOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("owner/owner.key"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("owner"))))
                .isEqualTo("rwx------");
    }

    @Test
    void reopenedAuthority_isTheSame() throws Exception {
        OwnerAuthority reopened = OwnerAuthority.open(directory.resolve("owner"), TestOwner.CLOCK, TestOwner.random());
        assertThat(reopened.name()).isEqualTo("Ferme du Lac");
        assertThat(reopened.certificate()).isEqualTo(owner.certificate());
    }

    @Test
    void nameThatNeedsEscaping_isKeptToTheLetter() throws Exception {
        Path home = directory.resolve("odd");
        String name = "Smith, Sons + Co. \"West\" = 1\\2 <#>";
        OwnerAuthority.create(home, name, TestOwner.CLOCK, TestOwner.random());
        assertThat(OwnerAuthority.open(home, TestOwner.CLOCK, TestOwner.random())
                        .name())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "Müller", "a\nb"})
    void nameThatAnIdentityCantCarry_isRefused(String name) {
        assertThatThrownBy(() ->
                        OwnerAuthority.create(directory.resolve("odd"), name, TestOwner.CLOCK, TestOwner.random()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 64 characters of printable ASCII");
    }

    @Test
    void secondAuthorityInTheSameDirectory_isRefusedAndHarmsNothing() throws Exception {
        assertThatThrownBy(() -> TestOwner.create(directory.resolve("owner")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("exists already");
        assertThat(OwnerAuthority.open(directory.resolve("owner"), TestOwner.CLOCK, TestOwner.random())
                        .certificate())
                .isEqualTo(owner.certificate());
    }

    @Test
    void failedCreation_leavesNothing() throws Exception {
        assertThatThrownBy(() -> OwnerAuthority.create(
                        directory.resolve("new"), "x".repeat(65), TestOwner.CLOCK, TestOwner.random()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 64 characters");
        try (var files = Files.list(directory)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("owner", "key.pem");
        }
    }

    @Test
    void memberIdentity_isNoAuthority() throws Exception {
        Path home = directory.resolve("false-owner");
        Files.createDirectories(home);
        Files.copy(directory.resolve("key.pem"), home.resolve("owner.key"));
        Certificates.write(home.resolve("owner.pem"), owner.issueNode(request, Assurance.SOFTWARE));
        assertThatThrownBy(() -> OwnerAuthority.open(home, TestOwner.CLOCK, TestOwner.random()))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("owner.pem: is no certificate authority");
    }

    @Test
    void nodeIdentity_saysWhoWhoseAndHowWellKept() throws Exception {
        List<X509Certificate> chain = owner.issueNode(request, Assurance.SOFTWARE);
        IdentityChain identity =
                new IdentityChain(List.of(Bytes.copyOf(chain.get(0).getEncoded())));
        assertThat(identity.node()).isEqualTo(key.node());
        assertThat(identity.owner()).isEqualTo("Ferme du Lac");
        assertThat(identity.assurance()).isEqualTo(Assurance.SOFTWARE);
        assertThat(identity.identityKey()).isEqualTo(key.publicKey());
        chain.get(0).verify(owner.certificate().getPublicKey());
    }

    @Test
    void memberCertificate_hasThePurposesOfItsRole() throws Exception {
        X509Certificate node = owner.issueNode(request, Assurance.TPM2).get(0);
        X509Certificate requester =
                owner.issueRequester(request, Assurance.SOFTWARE).get(0);
        X509Certificate broker =
                owner.issueBroker(request, List.of("localhost")).get(0);
        String client = "1.3.6.1.5.5.7.3.2";
        String server = "1.3.6.1.5.5.7.3.1";
        assertThat(node.getExtendedKeyUsage()).containsExactly(client, server);
        assertThat(requester.getExtendedKeyUsage()).containsExactly(client);
        assertThat(broker.getExtendedKeyUsage()).containsExactly(server);
        for (X509Certificate member : List.of(node, requester, broker)) {
            assertThat(member.getBasicConstraints()).isEqualTo(-1);
            assertThat(member.getKeyUsage()).startsWith(true, false, false, false, false, false, false);
        }
    }

    @Test
    void brokerCertificate_isNoIdentity() {
        X509Certificate broker =
                owner.issueBroker(request, List.of("localhost")).get(0);
        assertThat(broker.getExtensionValue(IdentityChain.ASSURANCE_OID)).isNull();
    }

    @Test
    void brokerCertificate_namesItsHosts() throws Exception {
        X509Certificate broker = owner.issueBroker(request, List.of("broker.example", "127.0.0.1", "::1"))
                .get(0);
        assertThat(broker.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "broker.example"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
    }

    @Test
    void hostThatIsNone_isRefused() {
        assertThatThrownBy(() -> owner.issueBroker(request, List.of("not a host")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'not a host' is neither a DNS name nor an IP address");
    }

    @Test
    void validity_startsBeforeNowAndLastsAYear() {
        X509Certificate node = owner.issueNode(request, Assurance.SOFTWARE).get(0);
        assertThat(node.getNotBefore().toInstant()).isEqualTo(TestOwner.NOW.minus(Duration.ofMinutes(10)));
        assertThat(node.getNotAfter().toInstant()).isEqualTo(TestOwner.NOW.plus(OwnerAuthority.MEMBER_LIFE));
    }

    @Test
    void nodeCertificate_lastsAsLongAsTheOwnerWants_andARequestersAYear() {
        OwnerAuthority brisk = owner.withNodeLife(Duration.ofDays(30));

        assertThat(brisk.issueNode(request, Assurance.SOFTWARE)
                        .get(0)
                        .getNotAfter()
                        .toInstant())
                .isEqualTo(TestOwner.NOW.plus(Duration.ofDays(30)));
        assertThat(brisk.issueRequester(request, Assurance.SOFTWARE)
                        .get(0)
                        .getNotAfter()
                        .toInstant())
                .isEqualTo(TestOwner.NOW.plus(OwnerAuthority.MEMBER_LIFE));
        assertThatThrownBy(() -> owner.withNodeLife(Duration.ofDays(6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7");
    }

    @Test
    void memberOfAnAgedAuthority_endsWithIt() throws Exception {
        Instant end = owner.certificate().getNotAfter().toInstant();
        OwnerAuthority aged = OwnerAuthority.open(
                directory.resolve("owner"), TestOwner.clockAt(end.minus(Duration.ofDays(5))), TestOwner.random());
        assertThat(aged.issueNode(request, Assurance.SOFTWARE)
                        .get(0)
                        .getNotAfter()
                        .toInstant())
                .isEqualTo(end);
        OwnerAuthority ended =
                OwnerAuthority.open(directory.resolve("owner"), TestOwner.clockAt(end), TestOwner.random());
        assertThatThrownBy(() -> ended.issueNode(request, Assurance.SOFTWARE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the owner's certificate ended at " + end);
    }

    @Test
    void serialNumbers_have20BytesAndDiffer() {
        X509Certificate first = owner.issueNode(request, Assurance.SOFTWARE).get(0);
        X509Certificate second = owner.issueNode(request, Assurance.SOFTWARE).get(0);
        assertThat(first.getSerialNumber()).isPositive().isNotEqualTo(second.getSerialNumber());
        assertThat(first.getSerialNumber().toByteArray()).hasSize(20);
    }

    @Test
    void pemFile_isPlainText() throws Exception {
        assertThat(Files.readString(directory.resolve("owner/owner.pem"), StandardCharsets.US_ASCII))
                .startsWith("-----BEGIN CERTIFICATE-----\n")
                .endsWith("-----END CERTIFICATE-----\n");
    }

    @Test
    void revokedNode_isNotBelievedFromThenOn_ifItsOwnOwnerSaysSo() throws Exception {
        List<X509Certificate> chain = owner.issueNode(request, Assurance.SOFTWARE);
        IdentityChain identity = IdentityChain.of(chain);
        Instant at = TestOwner.NOW.plusSeconds(60);
        Revocation revocation = new Revocation(chain.get(0).getSerialNumber(), at, false);
        RevocationList list =
                new RevocationList(owner.revocationList(List.of(revocation), BigInteger.ONE, Duration.ofDays(7)));
        OwnerAuthority namesake = TestOwner.create(directory.resolve("namesake"));
        RevocationList forged =
                new RevocationList(namesake.revocationList(List.of(revocation), BigInteger.ONE, Duration.ofDays(7)));

        Verifier knowing =
                new Verifier(TrustPolicy.of(List.of(owner.certificate())).withRevocations(List.of(list)));
        assertThat(knowing.checkChain(identity, at.toEpochMilli() - 1)).isInstanceOf(ChainVerdict.Trusted.class);
        ChainVerdict after = knowing.checkChain(identity, at.toEpochMilli());
        assertThat(after).isInstanceOf(ChainVerdict.Refused.class);
        assertThat(((ChainVerdict.Refused) after).message()).contains("their owner has revoked them");
        Verifier misled =
                new Verifier(TrustPolicy.of(List.of(owner.certificate())).withRevocations(List.of(forged)));
        assertThat(misled.checkChain(identity, at.toEpochMilli())).isInstanceOf(ChainVerdict.Trusted.class);
    }
}
