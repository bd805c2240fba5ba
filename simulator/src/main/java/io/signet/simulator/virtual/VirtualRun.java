package io.signet.simulator.virtual;

import io.signet.mesh.MeshLimits;
import io.signet.mesh.MeshStats;
import io.signet.runtime.Clock;
import io.signet.simulator.run.Draws;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunRecorder;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.HappeningKind;
import io.signet.simulator.run.RunReport.Load;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** One run of one scenario: makes everybody, lets time go by, and asks everybody in the end. */
final class VirtualRun {
    /** Whom nobody trusts. */
    private static final String STRANGERS = "strangers";
    /** So many nodes are switched on in a second, in a large mesh. */
    private static final double STARTS_PER_SECOND = 1000;
    /** Requesters wait so long for their first job once the last node is on: nodes have to be seen first. */
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    /** Witnesses in a node's list beyond those that it asks. */
    private static final int WITNESSES_SPARE = 3;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final Clock clock;
    private final Fleet fleet;
    private final List<VirtualNode> nodes = new ArrayList<>();
    private final List<VirtualNode> strangers = new ArrayList<>();
    private final List<VirtualRequester> requesters = new ArrayList<>();
    private final long endNanos;
    private final Registrars registrars;
    private final Convergence convergence;

    private VirtualRun(Scenario scenario, Fleet fleet, Clock clock) {
        this.scenario = scenario;
        this.fleet = fleet;
        this.clock = clock;
        this.endNanos = scenario.duration().toNanos();
        this.registrars = new Registrars(fleet, scenario);
        this.convergence = new Convergence(scenario, fleet, registrars);
    }

    static VirtualRun prepare(Scenario scenario, long seed, Clock clock) {
        SimulatedSignatures.install();
        World world = new World(seed);
        Set<String> trusted = scenario.fleet().stream().map(NodeGroup::owner).collect(Collectors.toSet());
        Set<String> all = new HashSet<>(trusted);
        all.add(STRANGERS);
        Owners owners = new Owners(world, all);
        Fleet fleet = new Fleet(
                world,
                new Draws(seed),
                new VirtualNetwork(world, scenario.network()),
                owners,
                owners.trust(
                        trusted,
                        scenario.witnesses().demanded(),
                        scenario.listedFirmware() ? Set.of(FalseEvidence.LISTED) : Set.of()),
                new RunRecorder(scenario, Mode.VIRTUAL, seed),
                new EventLog(world),
                limits(scenario.nodes()),
                scenario.witnesses(),
                new HeadsSeen(),
                scenario.faults().stream().anyMatch(VirtualRun::heatsOrBrakes));
        VirtualRun run = new VirtualRun(scenario, fleet, clock);
        run.populate();
        return run;
    }

    private static boolean heatsOrBrakes(Fault fault) {
        return fault.kind() == Fault.Kind.HOT_ROOM || fault.kind() == Fault.Kind.THROTTLE;
    }

    /**
     * What an operator of so large a mesh would set: a requester that follows all nodes handles about 5,000 reports a
     * second, so beyond 2,000 nodes each reports the less often the more there are.
     */
    private static MeshLimits limits(int nodes) {
        MeshLimits usual = MeshLimits.DEFAULT;
        Duration every = Duration.ofMillis(Math.max(usual.reportEvery().toMillis(), nodes));
        return usual.withReports(every, every.multipliedBy(5));
    }

    private void populate() {
        RandomGenerator random = fleet.world().newRandom();
        Map<Integer, Adversary> cheats = cheats();
        for (NodeGroup group : scenario.fleet()) {
            HardwareClass hardware = scenario.hardware().get(group.hardware());
            for (int i = 1; i <= group.count(); i++) {
                int number = nodes.size();
                nodes.add(new VirtualNode(
                        fleet,
                        group,
                        hardware,
                        group.name() + "-" + i,
                        number,
                        Optional.ofNullable(cheats.get(number))));
            }
        }
        appointWitnesses();
        populateWithStrangers();
        Set<NodeId> liars = nodes.stream()
                .filter(n -> n.does(Adversary.Kind.ATTESTED_LIE))
                .map(VirtualNode::id)
                .collect(Collectors.toSet());
        String owner = scenario.fleet().get(0).owner();
        for (RequesterGroup group : scenario.requesters()) {
            for (int i = 0; i < group.count(); i++) {
                requesters.add(
                        new VirtualRequester(fleet, group, owner, requesters.size(), endNanos, liars, registrars));
            }
        }
        double startNanos = 1e9 * Math.max(1, nodes.size() / STARTS_PER_SECOND);
        for (VirtualNode node : nodes) {
            fleet.world().at((long) (random.nextDouble() * startNanos), node::start);
        }
        requesters.forEach(requester -> requester.start((long) startNanos + WARM_UP.toNanos()));
        new FaultPlan(fleet, nodes, registrars).plan(scenario);
        Outsiders outsiders = new Outsiders(fleet, endNanos);
        for (Adversary adversary : scenario.adversaries()) {
            if (adversary.kind() == Adversary.Kind.EVIDENCE_FLOOD) {
                var unused = new Asker(
                        fleet,
                        owner,
                        scenario.fleet().get(0).region(),
                        adversary.amount(),
                        adversary.from().toNanos(),
                        endNanos);
                happened(adversary, 1);
            } else if (!adversary.kind().ofFleet() && adversary.kind() != Adversary.Kind.FORGED_IDENTITY) {
                outsiders.plan(adversary, fleet);
            }
        }
    }

    /** The nodes follow nobody, so each has a list: its neighbours in a circle that the seed draws. */
    private void appointWitnesses() {
        int listed = Math.min(nodes.size() - 1, scenario.witnesses().asked() + WITNESSES_SPARE);
        if (scenario.witnesses().asked() == 0) {
            return;
        }
        List<VirtualNode> circle = new ArrayList<>(nodes);
        Collections.shuffle(circle, fleet.draws().of("witnesses", 0));
        for (int i = 0; i < circle.size(); i++) {
            List<NodeId> witnesses = new ArrayList<>();
            for (int j = 1; j <= listed; j++) {
                witnesses.add(circle.get((i + j) % circle.size()).id());
            }
            circle.get(i).askWitnesses(witnesses);
        }
    }

    /** By the number of the node, in what way it cheats. */
    private Map<Integer, Adversary> cheats() {
        Map<Integer, Adversary> cheats = new HashMap<>();
        List<Set<Integer>> picked = fleet.draws().cheats(scenario);
        for (int i = 0; i < picked.size(); i++) {
            Adversary adversary = scenario.adversaries().get(i);
            if (adversary.kind().ofFleet()) {
                picked.get(i).forEach(number -> cheats.put(number, adversary));
                happened(adversary, picked.get(i).size());
            }
        }
        return cheats;
    }

    private void happened(Adversary adversary, int count) {
        fleet.recorder()
                .happened(
                        HappeningKind.ADVERSARY,
                        adversary.from(),
                        Optional.empty(),
                        adversary.kind().label() + ": " + count + " nodes");
    }

    private void populateWithStrangers() {
        for (Adversary adversary : scenario.adversaries()) {
            if (adversary.kind() == Adversary.Kind.FORGED_IDENTITY) {
                NodeGroup like = scenario.fleet().get(0);
                NodeGroup group = new NodeGroup(
                        "fake", (int) adversary.amount(), like.hardware(), STRANGERS, like.region(), like.models(), 1);
                for (int i = 1; i <= group.count(); i++) {
                    VirtualNode stranger = new VirtualNode(
                            fleet,
                            group,
                            scenario.hardware().get(group.hardware()),
                            "fake-" + i,
                            nodes.size() + strangers.size(),
                            Optional.empty());
                    strangers.add(stranger);
                    fleet.world().at(adversary.from().toNanos(), stranger::start);
                }
                happened(adversary, group.count());
            }
        }
    }

    /** Runs until all has happened and all is settled, or the time is over. */
    RunReport toTheEnd(Progress progress) {
        long begun = clock.monotonicNanos();
        long last = scenario.duration().plus(scenario.settle()).toNanos();
        World world = fleet.world();
        while (world.now() < last && !isSettled()) {
            world.runUntil(Math.min(last, world.now() + LOOK_EVERY.toNanos()));
            look();
            RunRecorder recorder = fleet.recorder();
            progress.at(now(), recorder.jobsEnded(), recorder.rows(), recorder.violationCount());
        }
        convergence.close(now());
        nodes.forEach(VirtualNode::checkLog);
        return fleet.recorder().finish(ending(Duration.ofNanos(clock.monotonicNanos() - begun)));
    }

    private boolean isSettled() {
        return fleet.world().now() >= endNanos
                && fleet.recorder().jobsOpen() == 0
                && (convergence.reached().isPresent() || requesters.isEmpty());
    }

    private Duration now() {
        return Duration.ofNanos(fleet.world().now());
    }

    private void look() {
        fleet.recorder()
                .online(now(), (int) nodes.stream().filter(VirtualNode::runs).count());
        nodes.forEach(VirtualNode::requireBounded);
        registrars.look(requesters);
        convergence.look(now(), nodes, strangers, requesters);
    }

    private RunRecorder.Ending ending(Duration wall) {
        return new RunRecorder.Ending(
                fleet.events().finish(),
                counts(),
                loads(),
                convergence.reached(),
                now(),
                wall,
                fleet.world().happened());
    }

    private RunRecorder.MemberCounts counts() {
        long sent = 0;
        long retried = 0;
        long notBelieved = 0;
        long dropped = 0;
        for (VirtualRequester requester : requesters) {
            MeshStats stats = requester.stats();
            sent += stats.tasksSent();
            retried += stats.tasksRetried();
            notBelieved += stats.answersNotBelieved();
            dropped += requester.overflowed()
                    + stats.dropped().values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
        }
        Set<NodeId> found =
                requesters.stream().flatMap(r -> r.notBelieved().stream()).collect(Collectors.toSet());
        List<VirtualNode> deceivers =
                nodes.stream().filter(n -> n.deceived() > 0).toList();
        return new RunRecorder.MemberCounts(
                sent,
                retried,
                notBelieved,
                dropped + nodes.stream().mapToLong(VirtualNode::dropped).sum(),
                nodes.stream().mapToLong(VirtualNode::statements).sum(),
                nodes.stream().mapToLong(VirtualNode::signatures).sum(),
                deceivers.size(),
                (int) deceivers.stream().filter(n -> found.contains(n.id())).count(),
                Optional.of(witnessCounts()),
                unlistedFirmwareRows(),
                heatThrottled(),
                registrars.learned());
    }

    private OptionalDouble heatThrottled() {
        long busy = 0;
        long slowed = 0;
        for (VirtualNode node : nodes) {
            busy += node.warmth().map(Warmth::busyNanos).orElse(0L);
            slowed += node.warmth().map(Warmth::slowedNanos).orElse(0L);
        }
        return busy == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) slowed / busy);
    }

    private OptionalLong unlistedFirmwareRows() {
        if (!scenario.listedFirmware()) {
            return OptionalLong.empty();
        }
        Set<NodeId> unlisted = nodes.stream()
                .filter(VirtualNode::runsUnlistedFirmware)
                .map(VirtualNode::id)
                .collect(Collectors.toSet());
        return OptionalLong.of(requesters.stream()
                .flatMap(requester -> requester.rowsBy().entrySet().stream())
                .filter(rows -> unlisted.contains(rows.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum());
    }

    private RunRecorder.WitnessCounts witnessCounts() {
        Set<NodeId> proved = requesters.stream()
                .flatMap(requester -> requester.forkers().stream())
                .collect(Collectors.toSet());
        List<VirtualNode> forkers = nodes.stream().filter(VirtualNode::forked).toList();
        Set<NodeId> accusable = forkers.stream().map(VirtualNode::id).collect(Collectors.toSet());
        for (NodeId node : proved) {
            if (!accusable.contains(node)) {
                fleet.recorder()
                        .violated(now(), Invariant.NOBODY_ACCUSED, "node " + node + " is said to have two histories");
            }
        }
        return new RunRecorder.WitnessCounts(
                requesters.stream().mapToLong(VirtualRequester::answers).sum(),
                requesters.stream().mapToLong(VirtualRequester::witnessed).sum(),
                requesters.stream().mapToLong(VirtualRequester::forkedRows).sum(),
                forkers.size(),
                (int) forkers.stream().filter(n -> proved.contains(n.id())).count(),
                (int) nodes.stream().filter(VirtualNode::wasSetBack).count());
    }

    private List<Load> loads() {
        Map<NodeId, Long> rows = new HashMap<>();
        for (VirtualRequester requester : requesters) {
            requester.rowsBy().forEach((node, count) -> rows.merge(node, count, Long::sum));
        }
        double seconds = fleet.world().now() / 1e9;
        return nodes.stream()
                .map(n -> new Load(
                        n.name(),
                        n.group().name(),
                        rows.getOrDefault(n.id(), 0L),
                        n.model().rowsPerSecond() * seconds,
                        n.cheats()))
                .toList();
    }
}
