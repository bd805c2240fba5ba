package io.signet.cli;

import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there complete, as they were or as they will be: others may read them meanwhile. */
final class WholeFile {
    private WholeFile() {}

    /** Writes {@code content} to {@code file}, in place of what is there. */
    static void replace(Path file, Bytes content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.write(draft, content.toArray());
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
