package io.signet.inference.process.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an engine's process prints, in the node's log: line by line, as many as help and no more. */
final class OutputLog {
    private static final Logger LOG = LoggerFactory.getLogger(OutputLog.class);
    private static final int LINES_MAX = 200;
    private static final int LINE_CHARS_MAX = 500;
    private static final int READ_BYTES_MAX = 64 << 10;

    private final String name;
    private final InputStream output;
    private final StringBuilder line = new StringBuilder();
    private int lines;

    /** Logs {@code output} as that of engine {@code name}. */
    OutputLog(String name, InputStream output) {
        this.name = name;
        this.output = output;
    }

    /** Logs what there is; never waits. Returns the number of bytes. */
    int drain() throws IOException {
        int available = Math.min(output.available(), READ_BYTES_MAX);
        if (available <= 0) {
            return 0;
        }
        byte[] bytes = output.readNBytes(available);
        for (char character : new String(bytes, StandardCharsets.UTF_8).toCharArray()) {
            if (character == '\n') {
                endLine();
            } else if (line.length() < LINE_CHARS_MAX) {
                line.append(Character.isISOControl(character) ? ' ' : character);
            }
        }
        return bytes.length;
    }

    /** Logs what is left of a line without an end. */
    void finish() {
        if (!line.isEmpty()) {
            endLine();
        }
    }

    private void endLine() {
        lines++;
        if (lines <= LINES_MAX && !line.toString().isBlank()) {
            LOG.info("engine {}: {}", name, line);
        } else if (lines == LINES_MAX + 1) {
            LOG.info("engine {} prints more than {} lines; the rest of what it prints is left out", name, LINES_MAX);
        }
        line.setLength(0);
    }
}
