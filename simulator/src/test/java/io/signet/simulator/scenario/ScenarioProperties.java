package io.signet.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class ScenarioProperties {
    private static final String[] BITS = {
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "\n",
        "  ",
        "\"",
        "'",
        "#",
        "&a ",
        "*a",
        "!!int ",
        "!x ",
        "? ",
        "|\n",
        "%",
        "0",
        "-1",
        "1e99",
        "99999999999999999999",
        "null",
        "~",
        "true",
        "\t",
        "\u0000",
        "\ufeff",
        "\ud800",
        "kind",
        "<<: ",
        "9223372036854775807d",
        "0.0000000001s",
        "...",
        "---\n"
    };

    @Property(tries = 500)
    void text_isReadBackEqual(@ForAll long seed) throws ScenarioException {
        Scenario scenario = RandomScenarios.draw(new Random(seed));

        assertThat(ScenarioReader.read("random.yaml", ScenarioWriter.text(scenario)))
                .isEqualTo(scenario);
    }

    @Property(tries = 50)
    void files_areReadBackEqual(@ForAll long seed) throws ScenarioException, IOException {
        Scenario scenario = RandomScenarios.draw(new Random(seed));
        Path directory = Files.createTempDirectory("scenario");
        Path file = directory.resolve("random.yaml");
        try {
            ScenarioWriter.save(scenario, file);

            assertThat(ScenarioReader.read(file)).isEqualTo(scenario);
        } finally {
            delete(directory);
        }
    }

    @Property
    void anyText_isReadOrRefused(@ForAll @StringLength(max = 200) String text) {
        assertReadOrRefused(text);
    }

    @Property(tries = 500)
    void alteredScenario_isReadOrRefused(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(ScenarioWriter.text(RandomScenarios.draw(random)));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(6));
            text.replace(from, to, BITS[random.nextInt(BITS.length)]);
        }
        assertReadOrRefused(text.toString());
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static void assertReadOrRefused(String text) {
        assertThatCode(() -> {
                    try {
                        ScenarioReader.read("random.yaml", text);
                    } catch (ScenarioException e) {
                        assertThat(e.problems()).isNotEmpty();
                        assertThat(e.problems()).hasSizeLessThanOrEqualTo(ScenarioException.PROBLEMS_MAX);
                    }
                })
                .as(text)
                .doesNotThrowAnyException();
    }
}
