package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Arrivals.Trace;
import io.signet.simulator.scenario.NetworkPlan.Broker;
import io.signet.simulator.scenario.NetworkPlan.RegionPair;
import io.signet.simulator.scenario.Target.Comparison;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Draws scenarios that use all of the language. */
final class RandomScenarios {
    private static final List<String> NAMES =
            List.of("a", "b-c", "true", "null", "no", "5", "1e3", "0-1", "x".repeat(40), "north", "y", "2d");
    private static final List<String> CLAIMS = List.of(
            "It works.",
            "It's \"quoted\": a # b",
            " \\ spaces and\ttabs\nand lines ",
            "Größe 30 \u00b0C \u2014 \ud83d\ude00",
            "- [x] {y}",
            "\u0001 \u0085 \u2028 \ufeff!");

    private final Random random;

    private RandomScenarios(Random random) {
        this.random = random;
    }

    static Scenario draw(Random random) {
        return new RandomScenarios(random).scenario();
    }

    private Scenario scenario() {
        Duration duration = time(Duration.ofMillis(100), Duration.ofDays(30));
        List<String> classes = names(1 + random.nextInt(3));
        List<String> regions = names(1 + random.nextInt(3));
        List<String> models = names(1 + random.nextInt(4));
        List<String> groups = names(2 + random.nextInt(4));
        int nodeGroups = 1 + random.nextInt(groups.size() - 1);
        Map<String, HardwareClass> hardware = new HashMap<>();
        classes.forEach(name -> hardware.put(
                name,
                new HardwareClass(
                        name,
                        number(0.01, 1_000_000),
                        number(0, 0.5),
                        time(Duration.ZERO, Duration.ofSeconds(10)),
                        time(Duration.ZERO, Duration.ofSeconds(10)),
                        time(Duration.ZERO, Duration.ofSeconds(10)))));
        List<NodeGroup> fleet = new ArrayList<>();
        for (String name : groups.subList(0, nodeGroups)) {
            fleet.add(new NodeGroup(
                    name,
                    1 + random.nextInt(1_000_000),
                    any(classes),
                    any(NAMES),
                    any(regions),
                    models,
                    1 + random.nextInt(4096)));
        }
        List<RequesterGroup> requesters = new ArrayList<>();
        for (String name : groups.subList(nodeGroups, groups.size() - random.nextInt(2))) {
            int rows = 1 + random.nextInt(1000);
            requesters.add(new RequesterGroup(
                    name,
                    1 + random.nextInt(10_000),
                    any(regions),
                    arrivals(),
                    new JobShape(
                            any(models),
                            rows,
                            random.nextBoolean() ? rows : 1_000_000,
                            time(Duration.ofMillis(1), Duration.ofHours(1)))));
        }
        List<String> brokers = names(1 + random.nextInt(3));
        List<String> nodeRegions = fleet.stream().map(NodeGroup::region).toList();
        NetworkPlan network = network(brokers, nodeRegions);
        return new Scenario(
                any(NAMES),
                any(CLAIMS),
                random.nextBoolean(),
                any(List.of(Set.of(Mode.VIRTUAL), Set.of(Mode.REAL), Set.of(Mode.VIRTUAL, Mode.REAL))),
                duration,
                time(Duration.ZERO, Duration.ofDays(1)),
                random.nextLong(),
                hardware,
                fleet,
                requesters,
                network,
                list(() -> fault(duration, fleet, brokers)),
                list(() -> adversary(duration, fleet)),
                list(this::target),
                new Witnesses(random.nextInt(9), random.nextInt(9)),
                random.nextBoolean());
    }

    private NetworkPlan network(List<String> brokers, List<String> regions) {
        Map<RegionPair, Duration> latencies = new HashMap<>();
        list(() ->
                latencies.put(new RegionPair(any(regions), any(regions)), time(Duration.ZERO, Duration.ofSeconds(10))));
        return new NetworkPlan(
                brokers.stream().map(b -> new Broker(b, any(regions))).toList(),
                time(Duration.ZERO, Duration.ofSeconds(10)),
                latencies,
                number(0, 1),
                number(0, 0.9),
                number(0, 1),
                number(0, 1));
    }

    private Arrivals arrivals() {
        return switch (random.nextInt(5)) {
            case 0 -> new Arrivals.Poisson(number(0.0001, 100_000));
            case 1 -> {
                Duration every = time(Duration.ofMillis(1), Duration.ofDays(7));
                yield new Arrivals.Bursts(
                        number(0, 100_000), number(0.0001, 100_000), every, time(Duration.ofMillis(1), every));
            }
            case 2 -> {
                Duration day = time(Duration.ofSeconds(1), Duration.ofDays(7));
                yield new Arrivals.DayCurve(number(0.0001, 100_000), number(0, 1), time(Duration.ZERO, day), day);
            }
            case 3 -> new Arrivals.Closed(1 + random.nextInt(64));
            default -> trace(random.nextInt(10) == 0 ? 150 : 1 + random.nextInt(5));
        };
    }

    private Trace trace(int size) {
        return new Trace(IntStream.range(0, size)
                .mapToObj(i -> time(Duration.ZERO, Duration.ofDays(30)))
                .sorted()
                .map(at -> new Trace.Entry(at, 1 + random.nextInt(1_000_000)))
                .toList());
    }

    private Fault fault(Duration duration, List<NodeGroup> fleet, List<String> brokers) {
        Fault.Kind kind = any(List.of(Fault.Kind.values()));
        Optional<String> target =
                switch (kind.subject()) {
                    case BROKER -> Optional.of(any(brokers));
                    case REGION -> Optional.of(any(fleet).region());
                    default -> Optional.empty();
                };
        return new Fault(
                kind,
                time(Duration.ZERO, duration),
                kind.isForGood() || random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(time(Duration.ZERO, Duration.ofDays(30))),
                kind.subject() == Fault.Subject.NODES ? selection(fleet) : Selection.ALL,
                target,
                kind.parameter() == Fault.Parameter.AMOUNT ? number(0.001, 0.9) : 1,
                kind.parameter() == Fault.Parameter.TIME ? time(Duration.ZERO, Duration.ofMinutes(1)) : Duration.ZERO);
    }

    private Adversary adversary(Duration duration, List<NodeGroup> fleet) {
        Adversary.Kind kind = any(List.of(Adversary.Kind.values()));
        double amount = kind == Adversary.Kind.FORGED_IDENTITY ? 1 + random.nextInt(1000) : number(0, 1);
        return new Adversary(
                kind, kind.ofFleet() ? selection(fleet) : Selection.ALL, amount, time(Duration.ZERO, duration));
    }

    private Selection selection(List<NodeGroup> fleet) {
        NodeGroup group = any(fleet);
        boolean counted = random.nextBoolean();
        return new Selection(
                random.nextBoolean() ? Optional.of(group.name()) : Optional.empty(),
                random.nextBoolean() ? Optional.of(group.region()) : Optional.empty(),
                counted ? 1 : number(1e-6, 1),
                counted ? OptionalInt.of(1 + random.nextInt(1_000_000)) : OptionalInt.empty());
    }

    private Target target() {
        double bound = any(List.of(0.0, 1.0, 2.5, 0.999, 1e-7, 1e18, -3.0, random.nextDouble()));
        return new Target(any(List.of(Metric.values())), any(List.of(Comparison.values())), bound);
    }

    private <T> List<T> list(Supplier<T> supplier) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> supplier.get())
                .toList();
    }

    private List<String> names(int count) {
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        return names.subList(0, count);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Often one of the ends, otherwise whole in some unit. */
    private Duration time(Duration min, Duration max) {
        long unit = any(List.of(1L, 1_000L, 1_000_000L, 1_000_000_000L, 60_000_000_000L));
        long span = max.minus(min).toNanos();
        return switch (random.nextInt(4)) {
            case 0 -> min;
            case 1 -> max;
            default -> min.plusNanos((long) (random.nextDouble() * span) / unit * unit);
        };
    }

    private double number(double min, double max) {
        return switch (random.nextInt(4)) {
            case 0 -> min;
            case 1 -> max;
            default -> min + random.nextDouble() * (max - min);
        };
    }
}
