package io.signet.simulator.scenario;

import java.util.regex.Pattern;

/** Names in scenarios. */
final class Names {
    /** What they look like. */
    static final String PATTERN = "[a-z0-9][a-z0-9-]{0,39}";
    /** What a file's name looks like. */
    static final String FILE_PATTERN = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}";

    static final String ALLOWED = "1 to 40 lower-case letters, digits and hyphens";

    private static final Pattern NAME = Pattern.compile(PATTERN);

    private Names() {}

    static boolean valid(String name) {
        return NAME.matcher(name).matches();
    }

    static void require(String what, String name) {
        if (!valid(name)) {
            throw new IllegalArgumentException("a name of a " + what + " has " + ALLOWED + ", unlike '" + name + "'");
        }
    }
}
