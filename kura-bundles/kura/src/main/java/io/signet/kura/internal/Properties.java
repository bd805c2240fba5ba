package io.signet.kura.internal;

import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Properties of components. */
final class Properties {
    private Properties() {}

    /** Both maps in one. */
    static Map<String, Object> with(Map<String, Object> some, Map<String, Object> others) {
        Map<String, Object> all = new HashMap<>(some);
        all.putAll(others);
        return Map.copyOf(all);
    }

    /** The values that are not blank: an empty field of Kura's console is one blank value. */
    static List<String> texts(String[] values) {
        return Arrays.stream(values)
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Whether {@code there} says all that {@code wanted} says; what it says beside that are defaults. */
    static boolean contains(Dictionary<String, Object> there, Map<String, Object> wanted) {
        return wanted.entrySet().stream()
                .allMatch(entry -> Objects.deepEquals(there.get(entry.getKey()), entry.getValue()));
    }
}
