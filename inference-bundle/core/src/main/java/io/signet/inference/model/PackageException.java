package io.signet.inference.model;

import java.nio.file.Path;

/** A model package is refused. The message names the file and the reason. */
public final class PackageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final String reason;

    /** Refuses {@code file} for {@code reason}. */
    public PackageException(Path file, String reason) {
        super(file + ": " + reason);
        this.file = file;
        this.reason = reason;
    }

    /** Refuses {@code file} for {@code reason}, because of {@code cause}. */
    public PackageException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
        this.file = file;
        this.reason = reason;
    }

    /** The package's file. */
    public Path file() {
        return file;
    }

    /** Why it is refused. */
    public String reason() {
        return reason;
    }
}
