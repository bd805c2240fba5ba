package io.signet.inference.model;

import java.nio.file.Path;

/** A model package is refused. The message names the file and the reason. */
public final class PackageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final String reason;
    private final boolean passing;

    /** Refuses {@code file} for {@code reason}. */
    public PackageException(Path file, String reason) {
        this(file, reason, false);
    }

    /**
     * Refuses {@code file} for {@code reason}.
     *
     * @param passing true if the same file may be accepted when it is tried again
     */
    public PackageException(Path file, String reason, boolean passing) {
        super(file + ": " + reason);
        this.file = file;
        this.reason = reason;
        this.passing = passing;
    }

    /** Refuses {@code file} for {@code reason}, because of {@code cause}. */
    public PackageException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
        this.file = file;
        this.reason = reason;
        this.passing = false;
    }

    /** The package's file. */
    public Path file() {
        return file;
    }

    /** True if the same file may be accepted when it is tried again. */
    public boolean isPassing() {
        return passing;
    }

    /** Why it is refused. */
    public String reason() {
        return reason;
    }
}
