package io.signet.provisioning.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.TestOwner;
import io.signet.statement.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTest {
    private final RandomGenerator random = TestOwner.random();
    private final Label label = Label.draw(random);

    @Test
    void text_isReadBackHoweverItIsTyped() {
        for (int i = 0; i < 100; i++) {
            Label drawn = Label.draw(random);
            assertThat(drawn.text()).matches("([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}");
            assertThat(Label.parse(drawn.text())).isEqualTo(drawn);
            assertThat(Label.parse("  " + drawn.text().toLowerCase(Locale.ROOT).replace("-", " ")))
                    .isEqualTo(drawn);
            assertThat(Label.parse("signet:" + drawn.text().replace("-", ""))).isEqualTo(drawn);
            assertThat(Label.parse(drawn.text().replace('0', 'o').replace('1', 'l')))
                    .isEqualTo(drawn);
        }
    }

    @Test
    void examplesOfThePage_areTrue() throws Exception {
        Label example = Label.parse("000G-40R4-0M30-E209-185G-R38E-1W5B");
        assertThat(Files.readString(Path.of("../../docs/provisioning.md")))
                .contains("| text | `" + example.text() + "` |")
                .contains("| id | `" + example.id() + "` |")
                .contains("| key | `" + example.key().value().toHex() + "` |")
                .contains("| key over CoAP | `"
                        + example.key()
                                .dtlsSecret()
                                .decodeUtf8(0, ClaimKey.SECRET_CHARS)
                                .orElseThrow()
                        + "` |")
                .contains("| channel over CoAP | `"
                        + ClaimKey.channelOf(example.id()).toHex() + "` |");
        assertThat(example.key().value())
                .isEqualTo(ClaimKey.mac(
                        Bytes.fromHex("000102030405060708090a0b0c0d0e0f"), Bytes.utf8("signet/label/1/key")));
    }

    @Test
    void oneWrongCharacter_isNoticed() {
        String text = label.text();
        int noticed = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '-') {
                char other = text.charAt(i) == 'Z' ? 'Y' : 'Z';
                String wrong = text.substring(0, i) + other + text.substring(i + 1);
                assertThatThrownBy(() -> Label.parse(wrong))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("typing error");
                noticed++;
            }
        }
        assertThat(noticed).isEqualTo(28);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "SIGNET:", "0000", "0000-0000-0000-0000-0000-0000-000U", "0000-0000-0000-0000-0000-0000-000é"
            })
    void otherTexts_areRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> Label.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label's code")
                .message()
                .doesNotContain("0000-");
    }

    @Test
    void longText_isNotLookedInto() {
        assertThatThrownBy(() -> Label.parse("-".repeat(1_000_000))).hasMessageContaining("28 characters");
    }

    @Test
    void idAndKey_tellNothingOfTheCode_andDifferForEachLabel() {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Label drawn = Label.draw(random);
            assertThat(seen.add(drawn.id())).isTrue();
            assertThat(seen.add(drawn.key())).isTrue();
            assertThat(drawn.key().value().toHex()).doesNotContain(drawn.id().toHex());
        }
        assertThat(label.toString()).isEqualTo("label " + label.id()).doesNotContain(label.text());
        assertThat(label.key().toString()).doesNotContain(label.key().value().toHex());
        assertThat(LabelId.fromHex(label.id().toHex())).isEqualTo(label.id());
    }
}
