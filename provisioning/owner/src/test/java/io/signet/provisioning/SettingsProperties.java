package io.signet.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.internal.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class SettingsProperties {
    private static Path file = Path.of("unset");

    @BeforeContainer
    static void makeFile() throws IOException {
        file = Files.createTempFile("settings", ".yaml");
    }

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    /** Whatever is in the file: values, or the one declared exception. */
    @Property(tries = 2_000)
    void anyText_isReadOrRefused(
            @ForAll
                    @StringLength(max = 60)
                    @CharRange(from = 'a', to = 'c')
                    @Chars({':', ' ', '\n', '-', '[', ']', '{', '}', '&', '*', '"', '\'', '#', '!', '|', '>', '%', '\t'
                    })
                    String text)
            throws IOException {
        Files.writeString(file, text);
        try {
            Settings settings = Settings.read(file);
            settings.texts("a", 10);
            settings.section("b").text("c", 10);
            settings.requireNothingElse();
        } catch (ProvisioningException expected) {
            assertThat(expected).hasMessageStartingWith(file.toString());
        }
    }

    @Example
    void tagThatEndsInALineBreak_isRefused() throws IOException {
        Files.writeString(file, "!a%a");
        assertThatThrownBy(() -> Settings.read(file))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("not YAML");
    }

    /** What we quote, we read back. */
    @Property(tries = 500)
    void quotedText_isReadBack(@ForAll @StringLength(min = 1, max = 40) @CharRange(from = ' ', to = '~') String text)
            throws Exception {
        String shown = "x" + text; // a blank text is refused, which is another test's matter
        Files.writeString(file, "a: " + Yaml.quoted(shown));
        assertThat(Settings.read(file).text("a", 100)).isEqualTo(shown);
    }
}
