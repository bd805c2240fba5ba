package io.signet.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what a process adds to its log, line by line. Not thread-safe. */
final class LogFollower {
    private static final int READ_BYTES_MAX = 64 * 1024;

    private final Path file;
    private long read;

    /** Follows {@code file}, which need not be there yet. */
    LogFollower(Path file) {
        this.file = file;
    }

    /** The whole lines that have come since the last call; of very many, some. */
    List<String> more() throws IOException {
        if (!Files.exists(file) || Files.size(file) <= read) {
            return List.of();
        }
        byte[] bytes;
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(read);
            bytes = new byte[(int) Math.min(READ_BYTES_MAX, log.length() - read)];
            log.readFully(bytes);
        }
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        // A line longer than all that is read at once is given up.
        read += from == 0 && bytes.length == READ_BYTES_MAX ? bytes.length : from;
        return lines;
    }
}
