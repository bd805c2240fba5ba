package io.signet.cli;

import io.signet.runtime.FinishedFile;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are there complete, as they were or as they will be: others may read them meanwhile. */
final class WholeFile {
    private WholeFile() {}

    /** Writes {@code content} to {@code file}, in place of what is there. */
    static void replace(Path file, Bytes content) throws IOException {
        replace(file, out -> out.write(content.toArray()));
    }

    /** What is written. */
    interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes {@code content} to {@code file}, in place of what is there; if it fails, that stays. */
    static void replace(Path file, Content content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (OutputStream out = Files.newOutputStream(draft)) {
                content.writeTo(out);
            }
            FinishedFile.publish(draft, file);
        } finally {
            Files.deleteIfExists(draft); // gone unless it failed
        }
    }

    /**
     * Returns {@code file}.
     *
     * @throws CliException if it is there already, or the directory for it is not
     */
    static Path requireNew(Path file) throws CliException {
        if (Files.exists(file)) {
            throw new CliException(ExitCode.CANNOT_CREATE, file + " is there already: name another file");
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new CliException(ExitCode.CANNOT_CREATE, "there is no directory " + parent + " for " + file);
        }
        return file;
    }
}
