package io.signet.simulator.report;

import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.Numbers;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Happening;
import io.signet.simulator.run.RunReport.HappeningKind;
import io.signet.simulator.run.RunReport.Interval;
import io.signet.simulator.run.RunReport.Load;
import io.signet.simulator.run.RunReport.Totals;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.scenario.Arrivals;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.JobShape;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Reports of runs as they might have been: all numbers are drawn from a seed of their own. */
final class SampleRuns {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private SampleRuns() {}

    /** Twelve nodes, nothing goes wrong, all claims hold. */
    static RunReport calm() {
        Random random = new Random(1);
        return report(
                scenario(
                        "steady-cities",
                        "Under steady load every job completes, and no node does twice its share.",
                        12),
                Optional.empty(),
                intervals(random, 60, Duration.ofSeconds(5), i -> new Weather(1, 12, 0.2)),
                loads(random, 12, 0),
                List.of());
    }

    /** Sixty nodes of which half are lost and come back, some cheat, and an invariant and a target break. */
    static RunReport stormy() {
        Random random = new Random(2);
        List<Happening> happenings = List.of(
                new Happening(
                        HappeningKind.ADVERSARY,
                        Duration.ZERO,
                        Optional.empty(),
                        "attested-lie by 6 nodes: gamma-1 to gamma-6"),
                new Happening(
                        HappeningKind.FAULT,
                        MINUTE.multipliedBy(2),
                        Optional.of(Duration.ofSeconds(205)),
                        "crash of 30 nodes in region north"),
                new Happening(
                        HappeningKind.VIOLATION,
                        Duration.ofSeconds(148),
                        Optional.empty(),
                        "row 17 of job 2041 was answered twice"),
                new Happening(
                        HappeningKind.FAULT,
                        Duration.ofSeconds(230),
                        Optional.of(Duration.ofSeconds(260)),
                        "slow-network: 400 ms longer"));
        return report(
                scenario(
                        "half-lost",
                        "When half the fleet is lost and comes back, no job is lost and the rest answers within ten seconds.",
                        60),
                Optional.of(Invariant.ANSWERED_ONCE),
                intervals(
                        random,
                        60,
                        Duration.ofSeconds(5),
                        i -> i >= 24 && i < 41
                                ? new Weather(i < 28 ? 0 : 0.5, 30, i < 28 ? 0 : 9)
                                : new Weather(1, 60, i >= 41 && i < 46 ? 4 : 0.3)),
                loads(random, 60, 6),
                happenings);
    }

    /** Hundreds of loads, a thousand happenings, and names as long as they may be. */
    static RunReport crowded() {
        Random random = new Random(3);
        List<Happening> happenings = new ArrayList<>();
        for (int i = 0; i < RunReport.HAPPENINGS_MAX; i++) {
            Duration from = Duration.ofMillis(i * 86_400L);
            HappeningKind kind =
                    i % 97 == 0 ? HappeningKind.VIOLATION : i % 5 == 0 ? HappeningKind.ADVERSARY : HappeningKind.FAULT;
            Optional<Duration> to = kind == HappeningKind.VIOLATION
                    ? Optional.empty()
                    : Optional.of(from.plusSeconds(60 + random.nextInt(2000)));
            happenings.add(
                    new Happening(kind, from, to, "number " + i + " at " + "a-place-with-a-long-name-".repeat(4)));
        }
        return report(
                scenario(
                        "a-name-as-long-as-a-name-of-a-scenario-x",
                        "Whatever comes: <script>alert('no')</script> & so on.",
                        100_000),
                Optional.of(Invariant.JOB_ENDS),
                intervals(
                        random,
                        60,
                        Duration.ofMinutes(24),
                        i -> new Weather(
                                20_000 * (1.1 + Math.cos(i / 9.0)),
                                100_000 - 3000 * (i % 7),
                                0.002 * Math.pow(1.17, i))),
                loads(random, RunReport.LOADS_MAX, 120),
                happenings);
    }

    /** No job was ever submitted: nothing but nodes that wait. */
    static RunReport empty() {
        return report(
                scenario("idle", "A mesh without work stays whole.", 1),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
    }

    /** One interval, in which jobs only failed. */
    static RunReport brief() {
        return report(
                scenario("brief", "Something short.", 2),
                Optional.empty(),
                List.of(new Interval(Duration.ZERO, Duration.ofMillis(100), 0, 0, 3, Double.NaN, Double.NaN, 2)),
                List.of(new Load("n-1", "n", 0, 0, false), new Load("n-2", "n", 5, 10, true)),
                List.of());
    }

    /** What a part of a run is like: its share of the usual rows, its nodes, and its median latency in seconds. */
    private record Weather(double rows, int nodes, double latency) {}

    private interface Forecast {
        Weather of(int interval);
    }

    private static List<Interval> intervals(Random random, int count, Duration length, Forecast forecast) {
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Weather weather = forecast.of(i);
            double rows = weather.rows() * (420 + 40 * random.nextGaussian());
            int completed = (int) Math.ceil(rows / 9);
            double latency = completed == 0 ? Double.NaN : weather.latency() * (1 + 0.1 * random.nextDouble());
            intervals.add(new Interval(
                    length.multipliedBy(i),
                    length,
                    rows,
                    completed,
                    weather.latency() > 5 ? completed / 8 + 1 : completed == 0 ? 11 : 0,
                    latency,
                    latency * (2.5 + random.nextDouble()),
                    weather.nodes()));
        }
        return intervals;
    }

    private static List<Load> loads(Random random, int count, int cheats) {
        List<Load> loads = new ArrayList<>();
        String[] groups = {"alpha", "beta", "gamma"};
        for (int i = 0; i < count; i++) {
            double capacity = 20_000 * (1 + i % 3) * (1 + 0.05 * random.nextGaussian());
            boolean cheat = i % 3 == 2 && i / 3 < cheats;
            double share = (cheat ? 0.2 : 0.55) + 0.09 * random.nextGaussian();
            loads.add(new Load(
                    groups[i % 3] + "-" + (i / 3 + 1),
                    groups[i % 3],
                    Math.round(capacity * Math.max(0, share)),
                    capacity,
                    cheat));
        }
        return loads;
    }

    private static Scenario scenario(String name, String claim, int nodes) {
        HardwareClass gateway = new HardwareClass(
                "gateway", 80, 0.1, Duration.ofMillis(20), Duration.ofMillis(4), Duration.ofMillis(2));
        HardwareClass server = new HardwareClass(
                "server-with-accelerator",
                12_500,
                0.05,
                Duration.ofMillis(3),
                Duration.ofNanos(300_000),
                Duration.ofMillis(1));
        List<NodeGroup> fleet = new ArrayList<>();
        if (nodes > 1) {
            fleet.add(new NodeGroup(
                    "beta",
                    nodes - nodes / 2,
                    "server-with-accelerator",
                    "city-of-south",
                    "south",
                    List.of("meter-digits", "street-signs"),
                    256));
        }
        fleet.add(new NodeGroup(
                "alpha", Math.max(1, nodes / 2), "gateway", "city-of-north", "north", List.of("meter-digits"), 64));
        return new Scenario(
                name,
                claim,
                true,
                Set.of(Mode.VIRTUAL, Mode.REAL),
                MINUTE.multipliedBy(4),
                MINUTE,
                42,
                Map.of("gateway", gateway, "server-with-accelerator", server),
                fleet,
                List.of(
                        new RequesterGroup(
                                "readers",
                                8,
                                "north",
                                new Arrivals.DayCurve(2, 0.8, Duration.ofHours(18), Duration.ofHours(24)),
                                new JobShape("meter-digits", 1, 64, Duration.ofSeconds(20))),
                        new RequesterGroup(
                                "crowd",
                                200,
                                "south",
                                new Arrivals.Bursts(0.1, 5, MINUTE, Duration.ofSeconds(10)),
                                new JobShape("street-signs", 5, 5, Duration.ofSeconds(8)))),
                new NetworkPlan(
                        List.of(new NetworkPlan.Broker("first", "north"), new NetworkPlan.Broker("second", "south")),
                        Duration.ofMillis(2),
                        Map.of(new NetworkPlan.RegionPair("north", "south"), Duration.ofMillis(35)),
                        0.2,
                        0.01,
                        0.005,
                        0),
                List.of(),
                List.of(),
                List.of(
                        new Target(Metric.JOBS_COMPLETED, Target.Comparison.AT_LEAST, 0.95),
                        new Target(Metric.LATENCY_P99, Target.Comparison.AT_MOST, 10)));
    }

    private static RunReport report(
            Scenario scenario,
            Optional<Invariant> broken,
            List<Interval> intervals,
            List<Load> loads,
            List<Happening> happenings) {
        long completed = intervals.stream().mapToLong(Interval::completed).sum();
        long failed = intervals.stream().mapToLong(Interval::failed).sum();
        double rows = intervals.stream()
                .mapToDouble(i -> i.rowsPerSecond() * i.length().toMillis() / 1000)
                .sum();
        Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
        if (completed > 0) {
            metrics.put(Metric.JOBS_COMPLETED, (double) completed / (completed + failed));
            metrics.put(Metric.JOBS_ENDED, 1.0);
            metrics.put(
                    Metric.ROWS_PER_SECOND,
                    intervals.stream()
                            .mapToDouble(Interval::rowsPerSecond)
                            .average()
                            .orElse(0));
            metrics.put(Metric.LATENCY_P50, intervals.get(0).latencyP50Seconds());
            metrics.put(
                    Metric.LATENCY_P99,
                    intervals.stream()
                            .mapToDouble(Interval::latencyP99Seconds)
                            .filter(Double::isFinite)
                            .max()
                            .orElse(0));
            metrics.put(Metric.STATEMENTS_PER_SIGNATURE, 14.25);
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (Invariant invariant : Invariant.values()) {
            boolean holds = broken.filter(invariant::equals).isEmpty();
            verdicts.add(new Verdict(
                    invariant.claim(),
                    true,
                    holds,
                    holds ? "at every step" : "at 148 s: row 17 of job 2041 was answered twice"));
        }
        for (Target target : scenario.targets()) {
            double value = metrics.getOrDefault(target.metric(), target.bound());
            verdicts.add(new Verdict(target.toString(), false, target.holds(value), Numbers.plain(value)));
        }
        Duration simulated =
                intervals.isEmpty() ? Duration.ZERO : intervals.get(0).length().multipliedBy(intervals.size());
        return new RunReport(
                scenario,
                Mode.VIRTUAL,
                42,
                "9f2c41d07be85a3360c1b7f4e2d9a8535e0b6c7d8f9a0b1c2d3e4f5061728394",
                verdicts,
                metrics,
                intervals,
                loads,
                happenings,
                new Totals(
                        completed + failed,
                        completed,
                        failed,
                        Math.round(rows),
                        completed * 3,
                        completed / 40,
                        12,
                        completed * 3,
                        completed / 5,
                        simulated,
                        Duration.ofMillis(8421),
                        completed * 21));
    }
}
