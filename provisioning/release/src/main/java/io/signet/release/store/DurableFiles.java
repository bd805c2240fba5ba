package io.signet.release.store;

import io.signet.runtime.FinishedFile;
import io.signet.runtime.Trees;
import io.signet.statement.Bytes;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The steps by which a {@link ReleaseStore} changes a disk. Each is done and on the disk when it returns, unless its description
 * says otherwise; a test lets one of them be the last before the power fails.
 */
public interface DurableFiles {
    /** The real ones. */
    DurableFiles DISK = new Disk();

    /** Puts {@code content} in the place of {@code file}: a reader sees the old or the new one, whenever the power fails. */
    void replace(Path file, Bytes content) throws IOException;

    /** A new file, which is on the disk when the stream is closed; the power may fail before that. */
    OutputStream create(Path file) throws IOException;

    /** Gives {@code from} another name, at once; {@code to} does not exist. */
    void move(Path from, Path to) throws IOException;

    /** Deletes {@code tree} with all that is in it, if it is there; the power may fail in the midst of it. */
    void delete(Path tree) throws IOException;

    /** How many bytes may still be written. */
    long usableBytes(Path directory) throws IOException;

    /** On the real file system. */
    final class Disk implements DurableFiles {
        private Disk() {}

        @Override
        public void replace(Path file, Bytes content) throws IOException {
            Path draft = file.resolveSibling(file.getFileName() + ".draft");
            try (OutputStream out = create(draft)) {
                out.write(content.toArray());
            }
            FinishedFile.rename(draft, file);
        }

        @Override
        public OutputStream create(Path file) throws IOException {
            Files.createDirectories(file.getParent());
            return new Forced(file);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            FinishedFile.rename(from, to);
        }

        @Override
        public void delete(Path tree) throws IOException {
            Trees.delete(tree);
        }

        @Override
        public long usableBytes(Path directory) throws IOException {
            return Files.getFileStore(directory).getUsableSpace();
        }

        private static final class Forced extends FileOutputStream {
            private final Path directory;
            private boolean open = true;

            Forced(Path file) throws IOException {
                super(file.toFile());
                this.directory = file.getParent();
            }

            @Override
            public void close() throws IOException {
                if (open) {
                    open = false;
                    getFD().sync();
                    super.close();
                    FinishedFile.forceDirectory(directory);
                }
            }
        }
    }
}
