package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Problems.Position;
import io.signet.simulator.scenario.Shape.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group of keys as read: what is given or taken instead, without what is broken, which {@link Problems} knows.
 *
 * @param section what was read
 * @param at where it begins
 * @param values by key; the content of each is what {@link ShapeReader} makes of its shape
 */
record Fields(Section section, Position at, Map<String, Value> values) {
    /**
     * What stands behind a key.
     *
     * @param given false if it was not there
     */
    record Value(Object content, Position at, boolean given) {}

    /** A number of rows, or a range. */
    record RowRange(int min, int max) {}

    /** The value of {@code key}; empty if it is not given and has no default, or is broken. */
    Optional<Value> value(String key) {
        if (section.keys().stream().noneMatch(k -> k.name().equals(key))) {
            throw new IllegalStateException("a " + section.name() + " has no key " + key);
        }
        return Optional.ofNullable(values.get(key));
    }

    /** The content of {@code key}; empty as {@link #value} is. */
    <T> Optional<T> find(String key, Class<T> type) {
        return value(key).map(v -> type.cast(v.content()));
    }

    /** The content of {@code key}, which is known to be there. */
    <T> T get(String key, Class<T> type) {
        return find(key, type).orElseThrow(() -> new IllegalStateException(key + " was not read"));
    }

    /** The entries of the list at {@code key}. */
    List<Value> list(String key) {
        return value(key).map(v -> contents((List<?>) v.content())).orElse(List.of());
    }

    private static List<Value> contents(List<?> entries) {
        return entries.stream().map(Value.class::cast).toList();
    }

    /** The groups of keys in the list at {@code key}. */
    List<Fields> groups(String key) {
        List<Fields> groups = new ArrayList<>();
        list(key).forEach(entry -> groups.add((Fields) entry.content()));
        return groups;
    }

    /** The groups of keys at {@code key}, by their names. */
    Map<String, Fields> named(String key) {
        return value(key).map(v -> byName((Map<?, ?>) v.content())).orElse(Map.of());
    }

    private static Map<String, Fields> byName(Map<?, ?> content) {
        Map<String, Fields> named = new LinkedHashMap<>();
        content.forEach((name, fields) -> named.put((String) name, (Fields) fields));
        return named;
    }

    /** Where the value of {@code key} is; where the group begins if it is not given. */
    Position at(String key) {
        return value(key).map(Value::at).orElse(at);
    }
}
