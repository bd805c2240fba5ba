package io.signet.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a running node is: what its process tells whoever started it, and keeps in its home.
 *
 * @param step how far it is
 * @param trouble what keeps it from going on, or what is wrong although it goes on; empty if nothing
 * @param help what to do
 */
public record NodeStatus(Step step, String trouble, String help) {
    /** The property of a service {@link java.util.function.Supplier} of texts as {@link #text} gives them. */
    public static final String SERVICE_PROPERTY = "signet.status";

    private static final String LINE_BEGINS = "signet-status\t";
    private static final String SEPARATOR = "\t";
    private static final int PARTS = 3;
    private static final int CHARS_MAX = 500;

    /** How far a node is. */
    public enum Step {
        /** Its components are being started. */
        STARTING,
        /** It looks for a broker of its mesh. */
        JOINING,
        /** It is in its mesh, and not all of its models are loaded. */
        LOADING,
        /** It does its work. */
        ANSWERING,
        /** A part of it stands still; nothing but a start anew helps. */
        STUCK,
        /** The owner wants it to stop. */
        RETIRED,
        /** The owner gave it away. */
        RELEASED,
        /** The owner revoked it. */
        REVOKED
    }

    public NodeStatus {
        trouble = plain(trouble);
        help = plain(help);
    }

    private static String plain(String text) {
        return text.substring(0, Math.min(text.length(), CHARS_MAX))
                .replaceAll("\\p{C}+", " ")
                .strip();
    }

    /** Nothing is wrong. */
    static NodeStatus of(Step step) {
        return new NodeStatus(step, "", "");
    }

    /** The parts, with a tabulator between each two. */
    public String text() {
        return String.join(SEPARATOR, step.name(), trouble, help);
    }

    /** What {@link #text} gave; empty if it is anything else. */
    public static Optional<NodeStatus> parse(String text) {
        List<String> parts = Arrays.asList(text.split(SEPARATOR, PARTS));
        if (parts.size() != PARTS) {
            return Optional.empty();
        }
        return Arrays.stream(Step.values())
                .filter(step -> step.name().equals(parts.get(0)))
                .findFirst()
                .map(step -> new NodeStatus(step, parts.get(1), parts.get(2)));
    }

    /** As a line on the standard output of the node's process, without the line's end. */
    String line() {
        return LINE_BEGINS + text();
    }

    /** What such a line says; empty if it is another line. */
    public static Optional<NodeStatus> parseLine(String line) {
        return line.startsWith(LINE_BEGINS) ? parse(line.substring(LINE_BEGINS.length())) : Optional.empty();
    }
}
