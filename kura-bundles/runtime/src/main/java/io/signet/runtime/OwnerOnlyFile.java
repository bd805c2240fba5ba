package io.signet.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that their owner alone may read and write. They are on the disk when a method that writes returns, and appear
 * with all of their content at once.
 */
public final class OwnerOnlyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private OwnerOnlyFile() {}

    /** A file that must not be used as it is; the message says why and what to do, without naming the file first. */
    public static final class UnsafeFileException extends IOException {
        private UnsafeFileException(String message) {
            super(message);
        }
    }

    /**
     * Writes a file that must not exist.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it exists
     * @throws UnsafeFileException if its file system knows no permissions
     */
    public static void create(Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        Path draft = draft(target, content);
        try {
            Files.createLink(target, draft); // unlike a rename, never replaces a file that is there
        } finally {
            Files.delete(draft);
        }
        FinishedFile.forceDirectory(target.getParent());
    }

    /**
     * Writes a file, in place of the one that is there if there is one.
     *
     * @throws UnsafeFileException if its file system knows no permissions
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        FinishedFile.rename(draft(target, content), target);
    }

    /**
     * Reads a file.
     *
     * @param sizeBytesMax a larger one is refused
     * @throws UnsafeFileException if others than its owner may read or write it, or it is larger
     */
    public static byte[] read(Path file, int sizeBytesMax) throws IOException {
        requirePermissions(file);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            throw new UnsafeFileException("others than its owner may use this key ("
                    + PosixFilePermissions.toString(permissions) + "); if nobody has, run: chmod 600 " + file);
        }
        if (Files.size(file) > sizeBytesMax) {
            throw new UnsafeFileException("is no key file: it has more than " + sizeBytesMax + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static void requirePermissions(Path file) throws UnsafeFileException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new UnsafeFileException("this file system knows no permissions; keep the key on another");
        }
    }

    private static Path draft(Path target, byte[] content) throws IOException {
        requirePermissions(target);
        // Drawn by the platform with mode 600, so nobody can open it at any time, whatever the umask is.
        Path draft = Files.createTempFile(
                target.getParent(), ".key", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer source = ByteBuffer.wrap(content);
            while (source.hasRemaining()) {
                channel.write(source);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.delete(draft);
            throw e;
        }
        return draft;
    }
}
