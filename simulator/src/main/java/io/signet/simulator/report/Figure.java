package io.signet.simulator.report;

import io.signet.simulator.report.Scale.Tick;
import java.util.List;
import java.util.function.Consumer;

/**
 * The frame of a chart: heading, key, axes, and the numbers beneath. Positions are shares of the drawing's width and
 * height, so that it takes any size while its words and lines keep theirs.
 *
 * @param id unique on the page
 * @param title heading
 * @param unit what the axis counts, in words
 * @param description what is to be seen, for those who do not see it
 * @param key what the marks mean; empty if there is but one kind
 * @param overTime true if all the width is the run's time, so that the pointer shows one time in all such charts
 */
record Figure(String id, String title, String unit, String description, List<Key> key, boolean overTime) {
    /** A side of the coordinates within {@link #paths}. */
    private static final double SIDE = 1000;

    /**
     * What a mark means.
     *
     * @param mark its class in the style sheet
     */
    record Key(String mark, String meaning) {}

    Figure {
        key = List.copyOf(key);
    }

    /** Writes the chart; {@code drawing} draws in the plot. */
    void write(Markup out, DataTable table, Consumer<Markup> drawing) {
        out.open("figure", "class", "chart", "id", id)
                .open("figcaption")
                .leaf("h3", title)
                .leaf("span", unit, "class", "unit");
        writeKey(out, key);
        out.leaf("output", "", "class", "readout").close();
        out.open(
                        "div",
                        "class",
                        "plot",
                        "data-table",
                        id + "-data",
                        "data-axis",
                        overTime ? "time" : id,
                        "data-title",
                        title)
                .open("svg", "class", "canvas", "role", "img", "aria-labelledby", id + "-title " + id + "-desc")
                .leaf("title", title, "id", id + "-title")
                .leaf("desc", description, "id", id + "-desc");
        drawing.accept(out);
        out.close().close();
        table.writeFolded(out, id + "-data", title);
        out.close();
    }

    /** Writes what marks mean; nothing for no mark. */
    static void writeKey(Markup out, List<Key> key) {
        if (key.isEmpty()) {
            return;
        }
        out.open("ul", "class", "key");
        for (Key entry : key) {
            boolean line = entry.mark().startsWith("line");
            out.open("li")
                    .open("svg", "class", "swatch", "viewBox", "0 0 28 12", "aria-hidden", "true")
                    .empty("path", "class", entry.mark(), "d", line ? "M2 6H26" : "M2 1H26V11H2Z")
                    .close()
                    .text(entry.meaning())
                    .close();
        }
        out.close();
    }

    /** The hatchings that marks of the style sheet fill with; once a page. */
    static void patterns(Markup out) {
        out.open("svg", "class", "patterns", "aria-hidden", "true").open("defs");
        for (String name : List.of("hatch-bad", "hatch-cheat")) {
            out.open(
                            "pattern",
                            "id",
                            name,
                            "width",
                            "6",
                            "height",
                            "6",
                            "patternUnits",
                            "userSpaceOnUse",
                            "patternTransform",
                            "rotate(45)")
                    .empty("path", "class", name, "d", "M1.5 0V6")
                    .close();
        }
        out.close().close();
    }

    /** Marks values at the left, with a line across for each. */
    static void valueAxis(Markup out, Scale scale) {
        for (Tick tick : scale.ticks()) {
            String y = Words.place(1 - tick.at());
            out.empty("line", "class", tick.at() == 0 ? "base" : "grid", "x1", "0", "x2", "100%", "y1", y, "y2", y);
            out.leaf("text", tick.label(), "class", "tick", "x", "0", "y", y, "dx", "-0.6em", "dy", "0.34em");
        }
    }

    /** Draws a line from top to bottom at each of {@code ticks}. */
    static void timeGrid(Markup out, List<Tick> ticks) {
        for (Tick tick : ticks) {
            String x = Words.place(tick.at());
            out.empty("line", "class", "grid", "x1", x, "x2", x, "y1", "0", "y2", "100%");
        }
    }

    /** Marks places beneath. Each other one is dropped where there is little room. */
    static void placeAxis(Markup out, List<Tick> ticks) {
        for (int i = 0; i < ticks.size(); i++) {
            Tick tick = ticks.get(i);
            String x = Words.place(tick.at());
            String side = tick.at() > 0.97 ? "end" : tick.at() < 0.001 ? "start" : "middle";
            out.leaf(
                    "text",
                    tick.label(),
                    "class",
                    "tick place " + side + (i % 2 == 0 ? "" : " minor"),
                    "x",
                    x,
                    "y",
                    "100%",
                    "dy",
                    "1.45em");
        }
    }

    /** Draws paths whose coordinates are {@link #coordinate}s: they stretch with the plot, their strokes do not. */
    static void paths(Markup out, Consumer<Markup> drawing) {
        String side = Words.number(SIDE);
        out.open(
                "svg",
                "class",
                "paths",
                "viewBox",
                "0 0 " + side + " " + side,
                "preserveAspectRatio",
                "none",
                "width",
                "100%",
                "height",
                "100%");
        drawing.accept(out);
        out.close();
    }

    /** A coordinate from the left or, for heights from above, of {@link #paths}. */
    static String coordinate(double share) {
        return Words.number(share * SIDE);
    }
}
