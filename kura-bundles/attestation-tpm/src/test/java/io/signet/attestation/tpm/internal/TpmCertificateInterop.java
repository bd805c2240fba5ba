package io.signet.attestation.tpm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.SoftwareKey;
import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.IdentityChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL judges what a node with a TPM asks its owner for, and what it gets. */
final class TpmCertificateInterop {
    @TempDir
    private Path directory;

    private EmulatedTpm tpm;
    private TpmKey key;
    private OwnerAuthority owner;

    @BeforeEach
    void enrol() throws Exception {
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
        key = TpmKey.open(TpmOptions.of(tpm.address(), directory.resolve("identity")), new SecureRandom());
        owner = OwnerAuthority.selfSigned(
                SoftwareKey.create(directory.resolve("owner.key")), "Anna", Clock.SYSTEM, new SecureRandom());
        Certificates.write(directory.resolve("owner.pem"), List.of(owner.certificate()));
        Certificates.write(
                directory.resolve("node.pem"), owner.issueNode(CertificateRequest.of(key), Assurance.TPM2_INTERFACE));
    }

    @AfterEach
    void switchOff() {
        key.close();
        tpm.close();
    }

    private Foreign.Result openssl(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "openssl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Foreign.run(directory, command);
    }

    @Test
    void requestThatTheTpmSigned_isVerified() throws Exception {
        Files.write(
                directory.resolve("request.der"),
                CertificateRequest.of(key).encoded().toArray());
        Foreign.Result good = openssl("req", "-inform", "DER", "-in", "request.der", "-verify", "-noout");
        assertThat(good.code()).as(good.output()).isZero();
        assertThat(good.output()).containsIgnoringCase("verify OK");
        byte[] altered = Files.readAllBytes(directory.resolve("request.der"));
        altered[altered.length - 1] ^= 1;
        Files.write(directory.resolve("altered.der"), altered);
        assertThat(openssl("req", "-inform", "DER", "-in", "altered.der", "-verify", "-noout")
                        .output())
                .doesNotContainIgnoringCase("verify OK");
    }

    @Test
    void certificateOfTheNode_verifiesForBothPurposes() throws Exception {
        for (String purpose : List.of("sslclient", "sslserver")) {
            Foreign.Result result =
                    openssl("verify", "-x509_strict", "-CAfile", "owner.pem", "-purpose", purpose, "node.pem");
            assertThat(result.output()).endsWith("node.pem: OK\n");
            assertThat(result.code()).isZero();
        }
    }

    @Test
    void keyInTheCertificate_isThatOfTheTpm_andTheLabelSaysWhatIsBehindIt() throws Exception {
        String expected = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(key.publicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        assertThat(openssl("x509", "-in", "node.pem", "-noout", "-pubkey").output())
                .isEqualTo(expected);
        assertThat(openssl("x509", "-in", "node.pem", "-noout", "-text", "-certopt", "ext_parse")
                        .output())
                .contains(IdentityChain.ASSURANCE_OID, "UTF8STRING", "tpm2-interface");
    }
}
