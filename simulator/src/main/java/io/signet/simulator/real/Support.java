package io.signet.simulator.real;

import io.signet.mesh.JobRequest;
import io.signet.mesh.ServedModel;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.simulator.run.RunException;
import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What real processes can be made to do, and what takes the virtual mode. */
final class Support {
    /** Most requesters, which are all in this process. */
    static final int REQUESTERS_MAX = 64;

    private static final Duration DURATION_MAX = Duration.ofHours(6);
    private static final double SPEED_MIN = 0.001;
    private static final double SPEED_MAX = 1000;
    private static final double LOSS_MAX = 0.9;
    private static final double SLOWER_MAX_S = 60;

    /** What processes don't tell of themselves; nobody cheats here. */
    private static final Set<Metric> NOT_MEASURED = EnumSet.of(
            Metric.WITNESSED,
            Metric.FORKS_ACCEPTED,
            Metric.FORKS_PROVED,
            Metric.SET_BACK,
            Metric.CHEATS_FOUND,
            Metric.UNLISTED_FIRMWARE,
            Metric.HEAT_THROTTLED,
            Metric.REVOCATION_LEARNED,
            Metric.NODES_IN_THE_END,
            Metric.ENROLLED_AFTER_RETURN,
            Metric.REQUESTS_PER_SECOND_MAX,
            Metric.CERTIFICATES_PER_NODE_MAX,
            Metric.TOLD_WHY);

    private Support() {}

    /** Refuses a scenario that asks for more, and names everything that is too much. */
    static void require(Scenario scenario, NetworkAbility ability) throws RunException {
        List<String> reasons = new ArrayList<>();
        for (Fault fault : scenario.faults()) {
            reason(fault, reasons);
        }
        for (Adversary adversary : scenario.adversaries()) {
            reasons.add("the adversary " + adversary.kind().label() + " needs the mode virtual");
        }
        if (scenario.pallet().isPresent()) {
            reasons.add("a pallet needs the mode virtual");
        }
        if (scenario.listedFirmware()) {
            reasons.add("listed firmware needs the mode virtual");
        }
        for (Target target : scenario.targets()) {
            if (NOT_MEASURED.contains(target.metric())) {
                reasons.add("the target " + target.metric().label() + " needs the mode virtual");
            }
        }
        NetworkPlan network = scenario.network();
        if ((network.duplication() > 0 || network.reordering() > 0) && !ability.netem()) {
            reasons.add("duplication and reordering need the mode virtual, or network namespaces with netem: "
                    + ability.why());
        }
        requireAtMost("nodes", scenario.nodes(), MeshPlan.NODES_MAX, reasons);
        requireAtMost("owners", owners(scenario), Owners.MAX, reasons);
        requireAtMost("requesters", scenario.requesterCount(), REQUESTERS_MAX, reasons);
        requireAtMost("seconds of duration", scenario.duration().toSeconds(), DURATION_MAX.toSeconds(), reasons);
        for (RequesterGroup group : scenario.requesters()) {
            requireAtMost(
                    "seconds of timeout of " + group.name(),
                    group.jobs().timeout().toSeconds(),
                    JobRequest.TIMEOUT_MAX.toSeconds(),
                    reasons);
        }
        for (NodeGroup group : scenario.fleet()) {
            for (String model : group.models()) {
                requireAtMost(
                        "characters of the model's name " + model, model.length(), ServedModel.NAME_CHARS_MAX, reasons);
            }
        }
        if (!reasons.isEmpty()) {
            throw new RunException(
                    "the scenario " + scenario.name() + " can't run in the mode real: " + String.join("; ", reasons));
        }
    }

    private static long owners(Scenario scenario) {
        return scenario.fleet().stream().map(NodeGroup::owner).distinct().count();
    }

    private static void reason(Fault fault, List<String> reasons) {
        String label = fault.kind().label();
        switch (fault.kind()) {
            case CRASH, STOP, PAUSE, DISK_FULL, CUT_OFF, BROKER_DOWN, REGION_CUT_OFF -> {}
            case THROTTLE -> requireInRange(label, fault.amount(), SPEED_MIN, SPEED_MAX, reasons);
            case MEMORY_PRESSURE -> requireInRange(label, fault.amount(), 0, 1, reasons);
            case LOSSY_NETWORK -> requireInRange(label, fault.amount(), 0, LOSS_MAX, reasons);
            case SLOW_NETWORK ->
                requireInRange(label + " (s)", fault.time().toMillis() / 1e3, 0, SLOWER_MAX_S, reasons);
            case TORN_WRITE,
                    DISK_ROLLED_BACK,
                    SLOW_DISK,
                    CLOCK_SKEW,
                    CLOCK_DRIFT,
                    SLOW_KEY,
                    KEY_MISSING,
                    HOT_ROOM,
                    REVOKE,
                    RENEW,
                    REGISTRAR_DOWN,
                    ENGINE_CRASH -> reasons.add("the fault " + label + " needs the mode virtual");
        }
    }

    private static void requireInRange(String what, double value, double min, double max, List<String> reasons) {
        if (!(value >= min && value <= max)) {
            reasons.add(what + " is " + value + ", allowed are " + min + " to " + max);
        }
    }

    private static void requireAtMost(String what, long value, long max, List<String> reasons) {
        if (value > max) {
            reasons.add(value + " " + what + " are more than " + max);
        }
    }
}
