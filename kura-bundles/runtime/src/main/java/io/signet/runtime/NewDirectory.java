package io.signet.runtime;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A directory that is there with its whole content, or not at all. Closed before it is complete, nothing stays of it. */
public final class NewDirectory implements AutoCloseable {
    private final Path target;
    private final Path partial;

    private NewDirectory(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    /**
     * Begins to make {@code directory}. Only this user can enter it.
     *
     * @throws FileAlreadyExistsException if it exists and is not an empty directory
     */
    public static NewDirectory begin(Path directory) throws IOException {
        Path target = directory.toAbsolutePath().normalize();
        if (Files.exists(target) && !isEmptyDirectory(target)) {
            throw new FileAlreadyExistsException(
                    directory.toString(), null, "exists already; name a new or empty directory");
        }
        Files.createDirectories(target.getParent());
        return new NewDirectory(target, Files.createTempDirectory(target.getParent(), "." + target.getFileName()));
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> content = Files.list(path)) {
            return content.findAny().isEmpty();
        }
    }

    /** Where its content goes until it is complete. */
    public Path partial() {
        return partial;
    }

    /** Puts it where it belongs; {@link #partial} is gone then. */
    public void complete() throws IOException {
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        Trees.delete(partial); // gone already if it was completed
    }
}
