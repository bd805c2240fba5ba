package io.signet.simulator.report;

import io.signet.simulator.report.DataTable.Row;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The charts over time: throughput, latency, jobs that ended, nodes online. They share one axis of time. */
final class TimeCharts {
    private final List<Interval> intervals;
    private final TimeAxis time;
    private final Shades shades;

    TimeCharts(RunReport report, TimeAxis time, Shades shades) {
        this.intervals = report.intervals();
        this.time = time;
        this.shades = shades;
    }

    /** Writes all of them. */
    void write(Markup out) {
        throughput(out);
        latency(out);
        jobs(out);
        online(out);
    }

    private void throughput(Markup out) {
        List<Double> values = values(Interval::rowsPerSecond);
        Scale scale = Scale.linear(Scale.max(values), false, Words::compact);
        Figure figure =
                figure("throughput", "Throughput", "rows answered a second", range(values, Words::compact), List.of());
        figure.write(out, table(List.of("rows/s"), i -> List.of(Words.compact(i.rowsPerSecond()))), canvas -> {
            frame(canvas, scale);
            Figure.paths(canvas, paths -> {
                String line = line(values, scale);
                if (!line.isEmpty()) {
                    paths.empty("path", "class", "area", "d", area(values, scale));
                    paths.empty("path", "class", "line rows", "d", line);
                }
            });
        });
    }

    private void latency(Markup out) {
        List<Double> median = values(Interval::latencyP50Seconds);
        List<Double> tail = values(Interval::latencyP99Seconds);
        List<Double> both = new ArrayList<>(median);
        both.addAll(tail);
        Scale scale = Scale.of(both, Words::time);
        Figure figure = figure(
                "latency",
                "Latency",
                "of completed jobs" + (scale.isLogarithmic() ? ", logarithmic" : ""),
                "Median " + range(median, Words::time) + " 99th percentile " + range(tail, Words::time)
                        + " Parts without a completed job are left blank.",
                List.of(new Figure.Key("line p99", "99th percentile"), new Figure.Key("line p50", "median")));
        figure.write(
                out,
                table(
                        List.of("p50", "p99"),
                        i -> List.of(Words.time(i.latencyP50Seconds()), Words.time(i.latencyP99Seconds()))),
                canvas -> {
                    frame(canvas, scale);
                    Figure.paths(canvas, paths -> {
                        paths.empty("path", "class", "line p99", "d", line(tail, scale));
                        paths.empty("path", "class", "line p50", "d", line(median, scale));
                    });
                });
    }

    private void jobs(Markup out) {
        List<Double> ended = values(i -> (double) i.completed() + i.failed());
        Scale scale = Scale.linear(Scale.max(ended), true, Words::compact);
        long failed = intervals.stream().mapToLong(Interval::failed).sum();
        long completed = intervals.stream().mapToLong(Interval::completed).sum();
        Figure figure = figure(
                "jobs",
                "Jobs that ended",
                "in each part of the run",
                Words.count(completed) + " completed, " + Words.count(failed) + " failed.",
                List.of(new Figure.Key("bar completed", "completed"), new Figure.Key("bar failed", "failed")));
        figure.write(
                out,
                table(
                        List.of("completed", "failed"),
                        i -> List.of(Words.count(i.completed()), Words.count(i.failed()))),
                canvas -> {
                    frame(canvas, scale);
                    for (Interval interval : intervals) {
                        double top = scale.at(interval.completed());
                        bar(canvas, interval, "bar completed", 0, top);
                        bar(
                                canvas,
                                interval,
                                "bar failed",
                                top,
                                scale.at((double) interval.completed() + interval.failed()));
                    }
                });
    }

    private void online(Markup out) {
        List<Double> values = values(Interval::nodesOnline);
        Scale scale = Scale.linear(Scale.max(values), true, Words::compact);
        Figure figure =
                figure("online", "Nodes online", "at the end of each part", range(values, Words::compact), List.of());
        figure.write(out, table(List.of("nodes"), i -> List.of(Words.count(i.nodesOnline()))), canvas -> {
            frame(canvas, scale);
            Figure.paths(canvas, paths -> {
                if (!intervals.isEmpty()) {
                    String steps = steps(values, scale);
                    paths.empty("path", "class", "area", "d", steps + "V1000H0Z");
                    paths.empty("path", "class", "line nodes", "d", steps);
                }
            });
        });
    }

    private Figure figure(String id, String title, String unit, String description, List<Figure.Key> key) {
        return new Figure(id, title, unit, description + " Over " + time.length() + ".", key, true);
    }

    private void frame(Markup canvas, Scale scale) {
        shades.draw(canvas);
        Figure.valueAxis(canvas, scale);
        Figure.placeAxis(canvas, time.ticks());
    }

    private void bar(Markup canvas, Interval interval, String mark, double from, double to) {
        if (to <= from) {
            return;
        }
        double left = time.at(interval.from());
        double width = time.at(interval.from().plus(interval.length())) - left;
        canvas.empty(
                "rect",
                "class",
                mark,
                "x",
                Words.place(left + 0.1 * width),
                "width",
                Words.place(0.8 * width),
                "y",
                Words.place(1 - to),
                "height",
                Words.place(to - from));
    }

    private List<Double> values(ToDoubleFunction<Interval> value) {
        return intervals.stream().map(value::applyAsDouble).toList();
    }

    private double middle(Interval interval) {
        return time.at(interval.from().plus(interval.length().dividedBy(2)));
    }

    private static String range(List<Double> values, Function<Double, String> words) {
        List<Double> known = values.stream().filter(Double::isFinite).sorted().toList();
        return known.isEmpty()
                ? "was not measured."
                : "from " + words.apply(known.get(0)) + " to " + words.apply(known.get(known.size() - 1)) + ".";
    }

    /** A line through the values at the middles of their intervals; it breaks where there is none. */
    private String line(List<Double> values, Scale scale) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            if (!Double.isFinite(value)) {
                drawing = false;
                continue;
            }
            String x = Figure.coordinate(middle(intervals.get(i)));
            path.append(drawing ? 'L' : 'M').append(x).append(' ').append(Figure.coordinate(1 - scale.at(value)));
            boolean alone = !drawing && (i + 1 == values.size() || !Double.isFinite(values.get(i + 1)));
            path.append(alone ? "h0" : ""); // a dot: its round ends
            drawing = true;
        }
        return path.toString();
    }

    private String area(List<Double> values, Scale scale) {
        return "M" + Figure.coordinate(middle(intervals.get(0))) + " 1000"
                + line(values, scale).replace('M', 'L').replace("h0", "")
                + "V1000Z";
    }

    private String steps(List<Double> values, Scale scale) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            Interval interval = intervals.get(i);
            String y = Figure.coordinate(1 - scale.at(values.get(i)));
            path.append(i == 0 ? "M" + Figure.coordinate(time.at(interval.from())) + " " + y : "V" + y)
                    .append('H')
                    .append(Figure.coordinate(time.at(interval.from().plus(interval.length()))));
        }
        return path.toString();
    }

    private DataTable table(List<String> columns, Function<Interval, List<String>> cells) {
        List<String> heads = new ArrayList<>(List.of("from"));
        heads.addAll(columns);
        List<Row> rows = new ArrayList<>();
        for (Interval interval : intervals) {
            List<String> row = new ArrayList<>(List.of(Words.time(interval.from())));
            row.addAll(cells.apply(interval));
            rows.add(new Row(middle(interval), row));
        }
        return new DataTable(heads, rows);
    }
}
