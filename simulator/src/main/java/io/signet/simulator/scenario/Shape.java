package io.signet.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What may stand behind a key: the words of {@link Grammar}. */
sealed interface Shape {
    /** A sentence. */
    record Text(int charsMax) implements Shape {}

    /** The name of a {@code what}, as {@link Names} has it. */
    record Name(String what) implements Shape {}

    /** The plain name of a file in the scenario's own directory. */
    record FileName() implements Shape {}

    /** {@code true} or {@code false}. */
    record Flag() implements Shape {}

    /** A whole number. */
    record Whole(long min, long max) implements Shape {}

    /** A number. */
    record Decimal(double min, double max) implements Shape {}

    /** A number, or the same in per cent. */
    record Share(double min, double max) implements Shape {}

    /** A duration. */
    record Time(Duration min, Duration max) implements Shape {}

    /** A number of rows, or {@code min..max}. */
    record Rows(int max) implements Shape {}

    /** One of some words. */
    record Choice(String what, List<String> words) implements Shape {
        public Choice {
            words = List.copyOf(words);
        }
    }

    /** A {@link Target}. */
    record Bound() implements Shape {}

    /** A list; a single entry may be written without it. */
    record ListOf(Shape entry, int min, int max) implements Shape {}

    /** A group of keys. */
    record Group(Section section) implements Shape {}

    /** Groups of keys by a name of the author's choice. */
    record Named(String what, Section section, int max) implements Shape {}

    /** A group of keys, of which {@value #KIND} says which others there are. */
    record Variants(String what, List<Section> kinds) implements Shape {
        static final String KIND = "kind";

        public Variants {
            kinds = List.copyOf(kinds);
        }

        List<String> names() {
            return kinds.stream().map(Section::name).toList();
        }
    }

    /**
     * A key.
     *
     * @param otherwise what is taken if it is not given, as it would be written; nothing is taken if empty
     * @param required true if a file without it is wrong
     * @param meaning in some words, with the unit if it is not in the value
     */
    record KeyShape(String name, Shape shape, Optional<String> otherwise, boolean required, String meaning) {}

    /**
     * A group of keys.
     *
     * @param name by which messages call it; the kind for one of {@link Variants}
     * @param meaning in some words
     * @param exclusive keys of which one may be given at most
     * @param oneRequired true if one of them must be
     */
    record Section(String name, String meaning, List<KeyShape> keys, List<String> exclusive, boolean oneRequired) {
        public Section {
            keys = List.copyOf(keys);
            exclusive = List.copyOf(exclusive);
        }

        List<String> keyNames() {
            return keys.stream().map(KeyShape::name).toList();
        }
    }
}
