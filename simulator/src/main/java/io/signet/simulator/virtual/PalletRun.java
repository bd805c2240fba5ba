package io.signet.simulator.virtual;

import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.BookException;
import io.signet.runtime.Clock;
import io.signet.simulator.run.RunRecorder;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.HappeningKind;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Pallet;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.virtual.PalletBox.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** One run of one scenario of a pallet: a registrar, boxes that are switched on, and what comes of them. */
final class PalletRun {
    /** How often a run tells how far it is, and looks for originals of copies. */
    private static final int LOOKS = 1000;

    private static final long LOOK_MIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final Scenario scenario;
    private final Pallet plan;
    private final Clock clock;
    private final World world;
    private final RunRecorder recorder;
    private final EventLog events;
    private final VirtualPallet pallet;
    private final RandomGenerator random;
    private final long endNanos;
    private final List<PalletBox> boxes = new ArrayList<>();
    /** Good boxes that are to be copied once they are enrolled. */
    private final List<PalletBox> toBeCopied = new ArrayList<>();

    private PalletRun(Scenario scenario, Pallet plan, long seed, Clock clock) throws BookException {
        this.scenario = scenario;
        this.plan = plan;
        this.clock = clock;
        this.world = new World(seed);
        this.recorder = new RunRecorder(scenario, Mode.VIRTUAL, seed);
        this.events = new EventLog(world);
        this.pallet = new VirtualPallet(world, plan.certificateLife());
        this.random = world.newRandom();
        this.endNanos = scenario.duration().plus(scenario.settle()).toNanos();
    }

    /** Runs {@code scenario}, which is of {@code plan}. */
    static RunReport run(Scenario scenario, Pallet plan, long seed, Clock clock, Progress progress) {
        SimulatedSignatures.install();
        try {
            PalletRun run = new PalletRun(scenario, plan, seed, clock);
            try (run.pallet) {
                run.populate();
                return run.toTheEnd(progress);
            }
        } catch (BookException e) {
            throw new IllegalStateException("a book in memory can't fail: " + e.getMessage(), e);
        }
    }

    private void populate() {
        for (int i = 0; i < plan.goodCount(); i++) {
            PalletBox box = add(Kind.GOOD, plan.switchedOnOver());
            if (i < plan.cloneCount()) {
                toBeCopied.add(box);
            }
        }
        for (int i = 0; i < plan.wrongCodeCount(); i++) {
            add(Kind.WRONG_CODE, plan.switchedOnOver());
        }
        for (Fault fault : scenario.faults()) {
            world.at(fault.at().toNanos(), () -> {
                recorder.happened(
                        HappeningKind.FAULT,
                        fault.at(),
                        fault.until(),
                        fault.kind().label());
                pallet.stop();
            });
            fault.until().ifPresent(until -> world.at(until.toNanos(), pallet::start));
        }
    }

    private PalletBox add(Kind kind, Duration over) {
        return add(kind, over, kind == Kind.GOOD ? pallet.claimed() : Label.draw(random));
    }

    private PalletBox add(Kind kind, Duration over, Label label) {
        PalletBox box =
                new PalletBox(world, pallet, recorder, events, Duration.ofNanos(endNanos), kind, boxes.size(), label);
        boxes.add(box);
        world.at(world.now() + (long) (random.nextDouble() * over.toNanos()), box::start);
        return box;
    }

    private RunReport toTheEnd(Progress progress) {
        long begun = clock.monotonicNanos();
        long every = Math.max(LOOK_MIN_NANOS, endNanos / LOOKS);
        while (world.now() < endNanos) {
            world.runUntil(Math.min(endNanos, world.now() + every));
            toBeCopied.stream().filter(PalletBox::isNode).toList().forEach(original -> {
                toBeCopied.remove(original);
                add(Kind.CLONE, plan.switchedOnOver().dividedBy(2), original.label());
            });
            recorder.online(
                    now(), (int) boxes.stream().filter(PalletBox::isNode).count());
            progress.at(now(), recorder.jobsEnded(), recorder.rows(), recorder.violationCount());
        }
        Map<String, Integer> certificates = pallet.certificates();
        boxes.forEach(box -> box.requireIssued(issued(certificates, box)));
        measure(certificates);
        return recorder.finish(ending(Duration.ofNanos(clock.monotonicNanos() - begun)));
    }

    private static int issued(Map<String, Integer> certificates, PalletBox box) {
        return certificates.getOrDefault(box.label().id().toString(), 0);
    }

    private Duration now() {
        return Duration.ofNanos(world.now());
    }

    private void measure(Map<String, Integer> certificates) {
        boxes.stream()
                .filter(box -> box.kind() == Kind.GOOD)
                .mapToInt(box -> issued(certificates, box))
                .max()
                .ifPresent(most -> recorder.measured(Metric.CERTIFICATES_PER_NODE_MAX, most));
        recorder.measured(Metric.NODES_IN_THE_END, share(Kind.GOOD, PalletBox::isNode));
        if (boxes.stream().anyMatch(box -> box.kind() != Kind.GOOD)) {
            long bad = boxes.stream().filter(box -> box.kind() != Kind.GOOD).count();
            long told = boxes.stream()
                    .filter(box -> box.kind() != Kind.GOOD && box.heardWhy())
                    .count();
            recorder.measured(Metric.TOLD_WHY, (double) told / bad);
        }
        recorder.measured(Metric.REQUESTS_PER_SECOND_MAX, pallet.requestsInASecond());
        scenario.faults().stream()
                .flatMap(fault -> fault.until().stream())
                .flatMap(until -> boxes.stream().flatMap(box -> box.waitedAfter(until.toNanos()).stream()))
                .max(Duration::compareTo)
                .ifPresent(longest -> recorder.measured(Metric.ENROLLED_AFTER_RETURN, longest.toNanos() / 1e9));
    }

    private double share(Kind kind, Predicate<PalletBox> what) {
        List<PalletBox> all = boxes.stream().filter(box -> box.kind() == kind).toList();
        return (double) all.stream().filter(what).count() / Math.max(1, all.size());
    }

    private RunRecorder.Ending ending(Duration wall) {
        return new RunRecorder.Ending(
                events.finish(),
                new RunRecorder.MemberCounts(
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Optional.empty()),
                List.of(),
                Optional.empty(),
                now(),
                wall,
                world.happened());
    }
}
