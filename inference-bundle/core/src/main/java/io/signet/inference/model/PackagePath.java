package io.signet.inference.model;

import java.util.regex.Pattern;

/**
 * Paths inside a package: at most 8 segments of {@code [A-Za-z0-9_-]} and inner dots, joined by '/', at most 200
 * characters. No segment begins with a dot, so that no path leaves the directory it is unpacked to.
 */
final class PackagePath {
    private static final int CHARS_MAX = 200;
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*){0,7}");

    private PackagePath() {}

    /** Returns {@code path}, or throws {@link IllegalArgumentException} if it is none. */
    static String require(String path) {
        if (path.length() > CHARS_MAX || !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "'" + path
                            + "' is not a path in a package: up to 8 names of letters, digits, '_', '-' and inner '.', joined by '/'");
        }
        return path;
    }
}
