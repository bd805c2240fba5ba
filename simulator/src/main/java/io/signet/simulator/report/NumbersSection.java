package io.signet.simulator.report;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Totals;
import io.signet.simulator.scenario.Metric;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that was measured and counted, in tables. */
final class NumbersSection {
    private NumbersSection() {}

    /** Writes the metrics with their units and meanings; one without any datum has a dash. */
    static void writeMetrics(Markup out, RunReport report) {
        out.open("section", "class", "metrics", "aria-labelledby", "metrics")
                .leaf("h2", "Metrics", "id", "metrics")
                .open("table", "class", "numbers")
                .open("thead")
                .open("tr")
                .leaf("th", "metric", "scope", "col")
                .leaf("th", "value", "scope", "col", "class", "number")
                .leaf("th", "unit", "scope", "col")
                .close()
                .close()
                .open("tbody");
        for (Metric metric : Metric.values()) {
            Double value = report.metrics().get(metric);
            out.open("tr")
                    .open("th", "scope", "row")
                    .text(metric.label())
                    .leaf("small", metric.meaning())
                    .close()
                    .leaf("td", value == null ? "–" : Words.value(value), "class", "number")
                    .leaf("td", metric.unit())
                    .close();
        }
        out.close().close().close();
    }

    /** Writes the sums. */
    static void writeTotals(Markup out, RunReport report) {
        out.open("section", "class", "totals", "aria-labelledby", "totals")
                .leaf("h2", "Totals", "id", "totals")
                .open("table", "class", "numbers")
                .open("tbody");
        rows(report.totals()).forEach((name, value) -> out.open("tr")
                .leaf("th", name, "scope", "row")
                .leaf("td", value, "class", "number")
                .close());
        out.close().close().close();
    }

    private static Map<String, String> rows(Totals totals) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("jobs submitted", Words.count(totals.jobs()));
        rows.put("jobs completed", Words.count(totals.completed()));
        rows.put("jobs failed", Words.count(totals.failed()));
        rows.put("rows answered", Words.count(totals.rows()));
        rows.put("tasks sent", Words.count(totals.tasksSent()));
        rows.put("tasks sent again", Words.count(totals.tasksRetried()));
        rows.put("answers not believed", Words.count(totals.answersNotBelieved()));
        rows.put("statements", Words.count(totals.statements()));
        rows.put("signatures", Words.count(totals.signatures()));
        if (totals.events() > 0) {
            rows.put("events of tasks", Words.count(totals.events()));
        }
        rows.put("time simulated", Words.time(totals.simulated()));
        rows.put("time it took", Words.time(totals.wall()));
        return rows;
    }
}
