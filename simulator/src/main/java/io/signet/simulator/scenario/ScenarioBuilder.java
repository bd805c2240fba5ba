package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Arrivals.Trace;
import io.signet.simulator.scenario.Fields.RowRange;
import io.signet.simulator.scenario.NetworkPlan.Broker;
import io.signet.simulator.scenario.NetworkPlan.RegionPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes values of what was read and found to be without problems. */
final class ScenarioBuilder {
    private final Fields fields;
    private final IdentityHashMap<Fields, List<Trace.Entry>> traces;

    /** With the entries of those arrivals that name a file. */
    ScenarioBuilder(Fields fields, IdentityHashMap<Fields, List<Trace.Entry>> traces) {
        this.fields = fields;
        this.traces = traces;
    }

    Scenario build() {
        List<NodeGroup> fleet = map(fields.groups("fleet"), ScenarioBuilder::nodes);
        return new Scenario(
                text(fields, "name"),
                text(fields, "claim"),
                fields.get("quick", Boolean.class),
                modes(),
                time(fields, "duration"),
                time(fields, "settle"),
                fields.get("seed", Long.class),
                hardware(fleet),
                fleet,
                map(fields.groups("requesters"), this::requesters),
                network(fields.get("network", Fields.class)),
                map(fields.groups("faults"), this::fault),
                map(fields.groups("adversaries"), ScenarioBuilder::adversary),
                map(fields.list("claims"), claim -> (Target) claim.content()),
                witnesses(fields.get("witnesses", Fields.class)),
                fields.get("listed-firmware", Boolean.class),
                fields.find("pallet", Fields.class).map(ScenarioBuilder::pallet));
    }

    private static Pallet pallet(Fields f) {
        return new Pallet(
                whole(f, "boxes"),
                time(f, "switched-on-over"),
                decimal(f, "clones"),
                decimal(f, "wrong-codes"),
                time(f, "certificate-life"));
    }

    private static Witnesses witnesses(Fields f) {
        return new Witnesses(whole(f, "asked"), whole(f, "demanded"));
    }

    private Set<Mode> modes() {
        return fields.list("modes").stream()
                .map(mode -> constant(Mode.values(), (String) mode.content()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those of the file, and the built-in ones that the fleet has. */
    private Map<String, HardwareClass> hardware(List<NodeGroup> fleet) {
        Map<String, HardwareClass> hardware = new LinkedHashMap<>();
        fields.named("hardware")
                .forEach((name, f) -> hardware.put(
                        name,
                        new HardwareClass(
                                name,
                                decimal(f, "rows-per-second"),
                                decimal(f, "spread"),
                                time(f, "run-overhead"),
                                time(f, "sign"),
                                time(f, "force"))));
        for (NodeGroup group : fleet) {
            HardwareClass builtIn = BuiltInHardware.BY_NAME.get(group.hardware());
            if (builtIn != null) {
                hardware.putIfAbsent(group.hardware(), builtIn);
            }
        }
        return hardware;
    }

    private static NodeGroup nodes(Fields f) {
        return new NodeGroup(
                text(f, "name"),
                whole(f, "count"),
                text(f, "hardware"),
                text(f, "owner"),
                text(f, "region"),
                map(f.list("models"), model -> (String) model.content()),
                whole(f, "tasks-max"));
    }

    private RequesterGroup requesters(Fields f) {
        RowRange rows = f.get("rows", RowRange.class);
        return new RequesterGroup(
                text(f, "name"),
                whole(f, "count"),
                text(f, "region"),
                arrivals(f.get("arrivals", Fields.class)),
                new JobShape(text(f, "model"), rows.min(), rows.max(), time(f, "timeout")));
    }

    private Arrivals arrivals(Fields f) {
        return switch (f.section().name()) {
            case "poisson" -> new Arrivals.Poisson(decimal(f, "per-second"));
            case "bursts" ->
                new Arrivals.Bursts(
                        decimal(f, "per-second"), decimal(f, "peak-per-second"), time(f, "every"), time(f, "lasting"));
            case "day-curve" ->
                new Arrivals.DayCurve(
                        decimal(f, "per-second"), decimal(f, "swing"), time(f, "peak-at"), time(f, "day"));
            case "closed" -> new Arrivals.Closed(whole(f, "in-flight"));
            case "trace" ->
                new Trace(
                        f.value("file").isPresent()
                                ? traces.get(f)
                                : map(f.groups("entries"), e -> new Trace.Entry(time(e, "at"), whole(e, "rows"))));
            default -> throw new IllegalStateException("arrivals " + f.section().name() + " are not built");
        };
    }

    private static NetworkPlan network(Fields f) {
        Map<RegionPair, Duration> latencies = new HashMap<>();
        f.groups("latencies")
                .forEach(l -> latencies.put(new RegionPair(text(l, "from"), text(l, "to")), time(l, "latency")));
        return new NetworkPlan(
                map(f.groups("brokers"), b -> new Broker(text(b, "name"), text(b, "region"))),
                time(f, "latency"),
                latencies,
                decimal(f, "jitter"),
                decimal(f, "loss"),
                decimal(f, "duplication"),
                decimal(f, "reordering"));
    }

    private Fault fault(Fields f) {
        Fault.Kind kind = constant(Fault.Kind.values(), f.section().name());
        Optional<String> target =
                switch (kind.subject()) {
                    case BROKER -> f.find("broker", String.class).or(() -> Optional.of(firstBroker()));
                    case REGION -> f.find("region", String.class);
                    default -> Optional.empty();
                };
        return new Fault(
                kind,
                time(f, "at"),
                f.find("lasting", Duration.class),
                kind.subject() == Fault.Subject.NODES ? selection(f) : Selection.ALL,
                target,
                kind.parameter() == Fault.Parameter.AMOUNT ? decimal(f, "amount") : 1,
                kind.parameter() == Fault.Parameter.TIME ? time(f, "time") : Duration.ZERO);
    }

    private String firstBroker() {
        return text(fields.get("network", Fields.class).groups("brokers").get(0), "name");
    }

    private static Adversary adversary(Fields f) {
        Adversary.Kind kind = constant(Adversary.Kind.values(), f.section().name());
        double amount = kind == Adversary.Kind.FORGED_IDENTITY ? whole(f, "amount") : decimal(f, "amount");
        return new Adversary(kind, kind.ofFleet() ? selection(f) : Selection.ALL, amount, time(f, "from"));
    }

    private static Selection selection(Fields f) {
        Optional<Long> count = f.find("count", Long.class);
        return new Selection(
                f.find("group", String.class),
                f.find("region", String.class),
                decimal(f, "share"),
                count.isPresent() ? OptionalInt.of(Math.toIntExact(count.get())) : OptionalInt.empty());
    }

    private static <E extends Enum<E>> E constant(E[] values, String word) {
        String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values)
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(word + " was read but is not known"));
    }

    private static <A, B> List<B> map(List<A> list, Function<A, B> function) {
        return list.stream().map(function).toList();
    }

    private static String text(Fields f, String key) {
        return f.get(key, String.class);
    }

    private static int whole(Fields f, String key) {
        return Math.toIntExact(f.get(key, Long.class));
    }

    private static double decimal(Fields f, String key) {
        return f.get(key, Double.class);
    }

    private static Duration time(Fields f, String key) {
        return f.get(key, Duration.class);
    }
}
