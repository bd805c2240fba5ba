package io.signet.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/simulator.md says what the reader's tables say. */
class LanguagePageTest {
    private static final Path PAGE = Path.of("../docs/simulator.md");
    private static final Path EXPECTED = Path.of("target/simulator.md");
    private static final String BEGIN = "<!-- Below: written by LanguagePageTest from the reader's own tables. -->\n";
    private static final String END = "<!-- Above: written by LanguagePageTest. -->\n";
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void tables_areThoseOfTheReader() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(BEGIN, END);
        String expected = page.substring(0, page.indexOf(BEGIN)) + BEGIN + LanguagePage.tables() + "\n"
                + page.substring(page.indexOf(END));
        Files.writeString(EXPECTED, expected);

        assertThat(page)
                .as("docs/simulator.md is out of date: cp simulator/target/simulator.md docs/simulator.md")
                .isEqualTo(expected);
    }

    @Test
    void examples_areScenarios() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));

        assertThat(example.results().map(found -> found.group(1))).isNotEmpty().allSatisfy(text -> assertThatCode(
                        () -> ScenarioReader.read("example.yaml", text))
                .doesNotThrowAnyException());
    }
}
