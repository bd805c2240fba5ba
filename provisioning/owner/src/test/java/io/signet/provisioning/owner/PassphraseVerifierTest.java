package io.signet.provisioning.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.SystemRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassphraseVerifierTest {
    private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();

    @TempDir
    private Path directory;

    private Path made() throws Exception {
        Path file = directory.resolve("login");
        PassphraseVerifier.create(file, PASSPHRASE, SystemRandom.create());
        return file;
    }

    private static void assertRefused(Path file, char[] passphrase, String why) {
        assertThatThrownBy(() -> PassphraseVerifier.check(file, passphrase))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("horse");
    }

    @Test
    void onlyTheSamePassphrase_isRight_andItsFileHoldsItNot() throws Exception {
        Path file = made();
        PassphraseVerifier.check(file, PASSPHRASE);
        assertRefused(file, "incorrect horse battery".toCharArray(), "is not the one");
        assertRefused(file, new char[0], "is not the one");
        assertThat(file).content().doesNotContain("horse").hasLineCount(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void fileThatOthersRead_isDamaged_orIsNotThere_isRefused() throws Exception {
        Path file = made();
        String line = Files.readString(file);
        Files.writeString(file, line.substring(1));
        assertRefused(file, PASSPHRASE, "no salt and hash");
        Files.writeString(file, line);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(file, PASSPHRASE, "chmod 600");
        assertRefused(directory.resolve("none"), PASSPHRASE, "no such file");
    }

    @Test
    void shortPassphrase_isRefusedBeforeThereIsAFile() {
        assertThatThrownBy(() -> PassphraseVerifier.create(
                        directory.resolve("short"), "secret".toCharArray(), SystemRandom.create()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(directory.resolve("short")).doesNotExist();
    }
}
