package io.signet.simulator.report;

import io.signet.simulator.report.Shades.Span;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Happening;
import io.signet.simulator.run.RunReport.HappeningKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened when, aligned with the charts above: each happening on a line of its own with its words, or, if there are
 * many, packed into lanes of their kind.
 */
final class TimeLine {
    private static final int LINES_MAX = 14;
    /** Lanes of a kind; what finds none free goes to the last one. */
    private static final int LANES_MAX = 8;

    private final List<Happening> happenings;
    private final TimeAxis time;

    TimeLine(RunReport report, TimeAxis time) {
        this.happenings = report.happenings();
        this.time = time;
    }

    /** Writes it; one sentence if nothing happened. */
    void write(Markup out) {
        if (happenings.isEmpty()) {
            out.leaf("p", "Nothing went wrong in this run: no fault, no adversary, no violation.", "class", "none");
            return;
        }
        boolean lines = happenings.size() <= LINES_MAX;
        out.open("figure", "class", "chart happenings", "id", "happenings")
                .open("figcaption")
                .leaf("h3", "What went wrong, and when")
                .leaf("span", "faults, adversaries, violations", "class", "unit");
        if (!lines) {
            Figure.writeKey(out, key());
        }
        out.close().open("div", "class", "plot lines");
        out.open("svg", "class", "canvas", "role", "img", "aria-labelledby", "happenings-title happenings-desc")
                .leaf("title", "What went wrong, and when", "id", "happenings-title")
                .leaf("desc", description(), "id", "happenings-desc");
        Figure.timeGrid(out, time.ticks());
        Figure.placeAxis(out, time.ticks());
        out.close();
        if (lines) {
            writeLines(out);
        } else {
            for (HappeningKind kind : HappeningKind.values()) {
                writeLanes(out, of(kind));
            }
        }
        out.close();
        table().writeFolded(out, "happenings-data", "What went wrong, and when");
        out.close();
    }

    private String description() {
        return Words.count(of(HappeningKind.FAULT).size()) + " faults, "
                + Words.count(of(HappeningKind.ADVERSARY).size()) + " adversaries, "
                + Words.count(of(HappeningKind.VIOLATION).size()) + " violations, over " + time.length() + ".";
    }

    private List<Happening> of(HappeningKind kind) {
        return happenings.stream().filter(h -> h.kind() == kind).toList();
    }

    private List<Figure.Key> key() {
        List<Figure.Key> key = new ArrayList<>();
        for (HappeningKind kind : HappeningKind.values()) {
            int count = of(kind).size();
            if (count > 0) {
                key.add(new Figure.Key(mark(kind), Words.count(count) + " " + plural(kind)));
            }
        }
        return key;
    }

    private void writeLines(Markup out) {
        out.open("ol");
        for (Happening happening : happenings) {
            Span span = Shades.span(happening, time);
            boolean left = span.from() < 0.5;
            String margin = left
                    ? "margin-left:" + Words.place(span.from())
                    : "margin-right:" + Words.place(1 - span.to()) + ";text-align:right";
            out.open("li")
                    .open("p", "style", margin)
                    .leaf("strong", word(happening.kind()) + " ")
                    .text(happening.what())
                    .leaf("span", " " + when(happening), "class", "when")
                    .close()
                    .open("svg", "class", "lane", "aria-hidden", "true");
            bar(out, happening.kind(), span, "0", "100%");
            out.close().close();
        }
        out.close();
    }

    private void writeLanes(Markup out, List<Happening> ofKind) {
        if (ofKind.isEmpty()) {
            return;
        }
        List<Integer> lanes =
                pack(ofKind.stream().map(h -> Shades.span(h, time)).toList());
        int count = 1 + lanes.stream().mapToInt(Integer::intValue).max().orElse(0);
        out.open(
                "svg", "class", "lanes", "aria-hidden", "true", "style", "height:" + Words.number(count * 0.8) + "rem");
        for (int i = 0; i < ofKind.size(); i++) {
            Happening happening = ofKind.get(i);
            out.open("g").leaf("title", happening.what() + ", " + when(happening));
            double top = (double) lanes.get(i) / count;
            bar(
                    out,
                    happening.kind(),
                    Shades.span(happening, time),
                    Words.place(top + 0.1 / count),
                    Words.place(0.8 / count));
            out.close();
        }
        out.close();
    }

    /** Gives each span the first lane that is free at its begin, else the last. */
    static List<Integer> pack(List<Span> spans) {
        List<Double> free = new ArrayList<>();
        List<Integer> lanes = new ArrayList<>();
        for (Span span : spans) {
            int lane = 0;
            while (lane < free.size() && lane < LANES_MAX - 1 && free.get(lane) > span.from()) {
                lane++;
            }
            if (lane == free.size()) {
                free.add(span.to());
            } else {
                free.set(lane, Math.max(free.get(lane), span.to()));
            }
            lanes.add(lane);
        }
        return lanes;
    }

    private static void bar(Markup out, HappeningKind kind, Span span, String top, String height) {
        out.empty(
                "rect",
                "class",
                mark(kind),
                "x",
                Words.place(span.from()),
                "width",
                Words.place(span.to() - span.from()),
                "y",
                top,
                "height",
                height);
    }

    private DataTable table() {
        return new DataTable(
                List.of("from", "to", "kind", "what"),
                happenings.stream()
                        .map(h -> new DataTable.Row(
                                time.at(h.from()),
                                List.of(
                                        Words.time(h.from()),
                                        h.to().map(Words::time).orElse("–"),
                                        word(h.kind()),
                                        h.what())))
                        .toList());
    }

    private static String when(Happening happening) {
        String from = Words.time(happening.from());
        if (happening.kind() == HappeningKind.VIOLATION) {
            return "at " + from;
        }
        return happening.to().map(to -> from + " to " + Words.time(to)).orElse("from " + from);
    }

    private static String mark(HappeningKind kind) {
        return switch (kind) {
            case FAULT -> "bar fault";
            case ADVERSARY -> "bar adversary";
            case VIOLATION -> "bar violation";
        };
    }

    private static String word(HappeningKind kind) {
        return switch (kind) {
            case FAULT -> "fault";
            case ADVERSARY -> "adversary";
            case VIOLATION -> "violation";
        };
    }

    private static String plural(HappeningKind kind) {
        return switch (kind) {
            case FAULT -> "faults";
            case ADVERSARY -> "adversaries";
            case VIOLATION -> "violations";
        };
    }
}
