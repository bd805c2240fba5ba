package io.signet.simulator.scenario;

import io.signet.runtime.Limits;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mesh, what happens to it, and what is claimed of it.
 *
 * @param name by which it is called
 * @param claim what it proves, in one sentence
 * @param quick true if it belongs to the quick set
 * @param modes in which it can run
 * @param duration how long jobs are submitted and faults happen, 100 ms to 30 days
 * @param settle how long the mesh may take to end its jobs and to converge afterwards, at most 1 day
 * @param seed of a run that is given no other
 * @param hardware hardware classes by name
 * @param fleet the nodes, 1 group at least
 * @param requesters who submits jobs
 * @param network between them
 * @param faults what goes wrong
 * @param adversaries who cheats
 * @param targets what must be reached; the invariants hold always and need not be named
 * @param witnesses of the nodes' logs
 * @param listedFirmware whether requesters list the firmware that nodes may run, and demand evidence of it
 * @param pallet boxes that become nodes; then there is no mesh, and what is said of one is of no meaning
 */
public record Scenario(
        String name,
        String claim,
        boolean quick,
        Set<Mode> modes,
        Duration duration,
        Duration settle,
        long seed,
        Map<String, HardwareClass> hardware,
        List<NodeGroup> fleet,
        List<RequesterGroup> requesters,
        NetworkPlan network,
        List<Fault> faults,
        List<Adversary> adversaries,
        List<Target> targets,
        Witnesses witnesses,
        boolean listedFirmware,
        Optional<Pallet> pallet) {
    public Scenario {
        Names.require("scenario", name);
        if (claim.isBlank()) {
            throw new IllegalArgumentException("a scenario says what it proves in 'claim'");
        }
        Limits.requireInRange("number of modes", modes.size(), 1, 2);
        Limits.requireInRange(
                "duration (ms)", duration.toMillis(), 100, Duration.ofDays(30).toMillis());
        Limits.requireInRange(
                "settle (ms)", settle.toMillis(), 0, Duration.ofDays(1).toMillis());
        Limits.requireInRange("number of groups of nodes", fleet.size(), 1, 1000);
        Limits.requireInRange("number of groups of requesters", requesters.size(), 0, 1000);
        modes = Set.copyOf(modes);
        hardware = Map.copyOf(hardware);
        fleet = List.copyOf(fleet);
        requesters = List.copyOf(requesters);
        faults = List.copyOf(faults);
        adversaries = List.copyOf(adversaries);
        targets = List.copyOf(targets);
        for (NodeGroup group : fleet) {
            if (!hardware.containsKey(group.hardware())) {
                throw new IllegalArgumentException("group " + group.name() + " is of hardware class '"
                        + group.hardware() + "', which is not one of " + hardware.keySet());
            }
        }
        Set<String> names = new HashSet<>();
        fleet.forEach(group -> requireNew(names, group.name()));
        requesters.forEach(group -> requireNew(names, group.name()));
    }

    /** A scenario without witnesses and demands of firmware; the arguments are as in the record. */
    public Scenario(
            String name,
            String claim,
            boolean quick,
            Set<Mode> modes,
            Duration duration,
            Duration settle,
            long seed,
            Map<String, HardwareClass> hardware,
            List<NodeGroup> fleet,
            List<RequesterGroup> requesters,
            NetworkPlan network,
            List<Fault> faults,
            List<Adversary> adversaries,
            List<Target> targets) {
        this(
                name,
                claim,
                quick,
                modes,
                duration,
                settle,
                seed,
                hardware,
                fleet,
                requesters,
                network,
                faults,
                adversaries,
                targets,
                Witnesses.NONE,
                false);
    }

    /** A scenario of a mesh; the arguments are as in the record. */
    public Scenario(
            String name,
            String claim,
            boolean quick,
            Set<Mode> modes,
            Duration duration,
            Duration settle,
            long seed,
            Map<String, HardwareClass> hardware,
            List<NodeGroup> fleet,
            List<RequesterGroup> requesters,
            NetworkPlan network,
            List<Fault> faults,
            List<Adversary> adversaries,
            List<Target> targets,
            Witnesses witnesses,
            boolean listedFirmware) {
        this(
                name,
                claim,
                quick,
                modes,
                duration,
                settle,
                seed,
                hardware,
                fleet,
                requesters,
                network,
                faults,
                adversaries,
                targets,
                witnesses,
                listedFirmware,
                Optional.empty());
    }

    private static void requireNew(Set<String> names, String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("two groups are called '" + name + "'");
        }
    }

    /** Nodes of all groups. */
    public int nodes() {
        return fleet.stream().mapToInt(NodeGroup::count).sum();
    }

    /** Requesters of all groups. */
    public int requesterCount() {
        return requesters.stream().mapToInt(RequesterGroup::count).sum();
    }
}
