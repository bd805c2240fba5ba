package io.signet.registrar;

import java.util.regex.Pattern;

/**
 * What an owner calls a node, and where it belongs.
 *
 * @param name the node's, 0 to {@value #CHARS_MAX} characters of printable ASCII
 * @param site the same
 * @param group the same
 */
public record Place(String name, String site, String group) {
    /** Longest name. */
    public static final int CHARS_MAX = 64;

    private static final Pattern NAME = Pattern.compile("[ -~]{0," + CHARS_MAX + "}");

    /** No name yet. */
    public static final Place NOWHERE = new Place("", "", "");

    public Place {
        require("the node's name", name);
        require("the site", site);
        require("the group", group);
    }

    private static void require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " has at most " + CHARS_MAX + " characters, all of them printable ASCII");
        }
    }
}
