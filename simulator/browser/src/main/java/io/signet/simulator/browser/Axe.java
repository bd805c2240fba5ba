package io.signet.simulator.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Looks for what keeps people from using a page, by axe-core's rules for WCAG 2.2 AA and good practice. */
public final class Axe {
    /** In the jar {@code com.deque.html.axe-core:selenium}, which whoever uses this has on the class path. */
    private static final String RESOURCE = "/axe.min.js";

    private static final String FINDINGS =
            "axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa',"
                    + " 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(result => result.violations"
                    + ".filter(each => ['serious', 'critical'].includes(each.impact)).map(each => `${each.impact} ${each.id}: `"
                    + " + each.nodes.slice(0, 3).map(node => `${node.html} (${node.failureSummary})`).join('; ')))";

    private Axe() {}

    /**
     * What is serious or critical on the page that {@code chromium} shows, in words.
     *
     * @throws IOException if axe-core is not on the class path, or Chromium does not answer
     */
    public static List<?> seriousOf(Chromium chromium) throws IOException {
        if (!Boolean.TRUE.equals(chromium.evaluate("typeof axe === 'object'"))) {
            chromium.evaluate(script()); // by the debugger, which the page's policy does not bind
        }
        return (List<?>) chromium.evaluate(FINDINGS);
    }

    private static String script() throws IOException {
        try (InputStream in = Optional.ofNullable(Axe.class.getResourceAsStream(RESOURCE))
                .orElseThrow(() -> new IOException(RESOURCE + " of axe-core is not on the class path"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "; 0";
        }
    }
}
