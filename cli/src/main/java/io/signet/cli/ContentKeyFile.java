package io.signet.cli;

import io.signet.inference.model.ContentKey;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where a publisher keeps the key of an encrypted package.
 *
 * @param path a file of the key's bytes alone, which only its owner may read
 */
record ContentKeyFile(Path path) {
    private static final String DIRECTORY = "content-keys";
    private static final String EXTENSION = ".key";

    /** That of the package with {@code digest}. */
    static ContentKeyFile of(Environment environment, Digest digest) {
        return new ContentKeyFile(
                environment.configDirectory().resolve(DIRECTORY).resolve(digest.toHex() + EXTENSION));
    }

    /** Keeps {@code key}; returns where. */
    Path create(ContentKey key) throws CliException {
        byte[] bytes = key.toArray();
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            OwnerOnlyFile.create(path, bytes);
            return path;
        } catch (FileAlreadyExistsException e) {
            throw new CliException(ExitCode.CANNOT_CREATE, path + ": exists, and a key is never replaced");
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.CANNOT_CREATE,
                    path + ": the package's key cannot be kept, so nobody can ever read the package: "
                            + e.getMessage());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The key, which the caller closes. */
    ContentKey read() throws CliException {
        try {
            byte[] bytes = OwnerOnlyFile.read(path, ContentKey.SIZE_BYTES);
            try {
                return ContentKey.copyOf(bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (NoSuchFileException e) {
            throw new CliException(
                    ExitCode.DATA, path + ": there is no such file; whoever encrypted the package has its key");
        } catch (IOException | IllegalArgumentException e) {
            throw new CliException(ExitCode.DATA, path + ": " + e.getMessage());
        }
    }
}
