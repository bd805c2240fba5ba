package io.signet.simulator.report;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Happening;
import io.signet.simulator.run.RunReport.Interval;
import io.signet.simulator.run.RunReport.Load;
import io.signet.simulator.run.RunReport.Totals;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.scenario.Metric;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a run as an object of JSON, for programs. Names of fields stay; fields may be added. Times are in seconds
 * and from the start of the run. What was not measured is absent: there is no null and no NaN.
 *
 * <pre>
 * scenario, claim    texts
 * mode               "virtual" or "real"
 * seed               an integer of 64 bits
 * digest             hexadecimal; absent in real mode
 * network            what carried messages, in words; absent in virtual mode
 * holds              true if every verdict holds
 * replay             the command line that runs it again
 * verdicts[]         claim, kind ("invariant" or "target"), holds, found
 * metrics            values by the metrics' names in the scenario language, as latency-p99
 * totals             jobs, completed, failed, rows, tasks_sent, tasks_retried, answers_not_believed, statements,
 *                    signatures, simulated_seconds, wall_seconds, events
 * intervals[]        from_seconds, length_seconds, rows_per_second, completed, failed, latency_p50_seconds,
 *                    latency_p99_seconds, nodes_online
 * loads[]            node, group, rows, capacity, cheats
 * happenings[]       kind ("fault", "adversary" or "violation"), from_seconds, to_seconds, what
 * </pre>
 */
public final class JsonReport {
    private JsonReport() {}

    /** {@code report} as an object whose values are texts, numbers, booleans, lists and maps of such. */
    public static Map<String, Object> of(RunReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scenario", report.scenario().name());
        json.put("claim", report.scenario().claim());
        json.put("mode", lower(report.mode()));
        json.put("seed", report.seed());
        if (!report.digest().isEmpty()) {
            json.put("digest", report.digest());
        }
        if (!report.network().isEmpty()) {
            json.put("network", report.network());
        }
        json.put("holds", report.holds());
        json.put("replay", report.replayLine());
        json.put("verdicts", report.verdicts().stream().map(JsonReport::verdict).toList());
        json.put("metrics", metrics(report.metrics()));
        json.put("totals", totals(report.totals()));
        json.put(
                "intervals",
                report.intervals().stream().map(JsonReport::interval).toList());
        json.put("loads", report.loads().stream().map(JsonReport::load).toList());
        json.put(
                "happenings",
                report.happenings().stream().map(JsonReport::happening).toList());
        return json;
    }

    private static Map<String, Object> verdict(Verdict verdict) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("claim", verdict.claim());
        json.put("kind", verdict.invariant() ? "invariant" : "target");
        json.put("holds", verdict.holds());
        json.put("found", verdict.found());
        return json;
    }

    private static Map<String, Object> metrics(Map<Metric, Double> metrics) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            putNumber(json, metric.label(), metrics.getOrDefault(metric, Double.NaN));
        }
        return json;
    }

    private static Map<String, Object> totals(Totals totals) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("jobs", totals.jobs());
        json.put("completed", totals.completed());
        json.put("failed", totals.failed());
        json.put("rows", totals.rows());
        json.put("tasks_sent", totals.tasksSent());
        json.put("tasks_retried", totals.tasksRetried());
        json.put("answers_not_believed", totals.answersNotBelieved());
        json.put("statements", totals.statements());
        json.put("signatures", totals.signatures());
        json.put("simulated_seconds", Words.seconds(totals.simulated()));
        json.put("wall_seconds", Words.seconds(totals.wall()));
        json.put("events", totals.events());
        return json;
    }

    private static Map<String, Object> interval(Interval interval) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from_seconds", Words.seconds(interval.from()));
        json.put("length_seconds", Words.seconds(interval.length()));
        putNumber(json, "rows_per_second", interval.rowsPerSecond());
        json.put("completed", interval.completed());
        json.put("failed", interval.failed());
        putNumber(json, "latency_p50_seconds", interval.latencyP50Seconds());
        putNumber(json, "latency_p99_seconds", interval.latencyP99Seconds());
        json.put("nodes_online", interval.nodesOnline());
        return json;
    }

    private static Map<String, Object> load(Load load) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("node", load.node());
        json.put("group", load.group());
        json.put("rows", load.rows());
        putNumber(json, "capacity", load.capacity());
        json.put("cheats", load.cheats());
        return json;
    }

    private static Map<String, Object> happening(Happening happening) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", lower(happening.kind()));
        json.put("from_seconds", Words.seconds(happening.from()));
        happening.to().ifPresent(to -> json.put("to_seconds", Words.seconds(to)));
        json.put("what", happening.what());
        return json;
    }

    private static void putNumber(Map<String, Object> json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
