package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command in a process of its own, as people start it. */
final class SignetProcess implements AutoCloseable {
    private static final int END_SECONDS_MAX = 40;

    private final Process process;
    private final BufferedReader output;

    private SignetProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** What starts {@code signet ARGUMENTS}. */
    static ProcessBuilder builder(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsignet.root=" + Cli.ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                "io.signet.cli.Main"));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command);
    }

    static SignetProcess start(Object... arguments) throws IOException {
        return new SignetProcess(builder(arguments).redirectErrorStream(true).start());
    }

    /** What it said until a line with {@code text}, that line included; waits for it as long as the test may take. */
    String until(String text) throws IOException {
        StringBuilder said = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.contains(text)) {
            said.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as(said.toString()).isNotNull();
        return said.append(line).append('\n').toString();
    }

    /** Ends it as a terminal does. */
    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, END_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
        output.close();
    }
}
