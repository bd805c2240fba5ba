package io.signet.broker.internal;

import io.signet.broker.BrokerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files and directories that nobody but the user may read. */
final class PrivateFiles {
    private PrivateFiles() {}

    /** Creates {@code directory}, mode 700; one that exists is made private. */
    static Path directory(Path directory) throws BrokerException {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            return directory;
        } catch (IOException e) {
            throw new BrokerException("cannot make " + directory + " a private directory: " + e, e);
        }
    }

    /** Writes a new file, mode 600, in place of an old one. */
    static void write(Path file, byte[] content) throws BrokerException {
        try {
            Files.deleteIfExists(file);
            Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var channel = Files.newByteChannel(
                    file,
                    options,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(java.nio.ByteBuffer.wrap(content));
            }
        } catch (IOException e) {
            throw new BrokerException("cannot write " + file + ": " + e, e);
        }
    }

    /** Deletes {@code file} if it exists. */
    static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
