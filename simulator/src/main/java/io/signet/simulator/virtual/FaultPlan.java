package io.signet.simulator.virtual;

import io.signet.simulator.run.Draws;
import io.signet.simulator.run.RunRecorder;
import io.signet.simulator.run.RunReport.HappeningKind;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Has the faults of a scenario happen, and end. */
final class FaultPlan {
    private final World world;
    private final Draws draws;
    private final VirtualNetwork network;
    private final List<VirtualNode> nodes;
    private final RunRecorder recorder;
    private final RandomGenerator random;
    private final Registrars registrars;

    FaultPlan(Fleet fleet, List<VirtualNode> nodes, Registrars registrars) {
        this.registrars = registrars;
        this.world = fleet.world();
        this.draws = fleet.draws();
        this.network = fleet.network();
        this.nodes = List.copyOf(nodes);
        this.recorder = fleet.recorder();
        this.random = world.newRandom();
    }

    void plan(Scenario scenario) {
        for (int i = 0; i < scenario.faults().size(); i++) {
            List<VirtualNode> hit =
                    draws.hit(scenario, i).stream().map(nodes::get).toList();
            plan(scenario.faults().get(i), hit);
        }
    }

    private void plan(Fault fault, List<VirtualNode> hit) {
        long at = fault.at().toNanos();
        if (fault.kind() == Fault.Kind.DISK_ROLLED_BACK) {
            long before = Math.max(0, at - fault.time().toNanos());
            world.at(before, () -> hit.forEach(node -> node.disk().takeSnapshot()));
        }
        world.at(at, () -> begin(fault, hit));
        fault.until().ifPresent(until -> world.at(until.toNanos(), () -> end(fault, hit)));
    }

    private void begin(Fault fault, List<VirtualNode> hit) {
        recorder.happened(HappeningKind.FAULT, fault.at(), fault.until(), describe(fault, hit.size()));
        long nanos = fault.time().toNanos();
        switch (fault.kind()) {
            case CRASH ->
                hit.forEach(node -> {
                    node.kill();
                    node.disk().crash();
                });
            case STOP -> hit.forEach(VirtualNode::stop);
            case TORN_WRITE ->
                hit.forEach(node -> {
                    node.kill();
                    node.disk().tear(random);
                });
            case DISK_ROLLED_BACK ->
                hit.forEach(node -> {
                    node.kill();
                    node.disk().rollBack();
                    node.rolledBack();
                });
            case PAUSE -> hit.forEach(node -> node.pause(pauseNanos(fault)));
            case DISK_FULL -> hit.forEach(node -> node.disk().setFull(true));
            case SLOW_DISK -> hit.forEach(node -> node.disk().setForceNanos(nanos));
            case CLOCK_SKEW -> hit.forEach(node -> node.wall().skew(fault.time().toMillis()));
            case CLOCK_DRIFT -> hit.forEach(node -> node.wall().drift(fault.amount(), world.now()));
            case SLOW_KEY -> hit.forEach(node -> node.key().setSignNanos(nanos));
            case KEY_MISSING -> hit.forEach(node -> node.key().setMissing(true));
            case THROTTLE -> hit.forEach(node -> node.model().throttle(fault.amount()));
            case HOT_ROOM -> hit.forEach(node -> node.warmth().ifPresent(chip -> chip.room(fault.amount())));
            case MEMORY_PRESSURE -> hit.forEach(node -> node.model().failForWantOfMemory(fault.amount()));
            case ENGINE_CRASH -> hit.forEach(node -> node.model().crash(fault.amount()));
            case REVOKE -> hit.forEach(registrars::revoke);
            case RENEW -> // whom his owner revoked he gives no certificate again
                hit.stream().filter(node -> !registrars.isRevoked(node)).forEach(VirtualNode::renew);
            case CUT_OFF -> hit.forEach(node -> node.cutOff(true));
            case BROKER_DOWN -> network.broker(fault.target().orElseThrow()).stop();
            case REGION_CUT_OFF -> network.cutOff(fault.target().orElseThrow(), true);
            case SLOW_NETWORK -> network.slowDown(nanos);
            case LOSSY_NETWORK -> network.lose(Optional.of(fault.amount()));
            case REGISTRAR_DOWN -> registrars.stop();
        }
    }

    private static long pauseNanos(Fault fault) {
        return fault.lasting().orElse(Duration.ofDays(36_500)).toNanos();
    }

    private void end(Fault fault, List<VirtualNode> hit) {
        switch (fault.kind()) {
            case CRASH, STOP, TORN_WRITE, DISK_ROLLED_BACK -> hit.forEach(VirtualNode::boot);
            case PAUSE, REVOKE, RENEW -> {
                // The pause knows its own end, and the others have none.
            }
            case DISK_FULL -> hit.forEach(node -> node.disk().setFull(false));
            case SLOW_DISK -> hit.forEach(VirtualNode::restoreDisk);
            case CLOCK_SKEW -> hit.forEach(node -> node.wall().skew(0));
            case CLOCK_DRIFT -> hit.forEach(node -> node.wall().drift(0, world.now()));
            case SLOW_KEY -> hit.forEach(VirtualNode::restoreKey);
            case KEY_MISSING -> hit.forEach(node -> node.key().setMissing(false));
            case THROTTLE -> hit.forEach(node -> node.model().throttle(1));
            case HOT_ROOM -> hit.forEach(node -> node.warmth().ifPresent(Warmth::restoreRoom));
            case MEMORY_PRESSURE -> hit.forEach(node -> node.model().failForWantOfMemory(0));
            case ENGINE_CRASH -> hit.forEach(node -> node.model().crash(0));
            case CUT_OFF -> hit.forEach(node -> node.cutOff(false));
            case BROKER_DOWN -> network.broker(fault.target().orElseThrow()).start();
            case REGION_CUT_OFF -> network.cutOff(fault.target().orElseThrow(), false);
            case SLOW_NETWORK -> network.slowDown(0);
            case LOSSY_NETWORK -> network.lose(Optional.empty());
            case REGISTRAR_DOWN -> registrars.start();
        }
    }

    private static String describe(Fault fault, int nodes) {
        String what = fault.kind().label();
        String whom = fault.target().map(target -> ": " + target).orElse(nodes > 0 ? ": " + nodes + " nodes" : "");
        String how =
                switch (fault.kind().parameter()) {
                    case NONE -> "";
                    case AMOUNT -> ", " + fault.amount();
                    case TIME -> ", " + fault.time().toMillis() + " ms";
                };
        return what + whom + how;
    }
}
