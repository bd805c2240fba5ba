package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.owner.PassphraseVerifier;
import io.signet.runtime.OwnerOnlyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConsolePasswordCommandTest {
    @TempDir
    Path directory;

    private Cli.Result set(Path home, String password) throws Exception {
        Path file = directory.resolve("secret");
        OwnerOnlyFile.replace(file, (password + "\n").getBytes(StandardCharsets.UTF_8));
        return new Cli(directory).run("node", "console-password", "--home", home, "--password-file", file);
    }

    @Test
    void password_isSetAndChanged_andNowhereToBeSeen() throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        Path file = Files.createDirectories(home.resolve("identity")).resolve("console.password");
        Cli.Result result = set(home, "the first one of all");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(PassphraseVerifier.accepts(file, "the first one of all".toCharArray()))
                .isTrue();
        assertThat(set(home, "the second one of all").code()).isZero();
        assertThat(PassphraseVerifier.accepts(file, "the first one of all".toCharArray()))
                .isFalse();
        assertThat(PassphraseVerifier.accepts(file, "the second one of all".toCharArray()))
                .isTrue();
        assertThat(Files.readString(file)).doesNotContain("second");
    }

    @Test
    void shortPassword_andWhatIsNoHome_areRefused() throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        assertThat(set(home, "the first one of all").err()).contains("is no node's home");
        Files.createDirectories(home.resolve("identity"));
        Cli.Result result = set(home, "short");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.err()).contains("a password has").doesNotContain("short");
    }
}
