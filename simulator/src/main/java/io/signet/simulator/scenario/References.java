package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Fields.Value;
import io.signet.simulator.scenario.NetworkPlan.RegionPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks what one key says against what others say: names that refer to something, times within others. */
final class References {
    private static final List<String> NOT_OF_PALLETS =
            List.of("hardware", "fleet", "requesters", "network", "witnesses", "listed-firmware", "adversaries");

    private static final Set<String> FOR_GOOD = Arrays.stream(Fault.Kind.values())
            .filter(Fault.Kind::isForGood)
            .map(Fault.Kind::label)
            .collect(Collectors.toUnmodifiableSet());

    private final Problems problems;
    private final Fields scenario;
    private final List<Fields> fleet;
    private final List<Fields> requesters;
    private final Optional<Fields> network;
    private final List<Fields> brokers;
    private final Optional<Duration> duration;

    private References(Fields scenario, Problems problems) {
        this.problems = problems;
        this.scenario = scenario;
        this.fleet = scenario.groups("fleet");
        this.requesters = scenario.groups("requesters");
        this.network = scenario.find("network", Fields.class);
        this.brokers = network.map(n -> n.groups("brokers")).orElse(List.of());
        this.duration = scenario.find("duration", Duration.class);
    }

    /** Tells {@code problems} what does not fit in {@code scenario}; leaves out what is broken in itself. */
    static void check(Fields scenario, Problems problems) {
        References references = new References(scenario, problems);
        references.checkPallet();
        references.checkNames();
        references.checkGroups();
        references.checkLatencies();
        scenario.groups("faults").forEach(references::checkFault);
        scenario.groups("adversaries").forEach(adversary -> {
            references.checkWithinDuration(adversary, "from");
            if (adversary.section().keyNames().contains("share")) {
                references.checkSelection(adversary);
            }
        });
    }

    /** A pallet is no mesh, and of what can go wrong only its registrar's part can. */
    private void checkPallet() {
        if (scenario.find("pallet", Fields.class).isEmpty()) {
            return;
        }
        for (String key : NOT_OF_PALLETS) {
            scenario.value(key)
                    .filter(Value::given)
                    .ifPresent(value -> problems.add(value.at(), "a pallet has no '" + key + "'"));
        }
        for (Fields fault : scenario.groups("faults")) {
            if (!fault.section().name().equals(Fault.Kind.REGISTRAR_DOWN.label())) {
                problems.add(fault.at(), "the one fault of a pallet is 'registrar-down'");
            }
        }
        for (Value mode : scenario.list("modes")) {
            if (mode.content().equals(Written.kind(Mode.REAL))) {
                problems.add(mode.at(), "a pallet needs the mode virtual");
            }
        }
    }

    private void checkNames() {
        Set<String> groups = new HashSet<>();
        for (List<Fields> kind : List.of(fleet, requesters)) {
            kind.forEach(group -> requireNew(groups, group, "group"));
        }
        Set<String> brokerNames = new HashSet<>();
        brokers.forEach(broker -> requireNew(brokerNames, broker, "broker"));
    }

    private void requireNew(Set<String> names, Fields group, String what) {
        group.find("name", String.class).filter(name -> !names.add(name)).ifPresent(name -> {
            String advice = group.value("name").filter(Value::given).isPresent() ? "" : ": give each a 'name'";
            problems.add(group.at("name"), "two " + what + "s are called '" + name + "'" + advice);
        });
    }

    private void checkGroups() {
        Set<String> classes = new TreeSet<>(BuiltInHardware.BY_NAME.keySet());
        classes.addAll(scenario.named("hardware").keySet());
        fleet.forEach(group -> requireKnown(group, "hardware", "hardware class", classes));
        Set<String> models = new TreeSet<>();
        fleet.forEach(group -> group.list("models").forEach(model -> models.add((String) model.content())));
        for (Fields group : requesters) {
            requireKnown(group, "model", "model", models);
            group.find("arrivals", Fields.class).ifPresent(this::checkArrivals);
        }
    }

    private void checkArrivals(Fields arrivals) {
        switch (arrivals.section().name()) {
            case "bursts" -> requireAtMost(arrivals, "lasting", "every");
            case "day-curve" -> requireAtMost(arrivals, "peak-at", "day");
            case "trace" -> {
                Duration last = Duration.ZERO;
                for (Fields entry : arrivals.groups("entries")) {
                    Duration at = entry.find("at", Duration.class).orElse(last);
                    if (at.compareTo(last) < 0) {
                        problems.add(entry.at("at"), "this entry is earlier than the one before it");
                    }
                    last = at;
                }
            }
            default -> {}
        }
    }

    private void requireAtMost(Fields fields, String key, String bound) {
        Optional<Duration> value = fields.find(key, Duration.class);
        Optional<Duration> most = fields.find(bound, Duration.class);
        if (value.isPresent() && most.isPresent() && value.get().compareTo(most.get()) > 0) {
            problems.add(fields.at(key), "'" + key + "' is at most '" + bound + "', " + Written.duration(most.get()));
        }
    }

    private void checkLatencies() {
        Set<String> regions = regions();
        Set<RegionPair> pairs = new HashSet<>();
        for (Fields latency : network.map(n -> n.groups("latencies")).orElse(List.of())) {
            requireKnown(latency, "from", "region", regions);
            requireKnown(latency, "to", "region", regions);
            Optional<String> from = latency.find("from", String.class);
            Optional<String> to = latency.find("to", String.class);
            if (from.isPresent() && to.isPresent() && !pairs.add(new RegionPair(from.get(), to.get()))) {
                problems.add(
                        latency.at(), "the latency between " + from.get() + " and " + to.get() + " is given twice");
            }
        }
    }

    private void checkFault(Fields fault) {
        checkWithinDuration(fault, "at");
        if (FOR_GOOD.contains(fault.section().name()) && fault.value("lasting").isPresent()) {
            problems.add(fault.at("lasting"), "'" + fault.section().name() + "' is for good: leave out 'lasting'");
        }
        Set<String> keys = Set.copyOf(fault.section().keyNames());
        if (keys.contains("share")) {
            checkSelection(fault);
        } else if (keys.contains("region")) {
            requireKnown(fault, "region", "region", regions());
        } else if (keys.contains("broker")) {
            requireKnown(fault, "broker", "broker", names(brokers, "name"));
        }
    }

    private void checkWithinDuration(Fields fields, String key) {
        Optional<Duration> at = fields.find(key, Duration.class);
        if (at.isPresent() && duration.isPresent() && at.get().compareTo(duration.get()) > 0) {
            problems.add(
                    fields.at(key),
                    "'" + key + "' is after the end: the scenario's duration is " + Written.duration(duration.get()));
        }
    }

    private void checkSelection(Fields fields) {
        Set<String> groups = names(fleet, "name");
        Set<String> regions = names(fleet, "region");
        requireKnown(fields, "group", "group", groups);
        requireKnown(fields, "region", "region", regions);
        Optional<String> group = fields.find("group", String.class).filter(groups::contains);
        Optional<String> region = fields.find("region", String.class).filter(regions::contains);
        if (group.isPresent()
                && region.isPresent()
                && fleet.stream()
                        .noneMatch(g -> g.find("name", String.class).equals(group)
                                && g.find("region", String.class).equals(region))) {
            problems.add(fields.at("region"), "no node of group " + group.get() + " is in region " + region.get());
        }
    }

    private void requireKnown(Fields fields, String key, String what, Collection<String> known) {
        fields.value(key)
                .filter(value -> !known.contains((String) value.content()))
                .ifPresent(value -> problems.unknown(value.at(), what, (String) value.content(), known));
    }

    private Set<String> regions() {
        Set<String> regions = new TreeSet<>(names(fleet, "region"));
        regions.addAll(names(requesters, "region"));
        regions.addAll(names(brokers, "region"));
        return regions;
    }

    private static Set<String> names(List<Fields> groups, String key) {
        Set<String> names = new TreeSet<>();
        groups.forEach(group -> group.find(key, String.class).ifPresent(names::add));
        return names;
    }
}
