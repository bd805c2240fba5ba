package io.signet.simulator.search;

import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.Arrivals;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.JobShape;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Selection;
import io.signet.simulator.scenario.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The ways in which scenarios are made smaller, those that save most first. */
final class Reductions {
    /** A violation is left this much time after it was seen, so that it is in the run for sure. */
    private static final Duration AFTER_VIOLATION = Duration.ofMillis(100);

    private static final double SHARE_MIN = 0.01;
    private static final double RATE_MIN = 0.01;

    private Reductions() {}

    /**
     * Those that leave {@code failure} its reason. A violated invariant may be violated by less of everything. A target
     * that was missed would also be missed by a mesh without nodes, and thus is looked for only with less of what hinders.
     */
    static List<Reduction> of(Failure failure) {
        List<Reduction> hindrances = List.of(
                Reductions::otherTargets,
                Reductions::fewerFaults,
                Reductions::fewerAdversaries,
                Reductions::fewerBrokers,
                Reductions::milderNetwork,
                Reductions::shorterFaults,
                Reductions::milderFaults,
                Reductions::fewerNodesHit,
                Reductions::milderAdversaries,
                Reductions::fewerCheats);
        List<Reduction> everything = List.of(
                Reductions::cutAfterViolation,
                Reductions::fewerNodeGroups,
                Reductions::fewerRequesterGroups,
                Reductions::fewerNodes,
                Reductions::fewerRequesters,
                Reductions::earlierFaults,
                Reductions::shorter,
                Reductions::lessSettling,
                Reductions::fewerArrivals,
                Reductions::fewerJobsOfTraces,
                Reductions::smallerJobs,
                Reductions::smallestJobs);
        if (failure.scenario().pallet().isPresent()) {
            return List.of(Reductions::otherTargets, Reductions::fewerFaults, Reductions::shorterFaults);
        }
        return failure.verdict().invariant()
                ? Stream.concat(everything.stream(), hindrances.stream()).toList()
                : hindrances;
    }

    private static Stream<Scenario> cutAfterViolation(Failure failure) {
        Scenario scenario = failure.scenario();
        Optional<Duration> end =
                failure.seenAt().map(at -> Duration.ofMillis(at.toMillis()).plus(AFTER_VIOLATION));
        return end.stream()
                .flatMap(at -> at.compareTo(scenario.duration()) < 0
                        ? Draft.edited(scenario, draft -> {
                            draft.duration(at);
                            draft.settle(Duration.ZERO);
                        })
                        : Draft.edited(
                                scenario,
                                draft -> draft.settle(min(scenario.settle(), at.minus(scenario.duration())))));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Stream<Scenario> shorter(Failure failure) {
        Scenario scenario = failure.scenario();
        return smaller(scenario.duration(), 100)
                .flatMap(duration -> Draft.edited(scenario, draft -> draft.duration(duration)));
    }

    private static Stream<Scenario> lessSettling(Failure failure) {
        Scenario scenario = failure.scenario();
        return smaller(scenario.settle(), 0).flatMap(settle -> Draft.edited(scenario, draft -> draft.settle(settle)));
    }

    private static Stream<Scenario> otherTargets(Failure failure) {
        List<Target> missed = failure.target().stream().toList();
        return Draft.edited(failure.scenario(), draft -> draft.targets(missed));
    }

    private static Stream<Scenario> fewerFaults(Failure failure) {
        return fewer(failure, failure.scenario().faults(), Draft::faults);
    }

    private static Stream<Scenario> fewerAdversaries(Failure failure) {
        return fewer(failure, failure.scenario().adversaries(), Draft::adversaries);
    }

    private static Stream<Scenario> fewerNodeGroups(Failure failure) {
        return fewer(failure, failure.scenario().fleet(), Draft::fleet);
    }

    private static Stream<Scenario> fewerRequesterGroups(Failure failure) {
        return fewer(failure, failure.scenario().requesters(), Draft::requesters);
    }

    private static Stream<Scenario> fewerBrokers(Failure failure) {
        NetworkPlan plan = failure.scenario().network();
        return fewer(
                failure,
                plan.brokers(),
                (draft, brokers) -> draft.network(new NetworkPlan(
                        brokers,
                        plan.latency(),
                        plan.latencies(),
                        plan.jitter(),
                        plan.loss(),
                        plan.duplication(),
                        plan.reordering())));
    }

    private static Stream<Scenario> milderNetwork(Failure failure) {
        NetworkPlan p = failure.scenario().network();
        return Stream.of(
                        new NetworkPlan(p.brokers(), p.latency(), Map.of(), 0, 0, 0, 0),
                        new NetworkPlan(
                                p.brokers(),
                                p.latency(),
                                Map.of(),
                                p.jitter(),
                                p.loss(),
                                p.duplication(),
                                p.reordering()),
                        new NetworkPlan(
                                p.brokers(), p.latency(), p.latencies(), 0, p.loss(), p.duplication(), p.reordering()),
                        new NetworkPlan(
                                p.brokers(),
                                p.latency(),
                                p.latencies(),
                                p.jitter(),
                                0,
                                p.duplication(),
                                p.reordering()),
                        new NetworkPlan(
                                p.brokers(), p.latency(), p.latencies(), p.jitter(), p.loss(), 0, p.reordering()),
                        new NetworkPlan(
                                p.brokers(), p.latency(), p.latencies(), p.jitter(), p.loss(), p.duplication(), 0))
                .flatMap(plan -> Draft.edited(failure.scenario(), draft -> draft.network(plan)));
    }

    private static Stream<Scenario> shorterFaults(Failure failure) {
        return one(
                failure,
                failure.scenario().faults(),
                fault -> fault.lasting().stream()
                        .flatMap(lasting -> smaller(lasting, 0))
                        .map(lasting -> new Fault(
                                fault.kind(),
                                fault.at(),
                                Optional.of(lasting),
                                fault.nodes(),
                                fault.target(),
                                fault.amount(),
                                fault.time())),
                Draft::faults);
    }

    /** So that the run can be shorter. */
    private static Stream<Scenario> earlierFaults(Failure failure) {
        return one(
                failure,
                failure.scenario().faults(),
                fault -> smaller(fault.at(), 0)
                        .map(at -> new Fault(
                                fault.kind(),
                                at,
                                fault.lasting(),
                                fault.nodes(),
                                fault.target(),
                                fault.amount(),
                                fault.time())),
                Draft::faults);
    }

    private static Stream<Scenario> milderFaults(Failure failure) {
        return one(failure, failure.scenario().faults(), Reductions::milder, Draft::faults);
    }

    private static Stream<Fault> milder(Fault fault) {
        Fault.Parameter parameter = fault.kind().parameter();
        if (parameter == Fault.Parameter.TIME) {
            return smaller(fault.time().abs(), 1)
                    .map(time -> of(fault, fault.amount(), fault.time().isNegative() ? time.negated() : time));
        }
        // To throttle less is to compute at more of the speed: that number has no end at which the fault is gone.
        boolean halves = parameter == Fault.Parameter.AMOUNT
                && fault.kind() != Fault.Kind.THROTTLE
                && Math.abs(fault.amount()) >= 2 * SHARE_MIN;
        return halves ? Stream.of(of(fault, fault.amount() / 2, fault.time())) : Stream.empty();
    }

    private static Fault of(Fault fault, double amount, Duration time) {
        return new Fault(fault.kind(), fault.at(), fault.lasting(), fault.nodes(), fault.target(), amount, time);
    }

    private static Stream<Scenario> fewerNodesHit(Failure failure) {
        return one(
                failure,
                failure.scenario().faults(),
                fault -> fault.kind().subject() != Fault.Subject.NODES
                        ? Stream.empty()
                        : smaller(fault.nodes(), failure.scenario())
                                .map(nodes -> new Fault(
                                        fault.kind(),
                                        fault.at(),
                                        fault.lasting(),
                                        nodes,
                                        fault.target(),
                                        fault.amount(),
                                        fault.time())),
                Draft::faults);
    }

    private static Stream<Scenario> milderAdversaries(Failure failure) {
        return one(
                failure,
                failure.scenario().adversaries(),
                adversary -> halved(adversary)
                        .mapToObj(
                                amount -> new Adversary(adversary.kind(), adversary.nodes(), amount, adversary.from())),
                Draft::adversaries);
    }

    /** Of numbers of nodes or messages a whole one, of shares any that matters. */
    private static DoubleStream halved(Adversary adversary) {
        double half = adversary.amount() / 2;
        if (adversary.amount() > 1) {
            return DoubleStream.of(Math.floor(half));
        }
        return adversary.kind().ofFleet() && half >= SHARE_MIN ? DoubleStream.of(half) : DoubleStream.empty();
    }

    private static Stream<Scenario> fewerCheats(Failure failure) {
        return one(
                failure,
                failure.scenario().adversaries(),
                adversary -> !adversary.kind().ofFleet()
                        ? Stream.empty()
                        : smaller(adversary.nodes(), failure.scenario())
                                .map(nodes ->
                                        new Adversary(adversary.kind(), nodes, adversary.amount(), adversary.from())),
                Draft::adversaries);
    }

    private static Stream<Scenario> fewerNodes(Failure failure) {
        return one(
                failure,
                failure.scenario().fleet(),
                group -> smaller(group.count(), 1)
                        .mapToObj(count -> new NodeGroup(
                                group.name(),
                                (int) count,
                                group.hardware(),
                                group.owner(),
                                group.region(),
                                group.models(),
                                group.tasksMax())),
                Draft::fleet);
    }

    private static Stream<Scenario> fewerRequesters(Failure failure) {
        return requesters(failure, group -> smaller(group.count(), 1)
                .mapToObj(count ->
                        new RequesterGroup(group.name(), (int) count, group.region(), group.arrivals(), group.jobs())));
    }

    private static Stream<Scenario> fewerArrivals(Failure failure) {
        return requesters(failure, group -> rarer(group.arrivals()).map(arrivals -> with(group, arrivals)));
    }

    private static Stream<Arrivals> rarer(Arrivals arrivals) {
        if (arrivals instanceof Arrivals.Poisson poisson && poisson.perSecond() >= 2 * RATE_MIN) {
            return Stream.of(new Arrivals.Poisson(poisson.perSecond() / 2));
        }
        if (arrivals instanceof Arrivals.Bursts bursts && bursts.peakPerSecond() >= 2 * RATE_MIN) {
            return Stream.of(new Arrivals.Bursts(
                    bursts.perSecond() / 2, bursts.peakPerSecond() / 2, bursts.every(), bursts.lasting()));
        }
        if (arrivals instanceof Arrivals.DayCurve curve && curve.perSecond() >= 2 * RATE_MIN) {
            return Stream.of(new Arrivals.DayCurve(curve.perSecond() / 2, curve.swing(), curve.peakAt(), curve.day()));
        }
        if (arrivals instanceof Arrivals.Closed closed) {
            return smaller(closed.inFlight(), 1).mapToObj(inFlight -> new Arrivals.Closed((int) inFlight));
        }
        return Stream.empty();
    }

    private static Stream<Scenario> fewerJobsOfTraces(Failure failure) {
        return requesters(
                failure,
                group -> group.arrivals() instanceof Arrivals.Trace trace
                        ? without(trace.entries())
                                .filter(entries -> !entries.isEmpty())
                                .map(entries -> with(group, new Arrivals.Trace(entries)))
                        : Stream.empty());
    }

    private static Stream<Scenario> smallerJobs(Failure failure) {
        return requesters(
                failure, group -> smaller(group.jobs().rowsMax(), group.jobs().rowsMin())
                        .mapToObj(rows -> with(group, group.jobs().rowsMin(), (int) rows)));
    }

    private static Stream<Scenario> smallestJobs(Failure failure) {
        return requesters(failure, group -> smaller(group.jobs().rowsMin(), 1)
                .mapToObj(rows -> with(group, (int) rows, group.jobs().rowsMax())));
    }

    private static RequesterGroup with(RequesterGroup group, Arrivals arrivals) {
        return new RequesterGroup(group.name(), group.count(), group.region(), arrivals, group.jobs());
    }

    private static RequesterGroup with(RequesterGroup group, int rowsMin, int rowsMax) {
        JobShape jobs = new JobShape(
                group.jobs().model(), rowsMin, rowsMax, group.jobs().timeout());
        return new RequesterGroup(group.name(), group.count(), group.region(), group.arrivals(), jobs);
    }

    private static Stream<Scenario> requesters(
            Failure failure, Function<RequesterGroup, Stream<RequesterGroup>> smaller) {
        return one(failure, failure.scenario().requesters(), smaller, Draft::requesters);
    }

    /** Of a selection, fewer nodes. */
    private static Stream<Selection> smaller(Selection selection, Scenario scenario) {
        int candidates = scenario.fleet().stream()
                .filter(group -> selection.group().map(group.name()::equals).orElse(true))
                .filter(group -> selection.region().map(group.region()::equals).orElse(true))
                .mapToInt(NodeGroup::count)
                .sum();
        return smaller(selection.of(candidates), 1)
                .mapToObj(
                        count -> new Selection(selection.group(), selection.region(), 1, OptionalInt.of((int) count)));
    }

    /** {@code failure}'s scenario with parts of {@code list} taken away. */
    private static <T> Stream<Scenario> fewer(Failure failure, List<T> list, BiConsumer<Draft, List<T>> set) {
        return without(list).flatMap(fewer -> Draft.edited(failure.scenario(), draft -> set.accept(draft, fewer)));
    }

    /** {@code failure}'s scenario with one element of {@code list} replaced by a smaller one. */
    private static <T> Stream<Scenario> one(
            Failure failure, List<T> list, Function<T, Stream<T>> smaller, BiConsumer<Draft, List<T>> set) {
        return LongStream.range(0, list.size()).mapToObj(index -> (int) index).flatMap(index -> smaller.apply(
                        list.get(index))
                .flatMap(element ->
                        Draft.edited(failure.scenario(), draft -> set.accept(draft, replaced(list, index, element)))));
    }

    private static <T> List<T> replaced(List<T> list, int index, T element) {
        return LongStream.range(0, list.size())
                .mapToObj(i -> i == index ? element : list.get((int) i))
                .toList();
    }

    /** Delta debugging: {@code list} without all, each half, each quarter, and so on to each element. */
    private static <T> Stream<List<T>> without(List<T> list) {
        return Stream.iterate(list.size(), length -> length > 0, length -> length == 1 ? 0 : (length + 1) / 2)
                .flatMap(length -> Stream.iterate(0, from -> from < list.size(), from -> from + length)
                        .map(from -> Stream.concat(
                                        list.stream().limit(from), list.stream().skip(from + length))
                                .toList()));
    }

    /** Numbers from {@code min} up that are closer and closer to {@code value}, and less. */
    private static LongStream smaller(long value, long min) {
        return LongStream.iterate(value - min, step -> step > 0, step -> step / 2)
                .map(step -> value - step);
    }

    /** The same for times of whole milliseconds, as long as it saves a tenth. */
    private static Stream<Duration> smaller(Duration time, long minMs) {
        return smaller(time.toMillis(), minMs)
                .filter(ms -> ms <= time.toMillis() * 9 / 10)
                .mapToObj(Duration::ofMillis);
    }
}
