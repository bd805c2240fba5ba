package io.signet.simulator.scenario;

import java.util.regex.Pattern;

/** Names in scenarios. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private Names() {}

    static void require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name of a " + what
                    + " has 1 to 40 lower-case letters, digits and hyphens, unlike '" + name + "'");
        }
    }
}
