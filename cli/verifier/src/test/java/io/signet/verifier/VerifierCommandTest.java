package io.signet.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
        return VerifierCommand.commandLine(clock, new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void help_namesExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("Exit codes:", "1    something was rejected");
    }

    @Test
    void commandLineWithoutPolicyOrFile_isWrong() {
        assertThat(run("answer.receipt")).isEqualTo(2);
        assertThat(run("--policy", "trust.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required option: '--policy=FILE'");
    }

    @Test
    void missingPolicy_isNamed() {
        String missing = directory.resolve("trust.yaml").toString();
        assertThat(run("--policy", missing, "answer.receipt")).isEqualTo(65);
        assertThat(err).hasToString("signet-verifier: " + missing + ": there is no such file\n");
    }

    @Test
    void version_isSaid() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("signet-verifier ");
    }

    @Test
    void problemsOfFiles_areSaidInWords() {
        assertThat(FileProblem.describe(new NoSuchFileException("f")))
                .isEqualTo("f: there is no such file or directory");
        assertThat(FileProblem.describe(new AccessDeniedException("f"))).isEqualTo("f: permission denied");
        assertThat(FileProblem.describe(new FileSystemException("f", null, "is full")))
                .isEqualTo("f: is full");
        assertThat(FileProblem.describe(new FileSystemException("f"))).isEqualTo("f: can't be used");
        assertThat(FileProblem.reason(new IOException("broken"))).isEqualTo("can't be read: broken");
    }
}
