package io.signet.cli;

import io.signet.statement.NodeId;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * How people name a node: by its id, or by so many of its first digits that no other node's begin so.
 *
 * @param digits 4 to 32, in lower case
 */
record NodePrefix(String digits) {
    private static final int DIGITS_MIN = 4;
    private static final int DIGITS_MAX = 2 * NodeId.SIZE_BYTES;

    /** Reads what was given to {@code command}. */
    static NodePrefix parse(String text, CommandSpec command) {
        String digits = text.toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{" + DIGITS_MIN + "," + DIGITS_MAX + "}")) {
            throw new ParameterException(
                    command.commandLine(),
                    "a node is named by its id, or its first " + DIGITS_MIN + " to " + DIGITS_MAX
                            + " digits of 0-9, a-f, not by '" + text + "'");
        }
        return new NodePrefix(digits);
    }

    boolean fits(NodeId node) {
        return node.toHex().startsWith(digits);
    }

    /** Whether it is a whole id, which no other node has. */
    boolean isWhole() {
        return digits.length() == DIGITS_MAX;
    }

    @Override
    public String toString() {
        return digits;
    }
}
