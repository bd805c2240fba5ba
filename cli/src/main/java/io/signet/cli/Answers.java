package io.signet.cli;

import io.signet.verifier.Printable;
import java.util.List;
import java.util.Map;

/** Reads what a registrar answered; what is missing or of another kind is empty. */
final class Answers {
    private Answers() {}

    /** The objects at {@code key}. */
    @SuppressWarnings("unchecked") // of a JSON object
    static List<Map<String, Object>> objects(Map<String, Object> answer, String key) {
        return answer.get(key) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(object -> (Map<String, Object>) object)
                        .toList()
                : List.of();
    }

    /** The object at {@code key}. */
    @SuppressWarnings("unchecked") // of a JSON object
    static Map<String, Object> object(Map<String, Object> answer, String key) {
        return answer.get(key) instanceof Map<?, ?> object ? (Map<String, Object>) object : Map.of();
    }

    /** The texts at {@code key}, fit for a terminal. */
    static List<String> texts(Map<String, Object> answer, String key) {
        return answer.get(key) instanceof List<?> list
                ? list.stream().map(text -> Printable.of(String.valueOf(text))).toList()
                : List.of();
    }

    /** The text at {@code key}, fit for a terminal. */
    static String text(Map<String, Object> answer, String key) {
        Object value = answer.get(key);
        return value == null ? "" : Printable.of(value.toString());
    }

    /** What a node is now, in one line. */
    static String sentence(Map<String, Object> node) {
        String name = text(node, "name");
        String key = text(node, "assurance");
        return "label " + text(node, "label") + (name.isEmpty() ? "" : " (" + name + ")") + " is " + text(node, "state")
                + (key.isEmpty() ? "" : ": node " + text(node, "node") + ", key " + key)
                + (Boolean.TRUE.equals(node.get("approved")) ? "; approved beforehand" : "");
    }
}
