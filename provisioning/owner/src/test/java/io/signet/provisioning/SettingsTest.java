package io.signet.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    Path directory;

    private Settings settings(String text) throws IOException, ProvisioningException {
        return Settings.read(Files.writeString(directory.resolve("test.yaml"), text));
    }

    @Test
    void everyType_isRead() throws Exception {
        Settings settings = settings(
                """
                name: value
                count: 7
                on: true
                age: 30d
                file: sub/file.pem
                list: [a, b]
                group:
                  inner: x
                """);
        assertThat(settings.text("name", 10)).isEqualTo("value");
        assertThat(settings.number("count", 1, 10, 0)).isEqualTo(7);
        assertThat(settings.flag("on", false)).isTrue();
        assertThat(settings.optionalDuration("age")).contains(Duration.ofDays(30));
        assertThat(settings.path("file")).isEqualTo(directory.resolve("sub/file.pem"));
        assertThat(settings.texts("list", 10)).containsExactly("a", "b");
        Settings group = settings.section("group");
        assertThat(group.text("inner", 10)).isEqualTo("x");
        group.requireNothingElse();
        settings.requireNothingElse();
    }

    @Test
    void keyNotGiven_yieldsTheNamedAlternative() throws Exception {
        Settings settings = settings("name: value");
        assertThat(settings.number("count", 1, 10, 3)).isEqualTo(3);
        assertThat(settings.flag("on", true)).isTrue();
        assertThat(settings.optionalText("other", 5)).isEmpty();
        assertThat(settings.optionalDuration("age")).isEmpty();
        assertThat(settings.texts("list", 10)).isEmpty();
    }

    @Test
    void unknownKey_isNamedWithItsLineAndTheAllowedOnes() throws Exception {
        Settings settings = settings("name: value\nnaem: value\n");
        settings.text("name", 10);
        settings.has("port");
        assertThatThrownBy(settings::requireNothingElse)
                .isInstanceOf(ProvisioningException.class)
                .hasMessageEndingWith("test.yaml:2: unknown key naem; allowed: name, port");
    }

    @Test
    void unknownKeyInGroup_isNamedWithItsGroup() throws Exception {
        Settings group = settings("group:\n  odd: 1\n").section("group");
        assertThatThrownBy(group::requireNothingElse).hasMessageContaining("test.yaml:2: unknown key group.odd");
    }

    @Test
    void missingKey_isNamed() throws Exception {
        Settings settings = settings("name: value");
        assertThatThrownBy(() -> settings.text("port", 10))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageEndingWith("test.yaml: port is missing: expected a text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count: eleven | 'eleven' is not a whole number of 1 to 10",
                "count: 11 | 11 is not a whole number of 1 to 10",
                "count: [1] | expected a text, found a list or a group",
                "count: 1234567890123456789012345678901234 | expected a text of 1 to 32 characters",
            })
    void wrongNumber_saysWhatIsAllowed(String text, String message) throws Exception {
        Settings settings = settings("# comment\n" + text);
        assertThatThrownBy(() -> settings.number("count", 1, 10, 0))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageEndingWith("test.yaml:2: count: " + message);
    }

    @Test
    void wrongFlag_saysWhatIsAllowed() throws Exception {
        assertThatThrownBy(() -> settings("on: yes").flag("on", false))
                .hasMessageEndingWith("test.yaml:1: on: 'yes' is neither true nor false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "d", "-1d", "0s", "30 d", "1w", "12345678901d"})
    void wrongDuration_saysWhatIsAllowed(String text) throws Exception {
        assertThatThrownBy(() -> settings("age: " + text).optionalDuration("age"))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("is not a duration like 30d, 12h, 5m, 10s or 250ms");
    }

    @ParameterizedTest
    @CsvSource({"7h,PT7H", "5m,PT5M", "10s,PT10S", "250ms,PT0.25S"})
    void duration_hasAUnit(String text, Duration duration) throws Exception {
        assertThat(settings("age: " + text).optionalDuration("age")).contains(duration);
    }

    @Test
    void textTooLong_isRefused() throws Exception {
        assertThatThrownBy(() -> settings("name: abcdef").text("name", 5))
                .hasMessageContaining("expected a text of 1 to 5 characters");
    }

    @Test
    void scalarWhereListIsDue_isRefused() throws Exception {
        assertThatThrownBy(() -> settings("list: a").texts("list", 5)).hasMessageContaining("expected a list");
    }

    @Test
    void scalarWhereGroupIsDue_isRefused() throws Exception {
        assertThatThrownBy(() -> settings("group: a").section("group")).hasMessageContaining("expected a group");
    }

    @Test
    void listOfMoreThan256_isRefused() throws Exception {
        String list = "list: [" + "a, ".repeat(256) + "a]";
        assertThatThrownBy(() -> settings(list).texts("list", 5)).hasMessageContaining("at most 256 entries");
    }

    @Test
    void keyGivenTwice_isRefusedWithItsLine() {
        assertThatThrownBy(() -> settings("name: a\nname: b")).hasMessageEndingWith("test.yaml:2: name is given twice");
    }

    @ParameterizedTest
    @CsvSource({"'a: [', 1", "'a: b\n\tc: d', 2"})
    void notYaml_isRefusedWithTheLine(String text, int line) {
        assertThatThrownBy(() -> settings(text))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("test.yaml:" + line + ": not YAML: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a\n- b", "just text"})
    void noMappingAtTheTop_isRefused(String text) {
        assertThatThrownBy(() -> settings(text)).hasMessageContaining("expected 'key: value' lines");
    }

    @Test
    void emptyFile_isRefused() {
        assertThatThrownBy(() -> settings("# nothing\n")).hasMessageContaining("the file is empty");
    }

    @Test
    void missingFile_isNamed() {
        assertThatThrownBy(() -> Settings.read(directory.resolve("none.yaml")))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageEndingWith("none.yaml: there is no such file");
    }

    @Test
    void directory_isRefused() {
        assertThatThrownBy(() -> Settings.read(directory)).isInstanceOf(ProvisioningException.class);
    }

    @Test
    void fileTooLarge_isRefused() {
        assertThatThrownBy(() -> settings("a: b\n# " + "x".repeat(Settings.FILE_BYTES_MAX)))
                .hasMessageContaining("at most 65536 are allowed");
    }

    @Test
    void fileThatIsNotUtf8_isRefused() throws Exception {
        Path file = Files.write(directory.resolve("latin.yaml"), "a: ü".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Settings.read(file)).hasMessageContaining("the file is not UTF-8 text");
    }

    @Test
    void nestedAliases_areRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> settings(bomb.toString()))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("not YAML: Number of aliases");
    }

    @Test
    void pathWithNul_isRefused() throws Exception {
        assertThatThrownBy(() -> settings("file: \"a\\0b\"").path("file"))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("file: ");
    }

    @Test
    void sections_ofAList_eachKnowItsLineAndKey() throws Exception {
        Settings settings = settings("data:\n  - name: one\n  - name: two\n    odd: 1\n");
        assertThat(settings.sections("nothing")).isEmpty();
        Settings second = settings.sections("data").get(1);
        assertThat(second.text("name", 9)).isEqualTo("two");
        assertThatThrownBy(second::requireNothingElse)
                .hasMessageContaining("unknown key data.odd")
                .hasMessageContaining(":4");
        assertThatThrownBy(() -> settings("data: [a]").sections("data"))
                .hasMessageContaining("expected a list of groups");
    }
}
