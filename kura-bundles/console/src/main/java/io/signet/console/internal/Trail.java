package io.signet.console.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what in the console: the last entries, and a file with more of them, one line of JSON each. When the file is full, it
 * becomes {@code .1} in place of the one before, so that both together are bounded. Thread-safe.
 */
final class Trail {
    /** The file's name in the node's home. */
    static final String FILE_NAME = "console-trail.jsonl";

    /** Entries that are shown. */
    static final int SHOWN_MAX = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Trail.class);
    private static final long FILE_BYTES_MAX = 1 << 20;

    private final Path file;
    private final long fileBytesMax;
    private final Deque<TrailEntry> last = new ArrayDeque<>();

    /** The trail in {@code home}, as far as it can be read. */
    Trail(Path home) {
        this(home, FILE_BYTES_MAX);
    }

    Trail(Path home, long fileBytesMax) {
        this.file = home.resolve(FILE_NAME);
        this.fileBytesMax = fileBytesMax;
        for (Path part : List.of(before(), file)) {
            read(part).forEach(line -> TrailEntry.read(line).ifPresent(this::remember));
        }
    }

    private Path before() {
        return file.resolveSibling(FILE_NAME + ".1");
    }

    private static List<String> read(Path part) {
        try {
            return Files.exists(part) ? Files.readAllLines(part) : List.of();
        } catch (IOException e) {
            LOG.warn("{} can't be read, so the console does not show what it says: {}", part, e.getMessage());
            return List.of();
        }
    }

    private void remember(TrailEntry entry) {
        last.addLast(entry);
        if (last.size() > SHOWN_MAX) {
            last.removeFirst();
        }
    }

    /** Adds an entry; it is on the disk when this returns, or the log says why not. */
    synchronized void add(TrailEntry entry) {
        remember(entry);
        try {
            if (Files.exists(file) && Files.size(file) >= fileBytesMax) {
                Files.move(file, before(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                ByteBuffer line = ByteBuffer.wrap(entry.line().getBytes(StandardCharsets.UTF_8));
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(true);
            }
        } catch (IOException e) {
            LOG.error("{} can't be written: what is done in the console is shown, but not kept", file, e);
        }
    }

    /** The last ones, newest first. */
    synchronized List<TrailEntry> newestFirst() {
        List<TrailEntry> all = new ArrayList<>(last.size());
        last.descendingIterator().forEachRemaining(all::add);
        return all;
    }
}
