package io.signet.simulator.report;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Happening;
import io.signet.simulator.run.RunReport.HappeningKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When something was wrong, behind the charts over time: faults shade, adversaries hatch above, violations strike through. */
final class Shades {
    /** Narrowest shade, so that a moment is seen. */
    private static final double WIDTH_MIN = 0.003;

    /** A part of the width. */
    record Span(double from, double to) {}

    private final List<Span> faults;
    private final List<Span> adversaries;
    private final List<Span> violations;

    private Shades(List<Span> faults, List<Span> adversaries, List<Span> violations) {
        this.faults = faults;
        this.adversaries = adversaries;
        this.violations = violations;
    }

    /** Those of {@code report}. */
    static Shades of(RunReport report, TimeAxis time) {
        return new Shades(
                joined(report, time, HappeningKind.FAULT),
                joined(report, time, HappeningKind.ADVERSARY),
                joined(report, time, HappeningKind.VIOLATION));
    }

    /** Where a happening is in the width: to the end if it has none, but a violation is a moment. */
    static Span span(Happening happening, TimeAxis time) {
        double from = time.at(happening.from());
        double end = happening.kind() == HappeningKind.VIOLATION ? from : 1;
        double to = Math.max(happening.to().map(time::at).orElse(end), from + WIDTH_MIN);
        return to > 1 ? new Span(Math.min(from, 1 - WIDTH_MIN), 1) : new Span(from, to);
    }

    /** Overlapping ones become one, so that many are no darker than one. */
    private static List<Span> joined(RunReport report, TimeAxis time, HappeningKind kind) {
        List<Span> joined = new ArrayList<>();
        List<Span> spans = report.happenings().stream()
                .filter(h -> h.kind() == kind)
                .map(h -> span(h, time))
                .sorted(Comparator.comparingDouble(Span::from))
                .toList();
        for (Span span : spans) {
            Span last = joined.isEmpty() ? new Span(-1, -1) : joined.get(joined.size() - 1);
            if (span.from() <= last.to()) {
                joined.set(joined.size() - 1, new Span(last.from(), Math.max(last.to(), span.to())));
            } else {
                joined.add(span);
            }
        }
        return List.copyOf(joined);
    }

    /** What the shades mean; nothing if there are none. */
    List<Figure.Key> key() {
        List<Figure.Key> key = new ArrayList<>();
        if (!faults.isEmpty()) {
            key.add(new Figure.Key("shade fault", "a fault is on"));
        }
        if (!adversaries.isEmpty()) {
            key.add(new Figure.Key("shade adversary", "an adversary is at work"));
        }
        if (!violations.isEmpty()) {
            key.add(new Figure.Key("line violation", "an invariant broke"));
        }
        return key;
    }

    /** Draws them. */
    void draw(Markup out) {
        faults.forEach(span -> rectangle(out, "shade fault", span, "0", "100%"));
        adversaries.forEach(span -> rectangle(out, "shade adversary", span, "-5%", "4%"));
        for (Span span : violations) {
            String x = Words.place(span.from());
            out.empty("line", "class", "line violation", "x1", x, "x2", x, "y1", "0", "y2", "100%");
        }
    }

    private static void rectangle(Markup out, String mark, Span span, String top, String height) {
        out.empty(
                "rect",
                "class",
                mark,
                "x",
                Words.place(span.from()),
                "width",
                Words.place(span.to() - span.from()),
                "y",
                top,
                "height",
                height);
    }
}
