package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Fields.Value;
import io.signet.simulator.scenario.Problems.Position;
import io.signet.simulator.scenario.Shape.Group;
import io.signet.simulator.scenario.Shape.KeyShape;
import io.signet.simulator.scenario.Shape.ListOf;
import io.signet.simulator.scenario.Shape.Named;
import io.signet.simulator.scenario.Shape.Section;
import io.signet.simulator.scenario.Shape.Variants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads nodes as their {@link Shape} says. Makes of a group {@link Fields}, of a list a list of {@link Value}, of named
 * groups a map of {@link Fields} by name, and of a scalar what {@link ScalarReader} says.
 */
final class ShapeReader {
    private static final int DEFAULT_CHARS_MAX = 100;

    private final Problems problems;
    private final Optional<Position> fixed;
    private final ScalarReader scalars;

    ShapeReader(Problems problems) {
        this(problems, Optional.empty());
    }

    /** With {@code fixed}, everything is said to be there. */
    private ShapeReader(Problems problems, Optional<Position> fixed) {
        this.problems = problems;
        this.fixed = fixed;
        this.scalars = new ScalarReader(problems);
    }

    /** The group of keys at {@code node}; empty if it is none. */
    Optional<Fields> group(Node node, Section section) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add(at(node), "a " + section.name() + " is a group of 'key: value' pairs");
            return Optional.empty();
        }
        Map<String, Entry> given = entries(mapping, section.name());
        Map<String, Value> values = new LinkedHashMap<>();
        for (Map.Entry<String, Entry> entry : given.entrySet()) {
            if (!section.keyNames().contains(entry.getKey())) {
                problems.unknown(
                        entry.getValue().at(), "key of a " + section.name(), entry.getKey(), section.keyNames());
            }
        }
        for (KeyShape key : section.keys()) {
            Entry entry = given.get(key.name());
            if (entry != null) {
                read(key, entry.value()).ifPresent(v -> values.put(key.name(), v));
            } else if (key.required()) {
                problems.add(at(node), "a " + section.name() + " needs the key '" + key.name() + "': " + key.meaning());
            } else {
                otherwise(key, at(node)).ifPresent(v -> values.put(key.name(), v));
            }
        }
        List<String> chosen =
                section.exclusive().stream().filter(given::containsKey).toList();
        if (chosen.size() > 1) {
            problems.add(
                    given.get(chosen.get(1)).at(), "only one of " + String.join(" and ", chosen) + " can be given");
        }
        if (section.oneRequired() && chosen.isEmpty()) {
            problems.add(
                    at(node), "a " + section.name() + " needs '" + String.join("' or '", section.exclusive()) + "'");
        }
        return Optional.of(new Fields(section, at(node), values));
    }

    private record Entry(Position at, Node value) {}

    private Map<String, Entry> entries(MappingNode mapping, String what) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Position at = at(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(at, "a key is a plain word");
            } else if (entries.putIfAbsent(key.getValue(), new Entry(at, tuple.getValueNode())) != null) {
                problems.add(at, "'" + Written.shortened(key.getValue()) + "' is given twice in a " + what);
            }
        }
        return entries;
    }

    private Optional<Value> read(KeyShape key, Node node) {
        return content(key.name(), key.shape(), node).map(content -> new Value(content, at(node), fixed.isEmpty()));
    }

    private Optional<Value> otherwise(KeyShape key, Position at) {
        if (key.otherwise().isEmpty()) {
            return Optional.empty();
        }
        Node node = YamlText.compose(key.otherwise().get(), DEFAULT_CHARS_MAX, problems)
                .orElseThrow(() -> new IllegalStateException("the default of " + key.name() + " is empty"));
        return new ShapeReader(problems, Optional.of(at)).read(key, node);
    }

    private Optional<Object> content(String name, Shape shape, Node node) {
        if (shape instanceof Group group) {
            return group(node, group.section()).map(Object.class::cast);
        } else if (shape instanceof Variants variants) {
            return variant(node, variants).map(Object.class::cast);
        } else if (shape instanceof ListOf list) {
            return Optional.of(list(name, list, node));
        } else if (shape instanceof Named named) {
            return named(name, named, node).map(Object.class::cast);
        }
        return scalars.read(name, shape, node, at(node));
    }

    private Optional<Fields> variant(Node node, Variants variants) {
        String allowed = String.join(", ", variants.names());
        if (!(node instanceof MappingNode mapping)) {
            problems.add(at(node), variants.what() + " is a group of keys with a 'kind'; kinds are " + allowed);
            return Optional.empty();
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(Variants.KIND)) {
                if (!(tuple.getValueNode() instanceof ScalarNode kind)) {
                    problems.add(at(tuple.getValueNode()), "'kind' is one of " + allowed);
                    return Optional.empty();
                }
                Optional<Section> section = variants.kinds().stream()
                        .filter(s -> s.name().equals(kind.getValue()))
                        .findFirst();
                if (section.isEmpty()) {
                    problems.unknown(at(kind), "kind of " + variants.what(), kind.getValue(), variants.names());
                    return Optional.empty();
                }
                return group(node, section.get());
            }
        }
        problems.add(at(node), variants.what() + " needs the key 'kind': one of " + allowed);
        return Optional.empty();
    }

    private List<Value> list(String name, ListOf shape, Node node) {
        List<Node> nodes = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        if (nodes.size() < shape.min() || nodes.size() > shape.max()) {
            problems.add(
                    at(node),
                    "'" + name + "' has " + nodes.size() + " entries; allowed are " + shape.min() + " to "
                            + shape.max());
        }
        List<Value> values = new ArrayList<>();
        for (Node entry : nodes.subList(0, Math.min(nodes.size(), shape.max()))) {
            content(name, shape.entry(), entry)
                    .ifPresent(content -> values.add(new Value(content, at(entry), fixed.isEmpty())));
        }
        return values;
    }

    private Optional<Map<String, Fields>> named(String name, Named shape, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add(at(node), "'" + name + "' is a group of 'name: {...}' pairs");
            return Optional.empty();
        }
        Map<String, Entry> entries = entries(mapping, name);
        if (entries.size() > shape.max()) {
            problems.add(at(node), "'" + name + "' has " + entries.size() + " entries; at most " + shape.max());
            return Optional.empty();
        }
        Map<String, Fields> named = new LinkedHashMap<>();
        entries.forEach((word, entry) -> {
            if (!Names.valid(word)) {
                problems.add(
                        entry.at(),
                        "'" + Written.shortened(word) + "' is no name of a " + shape.what() + ": it has "
                                + Names.ALLOWED);
            } else {
                group(entry.value(), shape.section()).ifPresent(fields -> named.put(word, fields));
            }
        });
        return Optional.of(named);
    }

    private Position at(Node node) {
        return fixed.orElseGet(() -> YamlText.position(node));
    }
}
