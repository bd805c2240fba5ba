package io.signet.simulator.report;

import io.signet.simulator.report.DataTable.Row;
import io.signet.simulator.report.Scale.Tick;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Load;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How much of what it could compute each node did: a bar a node, or for larger fleets all of them sorted. */
final class LoadChart {
    private static final int BARS_MAX = 40;

    private final List<Load> loads;
    private final int nodes;
    private final Scale scale;

    LoadChart(RunReport report) {
        this.loads = report.loads();
        this.nodes = report.scenario().nodes();
        this.scale = Scale.linear(Scale.max(loads.stream().map(LoadChart::share).toList()), false, Words::percent);
    }

    /** Rows over what the node could have computed; NaN if it could have computed none. */
    private static double share(Load load) {
        return load.capacity() > 0 ? load.rows() / load.capacity() : Double.NaN;
    }

    /** Writes it; one sentence if there is no node. */
    void write(Markup out) {
        if (loads.isEmpty()) {
            out.leaf("p", "No load was measured.", "class", "none");
        } else if (loads.size() <= BARS_MAX) {
            writeBars(out);
        } else {
            writeSorted(out);
        }
    }

    private void writeBars(Markup out) {
        out.open("figure", "class", "chart", "id", "load")
                .open("figcaption")
                .leaf("h3", "Load per node")
                .leaf("span", unit() + "; a full bar is " + scale.highest(), "class", "unit");
        Figure.writeKey(out, key());
        out.close().open("ol", "class", "bars");
        for (Load load : loads) {
            double share = share(load);
            String width = Words.place(Double.isNaN(share) ? 0 : scale.at(share));
            out.open("li").open("span", "class", "node").text(load.node());
            if (load.cheats()) {
                out.leaf("em", "cheats");
            }
            out.close()
                    .open("svg", "role", "img", "aria-label", load.node() + ": " + Words.percent(share))
                    .empty("rect", "class", "track", "width", "100%", "height", "100%")
                    .empty("rect", "class", mark(load), "width", width, "height", "100%")
                    .close()
                    .leaf("span", Words.percent(share), "class", "value")
                    .close();
        }
        out.close();
        table(loads).writeFolded(out, "load-data", "Load per node");
        out.close();
    }

    private void writeSorted(Markup out) {
        List<Load> sorted = loads.stream()
                .sorted(Comparator.comparingDouble((Load l) -> Double.isNaN(share(l)) ? -1 : share(l))
                        .reversed())
                .toList();
        List<Double> known =
                sorted.stream().map(LoadChart::share).filter(s -> !s.isNaN()).toList();
        String middle = known.isEmpty() ? "–" : Words.percent(known.get(known.size() / 2));
        Figure figure = new Figure(
                "load",
                "Load per node",
                unit() + ", the busiest first",
                Words.count(sorted.size()) + " nodes, the busiest first. The busiest: "
                        + Words.percent(known.isEmpty() ? Double.NaN : known.get(0)) + ", the middle one: " + middle
                        + ".",
                key(),
                false);
        figure.write(out, table(sorted), canvas -> {
            Figure.valueAxis(canvas, scale);
            Figure.placeAxis(canvas, ranks(sorted.size()));
            Figure.paths(canvas, paths -> {
                paths.empty("path", "class", "bar honest", "d", columns(sorted, false));
                paths.empty("path", "class", "bar cheat", "d", columns(sorted, true));
            });
            for (int i = 0; i < sorted.size(); i++) {
                if (sorted.get(i).cheats()) {
                    String x = Words.place((i + 0.5) / sorted.size());
                    canvas.empty("line", "class", "rug", "x1", x, "x2", x, "y1", "0", "y2", "4%");
                }
            }
        });
    }

    private String unit() {
        String shown = loads.size() < nodes
                ? " (the " + Words.count(loads.size()) + " of " + Words.count(nodes) + " with most rows)"
                : "";
        return "rows over what it could compute" + shown;
    }

    private List<Figure.Key> key() {
        if (loads.stream().noneMatch(Load::cheats)) {
            return List.of();
        }
        String mark = loads.size() <= BARS_MAX ? "" : ", ticked at the top";
        return List.of(new Figure.Key("bar honest", "honest"), new Figure.Key("bar cheat", "cheats" + mark));
    }

    private static String mark(Load load) {
        return load.cheats() ? "bar cheat" : "bar honest";
    }

    private String columns(List<Load> sorted, boolean cheats) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < sorted.size(); i++) {
            double share = share(sorted.get(i));
            if (sorted.get(i).cheats() == cheats && share > 0) {
                path.append('M')
                        .append(Figure.coordinate((double) i / sorted.size()))
                        .append(" 1000V")
                        .append(Figure.coordinate(1 - scale.at(share)))
                        .append('H')
                        .append(Figure.coordinate((i + 1.0) / sorted.size()))
                        .append("V1000Z");
            }
        }
        return path.toString();
    }

    /** Ranks 1, a half, and so on, under the middles of their columns. */
    private static List<Tick> ranks(int count) {
        List<Tick> ticks = new ArrayList<>();
        int steps = 4;
        for (int i = 0; i <= steps; i++) {
            int index = (count - 1) * i / steps;
            ticks.add(new Tick((index + 0.5) / count, Words.count(index + 1L)));
        }
        return ticks;
    }

    private static DataTable table(List<Load> loads) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < loads.size(); i++) {
            Load load = loads.get(i);
            rows.add(new Row(
                    (i + 0.5) / loads.size(),
                    List.of(
                            load.node(),
                            load.group(),
                            load.cheats() ? "cheats" : "honest",
                            Words.percent(share(load)),
                            Words.count(load.rows()),
                            Words.count(Math.round(load.capacity())))));
        }
        return new DataTable(List.of("node", "group", "", "load", "rows", "capacity in rows"), rows);
    }
}
