package io.signet.console.internal;

import io.signet.console.ConsoleUser;
import io.signet.openinference.json.JsonReader;
import io.signet.openinference.json.JsonWriter;
import io.signet.statement.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that somebody did in the console.
 *
 * @param atMillis when
 * @param user who, or who it was said to be, at most {@value ConsoleUser#NAME_CHARS_MAX} characters; empty if it is not known
 * @param from the address
 * @param action which
 * @param detail of what, for people
 */
record TrailEntry(long atMillis, String user, String from, Action action, String detail) {
    private static final int CHARS_MAX = 1000;

    /** What can be done. */
    enum Action {
        LOGIN("login"),
        LOGOUT("logout"),
        LOGIN_REFUSED("login-refused"),
        SETTINGS("settings"),
        PACKAGE_PUSHED("package-pushed"),
        PACKAGE_REMOVED("package-removed"),
        CHALLENGE("challenge");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        static Optional<Action> of(String word) {
            for (Action action : values()) {
                if (action.word.equals(word)) {
                    return Optional.of(action);
                }
            }
            return Optional.empty();
        }
    }

    TrailEntry {
        user = cut(user, ConsoleUser.NAME_CHARS_MAX);
        from = cut(from, CHARS_MAX);
        detail = cut(detail, CHARS_MAX);
    }

    private static String cut(String text, int charsMax) {
        String plain = text.replaceAll("\\p{C}", " ");
        if (plain.length() <= charsMax) {
            return plain;
        }
        boolean isWithinOne = Character.isHighSurrogate(plain.charAt(charsMax - 1)); // half a character is none
        return plain.substring(0, isWithinOne ? charsMax - 1 : charsMax);
    }

    /** The members of its object. */
    void write(JsonWriter out) {
        out.name("at").number(atMillis).name("user").string(user).name("from").string(from);
        out.name("action").string(action.word).name("detail").string(detail);
    }

    /** As a line. */
    String line() {
        return new String(Json.object(this::write).toArray(), StandardCharsets.UTF_8) + "\n";
    }

    /** What a line says; empty if it is torn, or of another version. */
    static Optional<TrailEntry> read(String line) {
        try {
            JsonReader in = new JsonReader(line.getBytes(StandardCharsets.UTF_8));
            in.beginObject();
            long at = 0;
            Map<String, String> texts = new HashMap<>();
            for (Optional<String> name = in.nextName(); name.isPresent(); name = in.nextName()) {
                if (name.get().equals("at")) {
                    at = in.readLong(0, Long.MAX_VALUE);
                } else {
                    texts.put(name.get(), in.readString(CHARS_MAX));
                }
            }
            long stamp = at;
            return Action.of(texts.getOrDefault("action", ""))
                    .map(action -> new TrailEntry(
                            stamp,
                            texts.getOrDefault("user", ""),
                            texts.getOrDefault("from", ""),
                            action,
                            texts.getOrDefault("detail", "")));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }
}
