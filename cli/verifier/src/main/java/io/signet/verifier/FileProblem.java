package io.signet.verifier;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file, in words, as Java's own messages are often only the file's name. */
public final class FileProblem {
    private FileProblem() {}

    /** The problem, beginning with the file. */
    public static String describe(FileSystemException file) {
        return file.getFile() + ": " + reason(file);
    }

    /** The problem, without the file. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException file) {
            return file.getReason() == null ? "can't be used" : file.getReason();
        }
        return "can't be read: " + e.getMessage();
    }
}
