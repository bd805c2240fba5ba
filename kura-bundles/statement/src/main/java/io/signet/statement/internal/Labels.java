package io.signet.statement.internal;

import io.signet.statement.MalformedException;

/**
 * The short names in statements and messages: 1 to 64 characters of printable ASCII, so that they can be
 * shown on any terminal or page without doing harm there.
 */
public final class Labels {
    /** Longest label. */
    public static final int CHARS_MAX = 64;

    private static final int MESSAGE_CHARS_MAX = 200;

    private Labels() {}

    /** Refuses, as a bug of the caller, what is no label; {@code what} says what it is. */
    public static void require(String what, String label) {
        if (!allowed(label)) {
            throw new IllegalArgumentException(complaint(what));
        }
    }

    /** Refuses, as hostile bytes at {@code offset}, what is no label; {@code what} says what it is. */
    public static void check(String what, String label, int offset) throws MalformedException {
        if (!allowed(label)) {
            throw new MalformedException(complaint(what), offset);
        }
    }

    /**
     * Whether {@code name} can be a person's or company's: 1 to 64 characters of any script, without those that control,
     * format or mean nothing, which could make a terminal show something else.
     */
    public static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= CHARS_MAX
                && name.codePoints().allMatch(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                });
    }

    /** The message of an exception about hostile bytes, without anything that a terminal should not see. */
    public static String printable(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String shortened = message.substring(0, Math.min(message.length(), MESSAGE_CHARS_MAX));
        return shortened.replaceAll("[^ -~]", "?");
    }

    private static boolean allowed(String label) {
        if (label.isEmpty() || label.length() > CHARS_MAX) {
            return false;
        }
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** Does not repeat the label: it may hold what a terminal should not see. */
    private static String complaint(String what) {
        return what + " is not 1 to " + CHARS_MAX + " characters of printable ASCII";
    }
}
