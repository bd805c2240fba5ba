package io.signet.simulator.real;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands of the operating system, one at a time. */
interface SystemCommands {
    /** Most bytes of output that are read of a command. */
    int OUTPUT_BYTES_MAX = 1 << 20;

    /** Those of this machine, which are known to end. */
    SystemCommands OF_THIS_MACHINE = SystemCommands::runHere;

    /**
     * Runs {@code command} and waits for its end; returns what it printed, errors too, without surrounding blanks.
     *
     * @throws IOException if there is no such command or it does not end with status 0, with what it said
     */
    String run(List<String> command) throws IOException, InterruptedException;

    private static String runHere(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said;
        try (InputStream output = process.getInputStream()) {
            said = new String(output.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8).strip();
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(command.get(0) + ": " + (said.isEmpty() ? "it ended with status " + status : said));
        }
        return said;
    }
}
