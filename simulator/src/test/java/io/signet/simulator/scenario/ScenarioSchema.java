package io.signet.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signet.simulator.scenario.Shape.Choice;
import io.signet.simulator.scenario.Shape.Decimal;
import io.signet.simulator.scenario.Shape.FileName;
import io.signet.simulator.scenario.Shape.Flag;
import io.signet.simulator.scenario.Shape.Group;
import io.signet.simulator.scenario.Shape.KeyShape;
import io.signet.simulator.scenario.Shape.ListOf;
import io.signet.simulator.scenario.Shape.Name;
import io.signet.simulator.scenario.Shape.Named;
import io.signet.simulator.scenario.Shape.Rows;
import io.signet.simulator.scenario.Shape.Section;
import io.signet.simulator.scenario.Shape.Share;
import io.signet.simulator.scenario.Shape.Text;
import io.signet.simulator.scenario.Shape.Time;
import io.signet.simulator.scenario.Shape.Variants;
import io.signet.simulator.scenario.Shape.Whole;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The JSON Schema that the reader's tables mean. What a schema can't say, as ranges of durations, stands in descriptions. */
final class ScenarioSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode definitions = JSON.createObjectNode();

    private ScenarioSchema() {}

    static String text() {
        ScenarioSchema writer = new ScenarioSchema();
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Signet scenario");
        schema.setAll(writer.section(Grammar.SCENARIO));
        schema.set("$defs", writer.definitions);
        return schema.toPrettyString() + "\n";
    }

    /** YAML as the validator takes it. */
    static JsonNode json(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    private ObjectNode section(Section section) {
        ObjectNode schema = type("object");
        schema.put("description", section.meaning());
        ObjectNode properties = schema.putObject("properties");
        section.keys().forEach(key -> properties.set(key.name(), key(key)));
        schema.put("additionalProperties", false);
        ArrayNode required = JSON.createArrayNode();
        section.keys().stream().filter(KeyShape::required).map(KeyShape::name).forEach(required::add);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (section.oneRequired()) {
            ArrayNode oneOf = schema.putArray("oneOf");
            section.exclusive()
                    .forEach(key -> oneOf.addObject().putArray("required").add(key));
        } else if (!section.exclusive().isEmpty()) {
            ArrayNode both = schema.putObject("not").putArray("required");
            section.exclusive().forEach(both::add);
        }
        return schema;
    }

    private ObjectNode key(KeyShape key) {
        ObjectNode schema = shape(key.shape());
        schema.put("description", key.meaning() + range(key.shape()));
        key.otherwise().ifPresent(text -> schema.set("default", json(text)));
        return schema;
    }

    private static String range(Shape shape) {
        return shape instanceof Time time
                ? "; " + Written.duration(time.min()) + " to " + Written.duration(time.max())
                : "";
    }

    private ObjectNode shape(Shape shape) {
        if (shape instanceof Text s) {
            return type("string").put("pattern", "\\S").put("maxLength", s.charsMax());
        } else if (shape instanceof Name) {
            return pattern(Names.PATTERN);
        } else if (shape instanceof FileName) {
            return pattern(Names.FILE_PATTERN);
        } else if (shape instanceof Flag) {
            return type("boolean");
        } else if (shape instanceof Whole s) {
            return type("integer").put("minimum", s.min()).put("maximum", s.max());
        } else if (shape instanceof Decimal s) {
            return type("number").put("minimum", s.min()).put("maximum", s.max());
        } else if (shape instanceof Share s) {
            return anyOf(type("number").put("minimum", s.min()).put("maximum", s.max()), pattern(Written.PERCENT));
        } else if (shape instanceof Time) {
            return pattern(Written.DURATION);
        } else if (shape instanceof Rows s) {
            return anyOf(type("integer").put("minimum", 1).put("maximum", s.max()), pattern(ScalarReader.ROW_RANGE));
        } else if (shape instanceof Choice s) {
            return words(s.words());
        } else if (shape instanceof ListOf s) {
            ObjectNode list = type("array").put("minItems", s.min()).put("maxItems", s.max());
            list.set("items", shape(s.entry()));
            return s.min() > 1 ? list : anyOf(shape(s.entry()), list);
        } else if (shape instanceof Group s) {
            return reference(s.section().name(), section(s.section()));
        } else if (shape instanceof Named s) {
            ObjectNode named = type("object").put("maxProperties", s.max());
            named.set("propertyNames", pattern(Names.PATTERN));
            named.set("additionalProperties", reference(s.section().name(), section(s.section())));
            return named;
        } else if (shape instanceof Variants s) {
            return reference(s.what(), variants(s));
        }
        String metrics = Arrays.stream(Metric.values()).map(Metric::label).collect(Collectors.joining("|"));
        return pattern("\\s*(" + metrics + ")\\s*(<=|>=)\\s*\\S+\\s*");
    }

    private ObjectNode reference(String name, ObjectNode definition) {
        String word = name.replace(' ', '-');
        JsonNode other = definitions.replace(word, definition);
        if (other != null && !other.equals(definition)) {
            throw new IllegalStateException("two different things are called " + word);
        }
        return JSON.createObjectNode().put("$ref", "#/$defs/" + word);
    }

    private ObjectNode variants(Variants variants) {
        ObjectNode schema = type("object");
        schema.putObject("properties").set(Variants.KIND, words(variants.names()));
        schema.putArray("required").add(Variants.KIND);
        ArrayNode all = schema.putArray("allOf");
        for (Section kind : variants.kinds()) {
            ObjectNode rule = all.addObject();
            ObjectNode condition = rule.putObject("if");
            condition.putObject("properties").putObject(Variants.KIND).put("const", kind.name());
            condition.putArray("required").add(Variants.KIND);
            rule.set("then", reference(variants.what() + " " + kind.name(), section(kind)));
        }
        return schema;
    }

    private static ObjectNode words(Iterable<String> words) {
        ObjectNode schema = JSON.createObjectNode();
        ArrayNode values = schema.putArray("enum");
        words.forEach(values::add);
        return schema;
    }

    private static ObjectNode type(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static ObjectNode pattern(String pattern) {
        return type("string").put("pattern", "^(" + pattern + ")$");
    }

    private static ObjectNode anyOf(JsonNode one, JsonNode other) {
        ObjectNode schema = JSON.createObjectNode();
        schema.putArray("anyOf").add(one).add(other);
        return schema;
    }
}
