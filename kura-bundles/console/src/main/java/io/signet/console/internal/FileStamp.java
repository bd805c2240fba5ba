package io.signet.console.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * By what a file is known to be the one it was: which it is on its disk, when it was written, and its size. A file that is not there
 * has one, too.
 *
 * @param which as the file system tells; its own way where it does not
 */
record FileStamp(String which, long modifiedMillis, long sizeBytes) {
    /** The stamp of {@code file} now. */
    static FileStamp of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    String.valueOf(now.fileKey()), now.lastModifiedTime().toMillis(), now.size());
        } catch (IOException e) {
            return new FileStamp("", 0, 0);
        }
    }
}
