package io.signet.provisioning.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TestOwner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectedKeyTest {
    private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();

    @TempDir
    private Path directory;

    private OwnerAuthority create() throws Exception {
        return OwnerAuthority.create(
                directory.resolve("owner"), "Anna", PASSPHRASE, TestOwner.CLOCK, TestOwner.random());
    }

    private Path keyFile() {
        return directory.resolve("owner").resolve(OwnerAuthority.KEY_FILE);
    }

    @Test
    void authority_isOpenedByItsPassphraseOnly() throws Exception {
        OwnerAuthority made = create();
        OwnerAuthority opened =
                OwnerAuthority.open(directory.resolve("owner"), PASSPHRASE, TestOwner.CLOCK, TestOwner.random());
        assertThat(opened.certificate()).isEqualTo(made.certificate());
        assertThat(opened.name()).isEqualTo("Anna");
        var request = CertificateRequest.of(SoftwareKey.create(directory.resolve("node.key")));
        opened.issueRegistrar(request, java.util.List.of("localhost"))
                .get(0)
                .verify(made.certificate().getPublicKey());
        assertThatThrownBy(() -> OwnerAuthority.open(
                        directory.resolve("owner"),
                        "another passphrase".toCharArray(),
                        TestOwner.CLOCK,
                        TestOwner.random()))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("owner.key: the passphrase is not the one")
                .message()
                .doesNotContain("another passphrase");
        assertThatThrownBy(() -> OwnerAuthority.open(directory.resolve("owner"), TestOwner.CLOCK, TestOwner.random()))
                .as("without a passphrase")
                .hasMessageContaining("PRIVATE KEY");
    }

    @Test
    void file_isForItsOwnerOnly_andOpensslReadsIt() throws Exception {
        OwnerAuthority made = create();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
                .isEqualTo("rw-------");
        Process openssl = new ProcessBuilder(
                        "openssl", "pkey", "-in", keyFile().toString(), "-passin", "stdin", "-pubout")
                .redirectErrorStream(true)
                .start();
        openssl.getOutputStream().write((new String(PASSPHRASE) + "\n").getBytes(StandardCharsets.UTF_8));
        openssl.getOutputStream().close();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(said).isZero();
        assertThat(said.replaceAll("-----.*?-----|\\s", ""))
                .isEqualTo(Base64.getEncoder()
                        .encodeToString(made.certificate().getPublicKey().getEncoded()));
    }

    @Test
    void shortPassphrase_isRefusedAndNotRepeated() {
        assertThatThrownBy(() -> OwnerAuthority.create(
                        directory.resolve("owner"),
                        "Anna",
                        "secret".toCharArray(),
                        TestOwner.CLOCK,
                        TestOwner.random()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 to 1024 characters")
                .message()
                .doesNotContain("secret");
        assertThat(directory.resolve("owner")).doesNotExist();
    }

    @Test
    void otherFiles_areRefused() throws Exception {
        create();
        Files.writeString(keyFile(), "hello");
        assertThatThrownBy(() -> OwnerAuthority.open(
                        directory.resolve("owner"), PASSPHRASE, TestOwner.CLOCK, TestOwner.random()))
                .hasMessageContaining("holds no PEM block");
        Files.delete(keyFile());
        assertThatThrownBy(() -> OwnerAuthority.open(
                        directory.resolve("owner"), PASSPHRASE, TestOwner.CLOCK, TestOwner.random()))
                .hasMessageContaining("signet owner init");
    }
}
