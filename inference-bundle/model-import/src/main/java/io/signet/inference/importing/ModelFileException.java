package io.signet.inference.importing;

import java.nio.file.Path;

/** A model can't be imported. The message names the file, the reason and what to do. */
public final class ModelFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Refuses {@code file} for {@code reason}. */
    public ModelFileException(Path file, String reason) {
        super(file + ": " + reason);
    }

    /** Refuses {@code file} for {@code reason}, because of {@code cause}. */
    public ModelFileException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
