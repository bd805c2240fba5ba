package io.signet.provisioning;

import java.nio.file.Path;

/**
 * A key, certificate, request or settings file that can't be used. The message names the file and the line where there
 * are any, what is wrong and what would be right; it is meant for whoever made the file.
 */
public final class ProvisioningException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Something that is in no file can't be used. */
    public ProvisioningException(String problem) {
        super(problem);
    }

    /** {@code file} as a whole can't be used. */
    public static ProvisioningException in(Path file, String problem) {
        return new ProvisioningException(file + ": " + problem);
    }

    /** Line {@code line} of {@code file}, counted from 1, can't be used; 0 if the line is not known. */
    public static ProvisioningException at(Path file, int line, String problem) {
        return line > 0 ? new ProvisioningException(file + ":" + line + ": " + problem) : in(file, problem);
    }
}
