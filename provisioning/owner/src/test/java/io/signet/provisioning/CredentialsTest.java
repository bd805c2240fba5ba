package io.signet.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.statement.Assurance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    Path directory;

    private Path keyFile;
    private Path chainFile;

    @BeforeEach
    void makeMember() throws Exception {
        OwnerAuthority owner = TestOwner.create(directory.resolve("owner"));
        keyFile = directory.resolve("key.pem");
        chainFile = directory.resolve("chain.pem");
        var request = CertificateRequest.of(SoftwareKey.create(keyFile));
        Certificates.write(chainFile, owner.issueNode(request, Assurance.SOFTWARE));
    }

    @Test
    void keyAndItsChain_areLoaded() throws Exception {
        Credentials credentials = Credentials.load(keyFile, chainFile);
        assertThat(credentials.chain()).hasSize(1);
        assertThat(credentials.key().publicKey())
                .isEqualTo(credentials.chain().get(0).getPublicKey());
    }

    @Test
    void chainOfAnotherKey_isRefused() throws Exception {
        Path other = directory.resolve("other.pem");
        SoftwareKey.create(other);
        assertThatThrownBy(() -> Credentials.load(other, chainFile))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("chain.pem: its first certificate is not for the key in " + other);
    }

    @Test
    void missingKey_isNamed() {
        assertThatThrownBy(() -> Credentials.load(directory.resolve("none.pem"), chainFile))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("none.pem: ");
    }

    @Test
    void fileThatIsNoKey_isNamed() {
        assertThatThrownBy(() -> Credentials.load(chainFile, chainFile))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("chain.pem: ");
    }

    @Test
    void missingChain_isNamed() {
        assertThatThrownBy(() -> Credentials.load(keyFile, directory.resolve("none.pem")))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageEndingWith("none.pem: there is no such file");
    }

    @Test
    void tooManyCertificates_areRefused() throws Exception {
        String one = Files.readString(chainFile);
        Path many = Files.writeString(
                directory.resolve("many.pem"), String.join("", Collections.nCopies(Certificates.CHAIN_MAX + 1, one)));
        assertThatThrownBy(() -> Certificates.read(many)).hasMessageContaining("holds 9 certificates; 1 to 8");
    }

    @Test
    void emptyFile_holdsNoCertificate() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        assertThatThrownBy(() -> Certificates.read(empty))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("holds 0 certificates");
    }
}
