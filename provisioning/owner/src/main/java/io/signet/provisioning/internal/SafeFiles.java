package io.signet.provisioning.internal;

import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.FinishedFile;
import io.signet.runtime.NewDirectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

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
            Files.writeString(partial, text);
            FinishedFile.publish(partial, target);
        } finally {
            Files.deleteIfExists(partial); // gone already if it was moved
        }
    }
}
