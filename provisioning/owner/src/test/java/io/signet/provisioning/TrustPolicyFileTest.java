package io.signet.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.Revocation;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.RevocationList;
import io.signet.statement.TrustPolicy;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustPolicyFileTest {
    @TempDir
    Path directory;

    private OwnerAuthority owner;
    private Path ownerFile;

    @BeforeEach
    void makeOwner() throws Exception {
        owner = TestOwner.create(directory.resolve("owner"));
        ownerFile = directory.resolve("owner/owner.pem");
    }

    private TrustPolicyFile read(String text) throws Exception {
        return TrustPolicyFile.read(Files.writeString(directory.resolve("trust.yaml"), text));
    }

    @Test
    void smallestPolicy_isRead() throws Exception {
        TrustPolicyFile file = read("owners: [owner/owner.pem]\nminimal-assurance: software\n");
        assertThat(file.policy()).isEqualTo(TrustPolicy.of(List.of(owner.certificate())));
        assertThat(file.publishers()).isEmpty();
    }

    @Test
    void writtenPolicy_isReadBack() throws Exception {
        OwnerAuthority maker = TestOwner.create(directory.resolve("maker"));
        Path makerFile = directory.resolve("maker/owner.pem");
        Path file = directory.resolve("sub/trust.yaml");
        TrustPolicyFile policy = new TrustPolicyFile(
                List.of(ownerFile),
                TrustPolicy.of(List.of(owner.certificate()))
                        .withMinimalAssurance(Assurance.TPM2)
                        .withMaximalAge(Duration.ofDays(30))
                        .withModels(Set.of(Digest.sha256(Bytes.utf8("a")), Digest.sha256(Bytes.utf8("b"))))
                        .withChipMakers(List.of(maker.certificate()))
                        .withFirmware(Set.of(Digest.sha256(Bytes.utf8("bundle"))))
                        .withWitnesses(2),
                Set.of(Bytes.fromHex("ab".repeat(32))),
                List.of(makerFile));
        policy.write(file);
        assertThat(TrustPolicyFile.read(file)).isEqualTo(policy);
    }

    private void list(OwnerAuthority signer, String file, Revocation... revoked) throws Exception {
        Files.write(
                directory.resolve(file),
                signer.revocationList(List.of(revoked), BigInteger.ONE, Duration.ofDays(7))
                        .toArray());
    }

    @Test
    void listsOfRevocations_areOfThePolicy_andSayWhenTheyAreOld() throws Exception {
        list(owner, "revoked.crl", new Revocation(BigInteger.TEN, TestOwner.NOW, false));
        String text = "owners: [owner/owner.pem]\nminimal-assurance: software\nrevoked: [revoked.crl]\n";

        TrustPolicyFile file = read(text);

        assertThat(file.policy().revocations()).singleElement().satisfies(list -> assertThat(list.size())
                .isEqualTo(1));
        assertThat(file.overdue(TestOwner.NOW.plus(Duration.ofDays(6)).toEpochMilli()))
                .isEmpty();
        assertThat(file.overdue(TestOwner.NOW.plus(Duration.ofDays(30)).toEpochMilli()))
                .singleElement()
                .asString()
                .contains("revoked.crl is 30 days old", "was to be renewed by", "Get the registrar's list anew");
        file.write(directory.resolve("again.yaml"));
        assertThat(TrustPolicyFile.read(directory.resolve("again.yaml"))).isEqualTo(file);
    }

    @Test
    void listOfRevocationsOfSomebodyElse_isRefused() throws Exception {
        list(TestOwner.create(directory.resolve("other")), "theirs.crl");
        Files.writeString(directory.resolve("none.crl"), "no list");
        String text = "owners: [owner/owner.pem]\nminimal-assurance: software\nrevoked: ";

        assertThatThrownBy(() -> read(text + "[theirs.crl]\n"))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("theirs.crl: is no list of revocations of an owner who is trusted here");
        assertThatThrownBy(() -> read(text + "[none.crl]\n"))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("none.crl: not a list of revocations");
        assertThatThrownBy(() -> read(text + "[away.crl]\n"))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("away.crl: can't be read: there is no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minimal-assurance: software | owners: expected a list of at least one certificate file",
                "owners: [owner/owner.pem] | minimal-assurance is missing",
                "'owners: [owner/owner.pem]\nminimal-assurance: gold' | trust.yaml:2: minimal-assurance: 'gold': expected one of software, tpm2-interface, pkcs11, tpm2",
                "'owners: [owner/owner.pem]\nminimal-assurance: tpm2\nmodels: [12]' | trust.yaml:3: models: '12'",
                "'owners: [owner/owner.pem]\nminimal-assurance: tpm2\npublishers: [12]' | trust.yaml:3: publishers: '12': a publisher's key has 32 bytes",
                "'owners: [owner/owner.pem]\nminimal-assurance: tpm2\nwitnesses: 9' | trust.yaml:3: witnesses: 9 is not a whole number of 0 to 8",
                "'owners: [owner/owner.pem]\nminimal-assurance: tpm2\nfirmware: [12]' | trust.yaml:3: firmware: '12'",
                "'owners: [owner/owner.pem]\nminimal-assurance: tpm2\nchip-makers: [none.pem]' | none.pem: there is no such file",
                "'owners: [owner/owner.pem]\nminimal-assurance: tpm2\nminimal: 1' | trust.yaml:3: unknown key minimal",
                "'owners: [none.pem]\nminimal-assurance: tpm2' | none.pem: there is no such file",
                "'owners: [trust.yaml]\nminimal-assurance: tpm2' | trust.yaml: not a PEM file of X.509 certificates",
            })
    void wrongPolicy_saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining(message);
    }

    @Test
    void certificateOfANode_isNoOwner() throws Exception {
        var request = CertificateRequest.of(SoftwareKey.create(directory.resolve("key.pem")));
        Certificates.write(directory.resolve("node.pem"), owner.issueNode(request, Assurance.SOFTWARE));
        assertThatThrownBy(() -> read("owners: [node.pem]\nminimal-assurance: software\n"))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("node.pem: is not an owner's certificate");
        assertThatThrownBy(
                        () -> read("owners: [owner/owner.pem]\nminimal-assurance: software\nchip-makers: [node.pem]\n"))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("node.pem: is not a chip maker's certificate");
    }

    @Test
    void fileWithoutListsOfRevocations_canNotHoldAPolicyThatHasSome() throws Exception {
        RevocationList list = new RevocationList(owner.revocationList(List.of(), BigInteger.ONE, Duration.ofDays(7)));
        TrustPolicy policy = TrustPolicy.of(List.of(owner.certificate())).withRevocations(List.of(list));
        assertThatThrownBy(() -> new TrustPolicyFile(List.of(ownerFile), policy, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lists of revocations");
    }

    @Test
    void fileWithoutChipMakers_canNotHoldAPolicyThatNamesSome() {
        TrustPolicy policy = TrustPolicy.of(List.of(owner.certificate())).withChipMakers(List.of(owner.certificate()));
        assertThatThrownBy(() -> new TrustPolicyFile(List.of(ownerFile), policy, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chip makers");
    }
}
