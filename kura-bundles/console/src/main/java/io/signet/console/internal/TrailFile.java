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
 * A file of entries, one line of JSON each, and the last of them in memory. When the file is full, it becomes {@code .1} in place of
 * the one before, so that both together are bounded. Its owner sees to it that one thread at a time calls this.
 */
final class TrailFile {
    private static final Logger LOG = LoggerFactory.getLogger(TrailFile.class);

    private final Path file;
    private final int shownMax;
    private final long fileBytesMax;
    private final Deque<TrailEntry> last = new ArrayDeque<>();

    /**
     * The entries in {@code file}, as far as they can be read.
     *
     * @param shownMax entries in memory
     * @param fileBytesMax after how many bytes a new file is begun
     */
    TrailFile(Path file, int shownMax, long fileBytesMax) {
        this.file = file;
        this.shownMax = shownMax;
        this.fileBytesMax = fileBytesMax;
        for (Path part : List.of(before(), file)) {
            read(part).forEach(line -> TrailEntry.read(line).ifPresent(this::remember));
        }
    }

    private Path before() {
        return file.resolveSibling(file.getFileName() + ".1");
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
        if (last.size() > shownMax) {
            last.removeFirst();
        }
    }

    /** Adds an entry; it is on the disk when this returns, or the log says why not. */
    void add(TrailEntry entry) {
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
    List<TrailEntry> newestFirst() {
        List<TrailEntry> all = new ArrayList<>(last.size());
        last.descendingIterator().forEachRemaining(all::add);
        return all;
    }
}
