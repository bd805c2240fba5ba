package io.signet.provisioning.internal;

import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.NewDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes whole files so that a reader sees the old or the new content, never a part, also after a power cut. */
public final class SafeFiles {
    private SafeFiles() {}

    /** Fills a directory that is being made. */
    @FunctionalInterface
    public interface Filler {
        /** Writes the content below {@code directory}, which is empty and will be renamed. */
        void fill(Path directory) throws IOException, ProvisioningException;
    }

    /**
     * Makes {@code directory} with its whole content, or nothing at all. Only this user can enter it.
     *
     * @throws FileAlreadyExistsException if it exists and is not an empty directory
     */
    public static void createDirectory(Path directory, Filler filler) throws IOException, ProvisioningException {
        try (NewDirectory made = NewDirectory.begin(directory)) {
            filler.fill(made.partial());
            made.complete();
        }
    }

    /** Replaces the content of {@code file} by {@code text} in UTF-8; creates directories as needed. */
    public static void write(Path file, String text) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path partial = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".partial");
        try {
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial); // gone already if it was moved
        }
    }
}
