package io.signet.simulator.scenario;

import io.signet.simulator.run.Invariant;
import io.signet.simulator.scenario.Shape.Bound;
import io.signet.simulator.scenario.Shape.Choice;
import io.signet.simulator.scenario.Shape.Decimal;
import io.signet.simulator.scenario.Shape.FileName;
import io.signet.simulator.scenario.Shape.Flag;
import io.signet.simulator.scenario.Shape.Group;
import io.signet.simulator.scenario.Shape.KeyShape;
import io.signet.simulator.scenario.Shape.ListOf;
import io.signet.simulator.scenario.Shape.Name;
import io.signet.simulator.scenario.Shape.Named;
import io.signet.simulator.scenario.Shape.Rows;
import io.signet.simulator.scenario.Shape.Section;
import io.signet.simulator.scenario.Shape.Share;
import io.signet.simulator.scenario.Shape.Text;
import io.signet.simulator.scenario.Shape.Time;
import io.signet.simulator.scenario.Shape.Variants;
import io.signet.simulator.scenario.Shape.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of docs/simulator.md, as the reader's tables and the shipped scenarios have it. */
final class LanguagePage {
    private static final Set<String> SELECTION = Set.of("group", "region", "share", "count");

    private final StringBuilder out = new StringBuilder();

    private LanguagePage() {}

    static String tables() {
        LanguagePage page = new LanguagePage();
        page.keys("The file", Grammar.SCENARIO);
        page.keys("`hardware`", Grammar.HARDWARE);
        page.builtIn();
        page.keys("`fleet`", Grammar.NODES);
        page.keys("`requesters`", Grammar.REQUESTERS);
        page.kinds("`arrivals`", Grammar.ARRIVALS);
        page.keys("`network`", Grammar.NETWORK);
        page.keys("`witnesses`", Grammar.WITNESSES);
        page.keys("`pallet`", Grammar.PALLET);
        page.kinds("`faults`", Grammar.FAULT);
        page.kinds("`adversaries`", Grammar.ADVERSARY);
        page.metrics();
        page.invariants();
        page.scenarios();
        return page.out.toString();
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private void table(String title, String head, String columns) {
        line("\n### " + title + "\n\n" + head + "\n" + columns);
    }

    private void keys(String title, Section section) {
        table(title, "| key | value | default | meaning |", "| --- | --- | --- | --- |");
        section.keys().forEach(key -> key("", key));
    }

    private void key(String prefix, KeyShape key) {
        String otherwise = key.required()
                ? "**required**"
                : key.otherwise().map(o -> "`" + o + "`").orElse("");
        line("| `" + prefix + key.name() + "` | " + value(key.shape()) + " | " + otherwise + " | " + key.meaning()
                + " |");
        if (key.shape() instanceof ListOf list
                && list.entry() instanceof Group group
                && group.section().keys().size() < 4) {
            group.section().keys().forEach(inner -> key(key.name() + "[].", inner));
        }
    }

    private void kinds(String title, Variants variants) {
        List<KeyShape> common = new ArrayList<>(variants.kinds().get(0).keys());
        variants.kinds().forEach(kind -> common.retainAll(kind.keys()));
        table(title, "| kind | its keys | meaning |", "| --- | --- | --- |");
        for (Section kind : variants.kinds()) {
            boolean selects = kind.keyNames().contains("share");
            Stream<String> keys = kind.keys().stream()
                    .filter(key -> !key.name().equals(Variants.KIND) && !common.contains(key))
                    .filter(key -> !selects || !SELECTION.contains(key.name()))
                    .map(LanguagePage::inline);
            Stream<String> nodes = selects ? Stream.of("*nodes*") : Stream.of();
            line("| `" + kind.name() + "` | " + Stream.concat(nodes, keys).collect(Collectors.joining("<br>")) + " | "
                    + kind.meaning() + " |");
        }
        if (!common.isEmpty()) {
            line("\nEach of them also has "
                    + common.stream().map(LanguagePage::inline).collect(Collectors.joining("; and ")) + ".");
        }
    }

    private static String inline(KeyShape key) {
        String note = key.required()
                ? ""
                : key.otherwise().map(o -> ", default `" + o + "`").orElse(", optional");
        return "`" + key.name() + "`: " + key.meaning() + " (" + value(key.shape()) + note + ")";
    }

    private static String value(Shape shape) {
        if (shape instanceof Text s) {
            return "text, up to " + s.charsMax() + " characters";
        } else if (shape instanceof Name) {
            return "name";
        } else if (shape instanceof FileName) {
            return "file name";
        } else if (shape instanceof Flag) {
            return "true or false";
        } else if (shape instanceof Whole s) {
            return s.min() == Long.MIN_VALUE ? "whole number of 64 bits" : s.min() + " to " + s.max();
        } else if (shape instanceof Decimal s) {
            return "number, " + Written.number(s.min()) + " to " + Written.number(s.max());
        } else if (shape instanceof Share s) {
            return "share, " + Written.number(s.min()) + " to " + Written.number(s.max());
        } else if (shape instanceof Time s) {
            return "duration, " + Written.duration(s.min()) + " to " + Written.duration(s.max());
        } else if (shape instanceof Rows s) {
            return "rows, 1 to " + s.max();
        } else if (shape instanceof Choice s) {
            return String.join(" or ", s.words());
        } else if (shape instanceof ListOf s) {
            return "list of " + s.min() + " to " + s.max() + ": " + value(s.entry());
        } else if (shape instanceof Named) {
            return "groups by name";
        } else if (shape instanceof Group) {
            return "group";
        } else if (shape instanceof Variants) {
            return "group with `kind`";
        } else if (shape instanceof Bound) {
            return "claim";
        }
        throw new IllegalStateException(shape + " is not described");
    }

    private void builtIn() {
        table(
                "Built-in hardware classes",
                "| class | rows a second | spread | run overhead | signature | durable write |",
                "| --- | ---: | ---: | ---: | ---: | ---: |");
        BuiltInHardware.ALL.forEach(h -> line("| `" + h.name() + "` | " + Written.number(h.rowsPerSecond()) + " | "
                + Written.number(h.spread()) + " | " + Written.duration(h.runOverhead()) + " | "
                + Written.duration(h.sign()) + " | " + Written.duration(h.force()) + " |"));
    }

    private void metrics() {
        table("Metrics of `claims`", "| metric | unit | meaning |", "| --- | --- | --- |");
        for (Metric metric : Metric.values()) {
            line("| `" + metric.label() + "` | " + (metric.unit().isEmpty() ? "share or number" : metric.unit()) + " | "
                    + metric.meaning() + " |");
        }
    }

    private void invariants() {
        line("\n### Invariants\n\nThey are checked at every step of every run, and no scenario names them:\n");
        for (Invariant invariant : Invariant.values()) {
            line("- " + invariant.claim());
        }
    }

    private void scenarios() {
        line("\n## The scenarios that come with Signet\n\n| scenario | set | claim |\n| --- | --- | --- |");
        for (Scenario scenario : Scenarios.all()) {
            String set = (scenario.quick() ? "quick" : "night")
                    + (scenario.modes().contains(Mode.REAL) ? ", also real" : "");
            line("| `" + scenario.name() + "` | " + set + " | " + scenario.claim() + " |");
        }
    }
}
