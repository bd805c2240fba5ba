package io.signet.firstboot.show;

import io.signet.firstboot.Progress;
import io.signet.firstboot.Step;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.util.Base64;

/** The box's page as text. */
final class FirstBootHtml {
    private static final String STYLE =
            """
            :root{color-scheme:light dark}
            body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem}
            li{padding:.2rem 0}li[aria-current]{font-weight:bold}
            input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;margin:.3rem 0}
            .trouble{border-left:.3rem solid #c33;padding-left:.8rem}
            """;

    /** Nothing from elsewhere, no scripts, this one style, and forms to this page alone. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder()
                    .encodeToString(Digest.sha256(Bytes.utf8(STYLE)).value().toArray())
            + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private FirstBootHtml() {}

    /**
     * The page.
     *
     * @param asks whether somebody may be typing: then it does not reload itself
     */
    static String page(Progress progress, String token, String problem, boolean asks) {
        StringBuilder steps = new StringBuilder();
        for (Step step : Step.values()) {
            if (step != Step.RETIRED) {
                steps.append(step == progress.step() ? "<li aria-current=\"step\">" : "<li>")
                        .append(escaped(step.doing()))
                        .append("</li>\n");
            }
        }
        String trouble = progress.trouble()
                .map(what -> "<p class=\"trouble\" role=\"alert\">" + escaped(what) + "</p>\n")
                .orElse("");
        String refused = problem.isEmpty() ? "" : "<p class=\"trouble\" role=\"alert\">" + escaped(problem) + "</p>\n";
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Signet node</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                %s<style>%s</style></head><body>
                <h1>This box is %s</h1>
                %s<p>If it stays so: %s.</p>
                <ol>
                %s</ol>
                %s<form method="post" action="/registrar">
                <input type="hidden" name="token" value="%s">
                <label for="registrar">The registrar's address, if the box does not find it by itself</label>
                <input id="registrar" name="registrar" placeholder="https://HOST:8644" autocomplete="off" required>
                <button>Use this address</button>
                </form></body></html>
                """
                .formatted(
                        asks ? "" : "<meta http-equiv=\"refresh\" content=\"5\">\n",
                        STYLE,
                        escaped(progress.step().doing()),
                        trouble,
                        escaped(progress.help()),
                        steps,
                        refused,
                        token);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
