package io.signet.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contrast after WCAG 2.2, success criteria 1.4.3 (text, 4.5:1) and 1.4.11 (marks, 3:1). */
class ReportStyleTest {
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");

    private static Map<String, Integer> light;
    private static Map<String, Integer> dark;

    @BeforeAll
    static void readColours() throws IOException {
        String style;
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            style = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        int night = style.indexOf("prefers-color-scheme: dark");
        light = colours(style.substring(0, night));
        dark = colours(style.substring(night));
    }

    private static Map<String, Integer> colours(String style) {
        Map<String, Integer> colours = new HashMap<>();
        Matcher matcher = COLOUR.matcher(style);
        while (matcher.find()) {
            colours.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
        }
        return colours;
    }

    private static double contrast(Map<String, Integer> colours, String one, String other) {
        double a = luminance(colours.get(one));
        double b = luminance(colours.get(other));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(int colour) {
        return 0.2126 * channel(colour >> 16) + 0.7152 * channel(colour >> 8) + 0.0722 * channel(colour);
    }

    private static double channel(int value) {
        double share = (value & 0xff) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ink", "soft", "good", "bad", "cheat"})
    void text_contrastsWithEachOfItsGrounds(String text) {
        for (String ground : new String[] {"page", "card"}) {
            assertThat(contrast(light, text, ground))
                    .as("%s on light %s", text, ground)
                    .isGreaterThan(4.5);
            assertThat(contrast(dark, text, ground))
                    .as("%s on dark %s", text, ground)
                    .isGreaterThan(4.5);
        }
    }

    @Test
    void brokenClaim_contrastsWithItsWash() {
        assertThat(contrast(light, "bad", "bad-wash")).isGreaterThan(4.5);
        assertThat(contrast(dark, "bad", "bad-wash")).isGreaterThan(4.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "tail", "fault", "cheat", "bad", "focus"})
    void marks_contrastWithTheCard(String mark) {
        assertThat(contrast(light, mark, "card")).isGreaterThan(3);
        assertThat(contrast(dark, mark, "card")).isGreaterThan(3);
    }
}
