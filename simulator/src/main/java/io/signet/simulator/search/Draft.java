package io.signet.simulator.search;

import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.NetworkPlan.Broker;
import io.signet.simulator.scenario.NetworkPlan.RegionPair;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Selection;
import io.signet.simulator.scenario.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A scenario while it is changed. What refers to something that was taken away goes with it. */
final class Draft {
    private final Scenario original;
    private Duration duration;
    private Duration settle;
    private List<NodeGroup> fleet;
    private List<RequesterGroup> requesters;
    private NetworkPlan network;
    private List<Fault> faults;
    private List<Adversary> adversaries;
    private List<Target> targets;

    private Draft(Scenario original) {
        this.original = original;
        this.duration = original.duration();
        this.settle = original.settle();
        this.fleet = original.fleet();
        this.requesters = original.requesters();
        this.network = original.network();
        this.faults = original.faults();
        this.adversaries = original.adversaries();
        this.targets = original.targets();
    }

    /** {@code scenario} after {@code edit}; none if that is no valid scenario, or the same. */
    static Stream<Scenario> edited(Scenario scenario, Consumer<Draft> edit) {
        Draft draft = new Draft(scenario);
        try {
            edit.accept(draft);
            return draft.finish().filter(edited -> !edited.equals(scenario));
        } catch (IllegalArgumentException e) {
            return Stream.empty(); // out of the range that a scenario allows: no candidate
        }
    }

    void duration(Duration to) {
        duration = to;
    }

    void settle(Duration to) {
        settle = to;
    }

    void fleet(List<NodeGroup> to) {
        fleet = to;
    }

    void requesters(List<RequesterGroup> to) {
        requesters = to;
    }

    void network(NetworkPlan to) {
        network = to;
    }

    void faults(List<Fault> to) {
        faults = to;
    }

    void adversaries(List<Adversary> to) {
        adversaries = to;
    }

    void targets(List<Target> to) {
        targets = to;
    }

    private Stream<Scenario> finish() {
        Set<String> regions = regions();
        Set<String> targetNames = new HashSet<>(regions);
        network.brokers().stream().map(Broker::name).forEach(targetNames::add);
        List<Fault> faultsLeft = faults.stream()
                .filter(fault -> isWithin(fault.at()) && selectsAny(fault.nodes()))
                .filter(fault -> fault.target().map(targetNames::contains).orElse(true))
                .toList();
        List<Adversary> adversariesLeft = adversaries.stream()
                .filter(adversary -> isWithin(adversary.from()) && selectsAny(adversary.nodes()))
                .toList();
        if (losesModel()) {
            return Stream.empty();
        }
        Map<String, HardwareClass> hardware = new HashMap<>(original.hardware());
        hardware.keySet().retainAll(fleet.stream().map(NodeGroup::hardware).toList());
        return Stream.of(new Scenario(
                original.name(),
                original.claim(),
                original.quick(),
                original.modes(),
                duration,
                settle,
                original.seed(),
                hardware,
                fleet,
                requesters,
                networkOf(regions),
                faultsLeft,
                adversariesLeft,
                targets,
                original.witnesses(),
                original.listedFirmware(),
                original.pallet()));
    }

    private Set<String> regions() {
        Set<String> regions = new HashSet<>();
        fleet.forEach(group -> regions.add(group.region()));
        requesters.forEach(group -> regions.add(group.region()));
        network.brokers().forEach(broker -> regions.add(broker.region()));
        return regions;
    }

    private NetworkPlan networkOf(Set<String> regions) {
        Map<RegionPair, Duration> latencies = new HashMap<>(network.latencies());
        latencies.keySet().removeIf(pair -> !regions.contains(pair.first()) || !regions.contains(pair.second()));
        return new NetworkPlan(
                network.brokers(),
                network.latency(),
                latencies,
                network.jitter(),
                network.loss(),
                network.duplication(),
                network.reordering());
    }

    private boolean isWithin(Duration time) {
        return time.compareTo(duration) <= 0;
    }

    private boolean selectsAny(Selection nodes) {
        return fleet.stream()
                .anyMatch(group -> nodes.group().map(group.name()::equals).orElse(true)
                        && nodes.region().map(group.region()::equals).orElse(true));
    }

    /** True if jobs ask for a model whose last node was taken away: that would be another failure. */
    private boolean losesModel() {
        Set<String> served = models(fleet);
        return requesters.stream()
                .map(group -> group.jobs().model())
                .anyMatch(model ->
                        !served.contains(model) && models(original.fleet()).contains(model));
    }

    private static Set<String> models(List<NodeGroup> fleet) {
        return fleet.stream().flatMap(group -> group.models().stream()).collect(Collectors.toSet());
    }
}
