package io.signet.simulator.report;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.scenario.Metric;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** What the run says about the scenario's claim: the banner, and a verdict per claim. */
final class VerdictSection {
    private static final String CHECK = "M5 12.5l4.5 4.5L19 7.5";
    private static final String CROSS = "M6 6l12 12M18 6L6 18";
    /** Digits of the digest in the banner. */
    private static final int DIGEST_SHOWN = 12;

    private final RunReport report;

    VerdictSection(RunReport report) {
        this.report = report;
    }

    /** Writes the head of the page. */
    void writeBanner(Markup out) {
        long broken = report.verdicts().stream().filter(v -> !v.holds()).count();
        int claims = report.verdicts().size();
        out.open("header", "class", "banner").open("div", "class", "verdict");
        icon(out, report.holds());
        out.open("div")
                .leaf("h1", report.scenario().name())
                .leaf(
                        "p",
                        report.holds()
                                ? "Holds: all " + claims + " claims"
                                : "Does not hold: " + broken + " of " + claims + " claims broken",
                        "class",
                        "result")
                .close()
                .close();
        out.leaf("p", report.scenario().claim(), "class", "claim");
        out.open("dl", "class", "tiles");
        tile(out, "jobs completed", Metric.JOBS_COMPLETED, Words::percent);
        tile(out, "rows a second", Metric.ROWS_PER_SECOND, Words::compact);
        tile(out, "median latency", Metric.LATENCY_P50, Words::time);
        tile(out, "99th percentile", Metric.LATENCY_P99, Words::time);
        tile(out, "nodes", Words.count(report.scenario().nodes()));
        tile(out, "simulated", Words.time(report.totals().simulated()));
        out.close();
        out.open("p", "class", "run")
                .leaf("span", report.mode().name().toLowerCase(Locale.ROOT) + " mode")
                .text(" ")
                .leaf("span", "seed " + report.seed())
                .text(" ");
        if (!report.digest().isEmpty()) {
            out.open("span")
                    .text("digest ")
                    .leaf(
                            "code",
                            report.digest()
                                    .substring(
                                            0,
                                            Math.min(
                                                    DIGEST_SHOWN,
                                                    report.digest().length())))
                    .close()
                    .text(" ");
        }
        out.open("span", "class", "replay")
                .text("run it again: ")
                .leaf("code", report.replayLine())
                .close()
                .close()
                .close();
    }

    private void tile(Markup out, String name, Metric metric, DoubleFunction<String> words) {
        Double value = report.metrics().get(metric);
        tile(out, name, value == null ? "–" : words.apply(value));
    }

    private static void tile(Markup out, String name, String value) {
        out.open("div").leaf("dt", name).leaf("dd", value).close();
    }

    /** Writes the verdict per claim: broken ones first, so that nobody has to look for them. */
    void writeVerdicts(Markup out) {
        out.open("section", "class", "claims", "aria-labelledby", "verdicts").leaf("h2", "Claims", "id", "verdicts");
        writeGroup(
                out,
                "Targets of this scenario",
                report.verdicts().stream().filter(v -> !v.invariant()).toList());
        writeGroup(
                out,
                "Invariants of every run",
                report.verdicts().stream().filter(Verdict::invariant).toList());
        out.close();
    }

    private static void writeGroup(Markup out, String title, List<Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return;
        }
        out.open("table", "class", "verdicts")
                .leaf("caption", title)
                .open("thead")
                .open("tr")
                .leaf("th", "verdict", "scope", "col")
                .leaf("th", "claim", "scope", "col")
                .leaf("th", "found", "scope", "col")
                .close()
                .close()
                .open("tbody");
        verdicts.stream().filter(v -> !v.holds()).forEach(v -> writeRow(out, v));
        verdicts.stream().filter(Verdict::holds).forEach(v -> writeRow(out, v));
        out.close().close();
    }

    private static void writeRow(Markup out, Verdict verdict) {
        out.open("tr", "class", verdict.holds() ? "good" : "bad").open("td", "class", "mark");
        icon(out, verdict.holds());
        out.leaf("span", verdict.holds() ? "holds" : "broken")
                .close()
                .leaf("th", verdict.claim(), "scope", "row")
                .leaf("td", verdict.found(), "class", "found")
                .close();
    }

    private static void icon(Markup out, boolean holds) {
        out.open("svg", "class", "icon " + (holds ? "good" : "bad"), "viewBox", "0 0 24 24", "aria-hidden", "true")
                .empty("circle", "cx", "12", "cy", "12", "r", "12")
                .empty("path", "d", holds ? CHECK : CROSS)
                .close();
    }
}
