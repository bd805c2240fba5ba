package io.signet.cli;

import io.signet.simulator.browser.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Looks for what keeps people from using a page, by axe-core's rules for WCAG 2.2 AA. */
final class Axe {
    private static final String FINDINGS =
            "axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa',"
                    + " 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(result => result.violations"
                    + ".filter(each => ['serious', 'critical'].includes(each.impact)).map(each => `${each.impact} ${each.id}: `"
                    + " + each.nodes.slice(0, 3).map(node => `${node.html} (${node.failureSummary})`).join('; ')))";

    private Axe() {}

    /** What is serious or critical on the page that {@code chromium} shows. */
    static List<?> seriousOf(Chromium chromium) throws IOException {
        if (!Boolean.TRUE.equals(chromium.evaluate("typeof axe === 'object'"))) {
            chromium.evaluate(script()); // by the debugger, which the page's policy does not bind
        }
        return (List<?>) chromium.evaluate(FINDINGS);
    }

    private static String script() throws IOException {
        try (InputStream in = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "; 0";
        }
    }
}
