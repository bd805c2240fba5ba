package io.signet.console.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What can be set of one component.
 *
 * @param pid the configuration's name
 * @param title for people
 */
record SettingsSection(String pid, String title, String description, List<Field> fields) {
    private static final String WANTED = "Set by the owner's registrar.";

    SettingsSection {
        fields = List.copyOf(fields);
    }

    /** The same, but what the owner's registrar sets can't be changed, and says so. */
    SettingsSection with(Predicate<String> wanted) {
        return new SettingsSection(
                pid,
                title,
                description,
                fields.stream()
                        .map(field -> wanted.test(field.key()) ? field.wanted() : field)
                        .toList());
    }

    /** What a value is. */
    enum Kind {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        STRINGS
    }

    /**
     * One of its values.
     *
     * @param choices all values that it may have; empty if they can't be counted
     * @param value what it is now: a text, a whole number, a decimal, a boolean or a list of texts; empty if none is set
     * @param byDefault what it is if none is set
     * @param readOnly whether only whoever is at the node changes it
     * @param check why a value is not right, for people; empty if it is
     */
    record Field(
            String key,
            String title,
            String description,
            Kind kind,
            List<String> choices,
            Optional<Object> value,
            Optional<Object> byDefault,
            boolean readOnly,
            Function<String, Optional<String>> check) {
        Field {
            choices = List.copyOf(choices);
        }

        private Field wanted() {
            return new Field(
                    key, title, (description + " " + WANTED).strip(), kind, choices, value, byDefault, true, check);
        }
    }
}
