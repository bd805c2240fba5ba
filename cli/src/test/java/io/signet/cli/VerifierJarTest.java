package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one jar that anyone can check receipts with: run by Java alone, with nothing on its class path and no variables. */
class VerifierJarTest {
    private static final Path JAR = Cli.ROOT.resolve("cli/verifier/target/signet-verifier.jar");

    /** What docs/cli.md says of its size. */
    private static final long BYTES_MAX = 1_000_000;

    @TempDir
    Path directory;

    private record Result(int code, String out) {}

    private Result run(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(JAR.toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(output));
    }

    @Test
    void jar_saysWhatSignetVerifySays() throws Exception {
        new Cli(directory).system().run("mesh", "create", directory.resolve("mesh"), "--nodes=1");
        Path trust = directory.resolve("mesh/requester/trust.yaml");
        Path receipts = directory.resolve("receipts");
        TestReceipts node = new TestReceipts(directory.resolve("mesh/node-1"));
        TestReceipts.write(receipts.resolve("good.receipt"), node.proof(Instant.now()));
        Result accepted = run("--policy", trust, receipts);
        assertThat(accepted.out())
                .isEqualTo(new Cli(directory)
                        .system()
                        .run("verify", "--trust", trust, receipts)
                        .out());
        assertThat(accepted.code()).isZero();
        Files.writeString(receipts.resolve("text.receipt"), "hello");
        Result rejected = run("--policy", trust, "--json", receipts);
        assertThat(rejected.out())
                .isEqualTo(new Cli(directory)
                        .system()
                        .run("verify", "--trust", trust, "--json", receipts)
                        .out());
        assertThat(rejected.code()).isEqualTo(1);
        assertThat(run("--version").out()).startsWith("signet-verifier 0.");
    }

    @Test
    void jar_isSmall() throws Exception {
        assertThat(Files.size(JAR)).isLessThan(BYTES_MAX);
    }
}
