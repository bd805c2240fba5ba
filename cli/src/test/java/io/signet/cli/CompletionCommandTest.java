package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
    @TempDir
    Path directory;

    @Test
    void bashScript_completesCommandsAndOptionsInBash() throws Exception {
        Cli.Result result = new Cli(directory).run("completion", "bash");
        assertThat(result.code()).isZero();
        Path script = Files.writeString(directory.resolve("completion.bash"), result.out());
        assertThat(complete(script, "signet", "me")).contains("mesh");
        assertThat(complete(script, "signet", "mesh", "create", "--no")).contains("--nodes");
        assertThat(complete(script, "signet", "completion", "z")).contains("zsh");
    }

    private static String complete(Path script, String... words) throws Exception {
        String quoted = "'" + String.join("' '", words) + "'";
        String commands = "source '" + script + "'; COMP_WORDS=(" + quoted + "); COMP_CWORD=" + (words.length - 1)
                + "; _complete_signet; echo \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    void zshScript_startsBashCompletionFirst() {
        Cli.Result result = new Cli(directory).run("completion", "zsh");
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("autoload -U +X bashcompinit");
    }

    @Test
    void otherShell_isUsageErrorThatNamesTheShells() {
        Cli.Result result = new Cli(directory).run("completion", "fish");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("bash", "zsh");
    }
}
