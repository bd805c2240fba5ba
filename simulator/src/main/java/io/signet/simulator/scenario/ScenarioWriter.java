package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Arrivals.Trace;
import io.signet.simulator.scenario.NetworkPlan.RegionPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes scenarios as {@link ScenarioReader} reads them. Every hardware class is written out, so that the file means the
 * same when built-in ones change.
 */
public final class ScenarioWriter {
    /** A longer trace gets a file of its own. */
    private static final int ENTRIES_IN_PLACE_MAX = 100;

    /** What no reader of YAML takes for something else than a text. */
    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9-]*");

    private static final Set<String> RESERVED = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder out = new StringBuilder();
    private final Function<RequesterGroup, Optional<String>> traceFile;

    private ScenarioWriter(Function<RequesterGroup, Optional<String>> traceFile) {
        this.traceFile = traceFile;
    }

    /** All of {@code scenario} as one text. */
    public static String text(Scenario scenario) {
        return new ScenarioWriter(group -> Optional.empty()).write(scenario);
    }

    /**
     * Writes {@code scenario} to {@code file}, and long traces to CSV files beside it; replaces what is there.
     *
     * @throws IOException if a file can't be written
     */
    public static void save(Scenario scenario, Path file) throws IOException {
        for (RequesterGroup group : scenario.requesters()) {
            Optional<String> name = ownFile(group);
            if (name.isPresent() && group.arrivals() instanceof Trace trace) {
                Files.writeString(file.resolveSibling(name.get()), TraceFile.text(trace));
            }
        }
        Files.writeString(file, new ScenarioWriter(ScenarioWriter::ownFile).write(scenario));
    }

    private static Optional<String> ownFile(RequesterGroup group) {
        boolean isLong =
                group.arrivals() instanceof Trace trace && trace.entries().size() > ENTRIES_IN_PLACE_MAX;
        return isLong ? Optional.of(group.name() + ".csv") : Optional.empty();
    }

    private String write(Scenario s) {
        line("name: " + word(s.name()));
        line("claim: " + quoted(s.claim()));
        line("quick: " + s.quick());
        line("modes: " + s.modes().stream().sorted().map(Written::kind).collect(Collectors.joining(", ", "[", "]")));
        line("duration: " + Written.duration(s.duration()));
        line("settle: " + Written.duration(s.settle()));
        line("seed: " + s.seed());
        if (s.pallet().isPresent()) {
            pallet(s.pallet().get());
        } else {
            mesh(s);
        }
        section("faults", map(s.faults(), ScenarioWriter::fault));
        section("adversaries", map(s.adversaries(), ScenarioWriter::adversary));
        section("claims", map(s.targets(), ScenarioWriter::claim));
        return out.toString();
    }

    private void pallet(Pallet p) {
        line("pallet: {boxes: " + p.boxes()
                + ", switched-on-over: " + Written.duration(p.switchedOnOver())
                + ", clones: " + Written.number(p.clones())
                + ", wrong-codes: " + Written.number(p.wrongCodes())
                + ", certificate-life: " + Written.duration(p.certificateLife()) + "}");
    }

    private void mesh(Scenario s) {
        line("hardware:");
        new TreeMap<>(s.hardware()).forEach((name, h) -> line("  " + word(name) + ": " + hardware(h)));
        section("fleet", map(s.fleet(), ScenarioWriter::nodes));
        line("requesters:" + (s.requesters().isEmpty() ? " []" : ""));
        s.requesters().forEach(this::requesters);
        network(s.network());
        if (!s.witnesses().equals(Witnesses.NONE)) {
            line("witnesses: {asked: " + s.witnesses().asked() + ", demanded: "
                    + s.witnesses().demanded() + "}");
        }
        if (s.listedFirmware()) {
            line("listed-firmware: true");
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private void section(String key, List<String> entries) {
        if (!entries.isEmpty()) {
            line(key + ":");
            entries.forEach(entry -> line("  - " + entry));
        }
    }

    private static String hardware(HardwareClass h) {
        return "{rows-per-second: " + Written.number(h.rowsPerSecond())
                + ", spread: " + Written.number(h.spread())
                + ", run-overhead: " + Written.duration(h.runOverhead())
                + ", sign: " + Written.duration(h.sign())
                + ", force: " + Written.duration(h.force()) + "}";
    }

    private static String nodes(NodeGroup g) {
        return "{name: " + word(g.name())
                + ", count: " + g.count()
                + ", hardware: " + word(g.hardware())
                + ", owner: " + word(g.owner())
                + ", region: " + word(g.region())
                + ", models: "
                + g.models().stream().map(ScenarioWriter::word).collect(Collectors.joining(", ", "[", "]"))
                + ", tasks-max: " + g.tasksMax() + "}";
    }

    private void requesters(RequesterGroup g) {
        JobShape jobs = g.jobs();
        line("  - name: " + word(g.name()));
        line("    count: " + g.count());
        line("    region: " + word(g.region()));
        line("    model: " + word(jobs.model()));
        line("    rows: "
                + (jobs.rowsMin() == jobs.rowsMax() ? jobs.rowsMin() : jobs.rowsMin() + ".." + jobs.rowsMax()));
        line("    timeout: " + Written.duration(jobs.timeout()));
        line("    arrivals:");
        arrivals(g).forEach(key -> line("      " + key));
    }

    private List<String> arrivals(RequesterGroup g) {
        Arrivals arrivals = g.arrivals();
        if (arrivals instanceof Arrivals.Poisson a) {
            return List.of("kind: poisson", "per-second: " + Written.number(a.perSecond()));
        } else if (arrivals instanceof Arrivals.Bursts a) {
            return List.of(
                    "kind: bursts",
                    "per-second: " + Written.number(a.perSecond()),
                    "peak-per-second: " + Written.number(a.peakPerSecond()),
                    "every: " + Written.duration(a.every()),
                    "lasting: " + Written.duration(a.lasting()));
        } else if (arrivals instanceof Arrivals.DayCurve a) {
            return List.of(
                    "kind: day-curve",
                    "per-second: " + Written.number(a.perSecond()),
                    "swing: " + Written.number(a.swing()),
                    "peak-at: " + Written.duration(a.peakAt()),
                    "day: " + Written.duration(a.day()));
        } else if (arrivals instanceof Arrivals.Closed a) {
            return List.of("kind: closed", "in-flight: " + a.inFlight());
        } else if (arrivals instanceof Trace a) {
            return trace(a, traceFile.apply(g));
        }
        throw new IllegalStateException(arrivals + " is not written");
    }

    private static List<String> trace(Trace trace, Optional<String> file) {
        List<String> keys = new ArrayList<>();
        keys.add("kind: trace");
        if (file.isPresent()) {
            keys.add("file: " + quoted(file.get()));
        } else {
            keys.add("entries:");
            trace.entries()
                    .forEach(e -> keys.add("  - {at: " + Written.duration(e.at()) + ", rows: " + e.rows() + "}"));
        }
        return keys;
    }

    private void network(NetworkPlan n) {
        line("network:");
        line("  brokers:");
        n.brokers().forEach(b -> line("    - {name: " + word(b.name()) + ", region: " + word(b.region()) + "}"));
        line("  latency: " + Written.duration(n.latency()));
        if (!n.latencies().isEmpty()) {
            line("  latencies:");
            n.latencies().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(
                            Comparator.comparing(RegionPair::first).thenComparing(RegionPair::second)))
                    .forEach(e -> line("    - {from: " + word(e.getKey().first()) + ", to: "
                            + word(e.getKey().second()) + ", latency: " + Written.duration(e.getValue()) + "}"));
        }
        line("  jitter: " + Written.number(n.jitter()));
        line("  loss: " + Written.number(n.loss()));
        line("  duplication: " + Written.number(n.duplication()));
        line("  reordering: " + Written.number(n.reordering()));
    }

    private static String fault(Fault f) {
        List<String> keys = new ArrayList<>();
        keys.add("kind: " + Written.kind(f.kind()));
        keys.add("at: " + Written.duration(f.at()));
        f.lasting().ifPresent(l -> keys.add("lasting: " + Written.duration(l)));
        switch (f.kind().subject()) {
            case NODES -> keys.addAll(selection(f.nodes()));
            case BROKER -> f.target().ifPresent(broker -> keys.add("broker: " + word(broker)));
            case REGION -> f.target().ifPresent(region -> keys.add("region: " + word(region)));
            case NETWORK -> {}
        }
        switch (f.kind().parameter()) {
            case AMOUNT -> keys.add("amount: " + Written.number(f.amount()));
            case TIME -> keys.add("time: " + Written.duration(f.time()));
            case NONE -> {}
        }
        return "{" + String.join(", ", keys) + "}";
    }

    private static String adversary(Adversary a) {
        List<String> keys = new ArrayList<>();
        keys.add("kind: " + Written.kind(a.kind()));
        keys.add("from: " + Written.duration(a.from()));
        if (a.kind().ofFleet()) {
            keys.addAll(selection(a.nodes()));
        }
        keys.add("amount: " + Written.number(a.amount()));
        return "{" + String.join(", ", keys) + "}";
    }

    private static List<String> selection(Selection s) {
        List<String> keys = new ArrayList<>();
        s.group().ifPresent(group -> keys.add("group: " + word(group)));
        s.region().ifPresent(region -> keys.add("region: " + word(region)));
        if (s.count().isPresent()) {
            keys.add("count: " + s.count().getAsInt());
        } else {
            keys.add("share: " + Written.number(s.share()));
        }
        return keys;
    }

    private static String claim(Target t) {
        String bound = Written.number(t.bound());
        boolean exactInSeconds = t.metric().unit().equals("s")
                && Written.seconds(bound + "s").filter(s -> s == t.bound()).isPresent();
        return t.metric().label() + " " + t.comparison().sign() + " " + bound + (exactInSeconds ? "s" : "");
    }

    private static String word(String name) {
        return PLAIN.matcher(name).matches() && !RESERVED.contains(name) ? name : quoted(name);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if ((c >= ' ' && c <= '~') || (c < 0xffff && Character.isLetterOrDigit(c))) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format("\\U%08X", c));
            }
        });
        return quoted.append('"').toString();
    }

    private static <A> List<String> map(List<A> list, Function<A, String> function) {
        return list.stream().map(function).toList();
    }
}
