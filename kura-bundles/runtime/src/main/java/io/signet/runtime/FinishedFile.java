package io.signet.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Gives a file that was written under another name the one by which others believe it. A file system may put the new name on the
 * disk before the content: a power cut would then leave an empty file that looks finished.
 */
public final class FinishedFile {
    private FinishedFile() {}

    /**
     * Forces {@code part} to the disk and calls it {@code file}, in place of a file of that name; the new name is on the disk when
     * this returns. Both are on one file system.
     */
    public static void publish(Path part, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        rename(part, file);
    }

    /** The same for what is forced already, or is a directory whose files are. */
    public static void rename(Path part, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(target.getParent());
    }

    /** Forces the names of the files in {@code directory} to the disk. */
    public static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
