package io.signet.release;

import io.signet.runtime.Limits;
import io.signet.statement.Digest;
import java.util.regex.Pattern;

/**
 * A file of a release.
 *
 * @param path where it goes: 1 to {@value #DEPTH_MAX} names with a slash between each; a name has 1 to 128 letters, digits, dots,
 *     underscores and hyphens, and begins with a letter or a digit
 * @param sizeBytes 0 to {@link #SIZE_BYTES_MAX}
 * @param sha256 the digest of its content
 */
public record ReleaseFile(String path, long sizeBytes, Digest sha256) {
    /** Largest file: 1 GB. */
    public static final long SIZE_BYTES_MAX = 1L << 30;

    /** Most names in a path. */
    public static final int DEPTH_MAX = 4;

    static final int PATH_CHARS_MAX = 256;

    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}){0,3}");

    public ReleaseFile {
        if (path.length() > PATH_CHARS_MAX || !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("a release's file is called by 1 to " + DEPTH_MAX
                    + " names of letters, digits, '.', '_' and '-', with '/' between them, not '" + path + "'");
        }
        Limits.requireInRange("the size of " + path, sizeBytes, 0, SIZE_BYTES_MAX);
    }
}
