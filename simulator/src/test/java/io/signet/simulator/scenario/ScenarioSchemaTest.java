package io.signet.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/scenario.schema.json says what the reader's tables say, and agrees with the reader. */
class ScenarioSchemaTest {
    private static final Path PUBLISHED = Path.of("../docs/scenario.schema.json");
    private static final Path EXPECTED = Path.of("target/scenario.schema.json");
    private static final String HEAD = "name: test\nclaim: It works.\n";

    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(ScenarioSchema.text());

    @Test
    void publishedSchema_isThatOfTheTables() throws IOException {
        Files.writeString(EXPECTED, ScenarioSchema.text());

        assertThat(PUBLISHED)
                .as("cp simulator/target/scenario.schema.json docs/scenario.schema.json")
                .hasSameTextualContentAs(EXPECTED);
    }

    @Test
    void schema_isAValidSchema() {
        JsonSchema schemaOfSchemas = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(com.networknt.schema.SchemaLocation.of(VersionFlag.V202012.getId()));

        assertThat(schemaOfSchemas.validate(ScenarioSchema.json(ScenarioSchema.text())))
                .isEmpty();
    }

    static List<String> names() {
        return Scenarios.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shippedScenario_isValid(String name) {
        assertThat(validate(Scenarios.text(name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "durations: 1m",
                "duration: 10",
                "seed: 1.5",
                "modes: [reel]",
                "modes: []",
                "fleet: [{count: 0}]",
                "fleet: [{name: A}]",
                "hardware: {h: {}}",
                "hardware: {H: {rows-per-second: 1}}",
                "network: {loss: 1}",
                "requesters: {rows: 5..}",
                "requesters: {arrivals: {kind: poison}}",
                "requesters: {arrivals: {kind: trace}}",
                "requesters: {arrivals: {kind: poisson, peak-per-second: 2}}",
                "faults: [{kind: throttle}]",
                "faults: [{kind: crash, share: 1%, count: 2}]",
                "adversaries: [{kind: flood, group: nodes}]",
                "claims: [latency-p98 <= 1s]",
            })
    void wrongLine_isInvalid(String line) {
        assertThat(validate(HEAD + line)).isNotEmpty();
    }

    @Property(tries = 200)
    void writtenScenario_isValid(@ForAll long seed) {
        assertThat(validate(ScenarioWriter.text(RandomScenarios.draw(new Random(seed)))))
                .isEmpty();
    }

    /** What the schema refuses, the reader refuses: nobody's editor underlines what works. */
    @Property(tries = 300)
    void alteredScenarioThatIsRead_isValid(@ForAll long seed) {
        Random random = new Random(seed);
        String text = altered(random);
        if (isRead(text)) {
            assertThat(validate(text)).as(text).isEmpty();
        }
    }

    /** A shipped scenario with one of its words where another was. */
    private static String altered(Random random) {
        String text = Scenarios.text(
                Scenarios.names().get(random.nextInt(Scenarios.names().size())));
        List<String> words = new ArrayList<>(List.of(text.split("(?<=[ ,{}\\n])|(?=[ ,{}\\n])")));
        words.set(random.nextInt(words.size()), words.get(random.nextInt(words.size())));
        return String.join("", words);
    }

    private static boolean isRead(String text) {
        try {
            ScenarioReader.read("altered.yaml", text);
            return true;
        } catch (ScenarioException e) {
            return false;
        }
    }

    private static Set<ValidationMessage> validate(String yaml) {
        JsonNode document = ScenarioSchema.json(yaml);
        return SCHEMA.validate(document);
    }
}
