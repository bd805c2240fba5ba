package io.signet.simulator.report;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.scenario.Arrivals;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.JobShape;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.Pallet;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The mesh as it was run: its nodes, who asks them, and the network between; or the pallet. */
final class ScenarioSection {
    private ScenarioSection() {}

    /** Writes it. */
    static void write(Markup out, RunReport report) {
        Scenario scenario = report.scenario();
        if (scenario.pallet().isPresent()) {
            out.open("section", "class", "fleet", "aria-labelledby", "fleet")
                    .leaf("h2", "The pallet as run", "id", "fleet");
            writeTable(
                    out,
                    "Pallet",
                    List.of("what", "how"),
                    pallet(scenario.pallet().get()));
            out.close();
            return;
        }
        out.open("section", "class", "fleet", "aria-labelledby", "fleet").leaf("h2", "The mesh as run", "id", "fleet");
        writeTable(
                out,
                "Nodes",
                List.of(
                        "group",
                        "nodes",
                        "hardware",
                        "speed",
                        "signature",
                        "write",
                        "owner",
                        "region",
                        "models",
                        "tasks"),
                scenario.fleet().stream()
                        .map(g -> nodes(g, scenario.hardware().get(g.hardware())))
                        .toList());
        if (!scenario.requesters().isEmpty()) {
            writeTable(
                    out,
                    "Requesters",
                    List.of("group", "requesters", "region", "each submits jobs", "of", "model", "within"),
                    scenario.requesters().stream()
                            .map(ScenarioSection::requesters)
                            .toList());
        }
        writeTable(out, "Network", List.of("what", "how"), network(report));
        out.close();
    }

    private static List<List<String>> pallet(Pallet pallet) {
        return List.of(
                List.of("boxes", Words.count(pallet.boxes())),
                List.of("switched on within", Words.time(pallet.switchedOnOver())),
                List.of("copies", Words.count(pallet.cloneCount())),
                List.of("with wrong codes", Words.count(pallet.wrongCodeCount())),
                List.of("certificates last", Words.time(pallet.certificateLife())));
    }

    private static void writeTable(Markup out, String title, List<String> heads, List<List<String>> rows) {
        out.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title)
                .open("table", "class", heads.size() > 2 ? "mesh" : "plain")
                .leaf("caption", title)
                .open("thead")
                .open("tr");
        heads.forEach(head -> out.leaf("th", head, "scope", "col"));
        out.close().close().open("tbody");
        for (List<String> row : rows) {
            out.open("tr").leaf("th", row.get(0), "scope", "row");
            row.stream().skip(1).forEach(cell -> out.leaf("td", cell));
            out.close();
        }
        out.close().close().close();
    }

    private static List<String> nodes(NodeGroup group, HardwareClass hardware) {
        return List.of(
                group.name(),
                Words.count(group.count()),
                hardware.name(),
                Words.value(hardware.rowsPerSecond()) + " rows/s ± " + Words.percent(hardware.spread()),
                Words.time(hardware.sign()),
                Words.time(hardware.force()),
                group.owner(),
                group.region(),
                String.join(", ", group.models()),
                Words.count(group.tasksMax()));
    }

    private static List<String> requesters(RequesterGroup group) {
        JobShape jobs = group.jobs();
        String rows = jobs.rowsMin() == jobs.rowsMax()
                ? Words.count(jobs.rowsMin())
                : Words.count(jobs.rowsMin()) + " to " + Words.count(jobs.rowsMax());
        return List.of(
                group.name(),
                Words.count(group.count()),
                group.region(),
                arrivals(group.arrivals()),
                rows + " rows",
                jobs.model(),
                Words.time(jobs.timeout()));
    }

    private static String arrivals(Arrivals arrivals) {
        if (arrivals instanceof Arrivals.Poisson poisson) {
            return "at random, " + perSecond(poisson.perSecond());
        }
        if (arrivals instanceof Arrivals.Bursts bursts) {
            return perSecond(bursts.perSecond()) + ", for " + Words.time(bursts.lasting()) + " of each "
                    + Words.time(bursts.every()) + " " + perSecond(bursts.peakPerSecond());
        }
        if (arrivals instanceof Arrivals.DayCurve day) {
            return perSecond(day.perSecond()) + " ± " + Words.percent(day.swing()) + " over a day of "
                    + Words.time(day.day()) + ", most at " + Words.time(day.peakAt());
        }
        if (arrivals instanceof Arrivals.Trace trace) {
            return Words.count(trace.entries().size()) + " jobs of a trace";
        }
        Arrivals.Closed closed = (Arrivals.Closed) arrivals;
        return closed.inFlight() + " at once, always";
    }

    private static String perSecond(double rate) {
        return Words.value(rate) + " /s";
    }

    private static List<List<String>> network(RunReport report) {
        NetworkPlan network = report.scenario().network();
        List<List<String>> rows = new ArrayList<>();
        if (!report.network().isEmpty()) {
            rows.add(List.of("carried by", report.network()));
        }
        rows.add(List.of(
                "brokers",
                network.brokers().stream()
                        .map(b -> b.name() + " in " + b.region())
                        .collect(Collectors.joining(", "))));
        rows.add(List.of("latency, one way", Words.time(network.latency()) + " ± " + Words.percent(network.jitter())));
        network.latencies().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        (a, b) -> (a.first() + " " + a.second()).compareTo(b.first() + " " + b.second())))
                .forEach(e -> rows.add(
                        List.of(e.getKey().first() + " to " + e.getKey().second(), Words.time(e.getValue()))));
        rows.add(List.of("lost and sent again", Words.percent(network.loss())));
        rows.add(List.of("delivered twice", Words.percent(network.duplication())));
        rows.add(List.of("overtaken", Words.percent(network.reordering())));
        return rows;
    }
}
