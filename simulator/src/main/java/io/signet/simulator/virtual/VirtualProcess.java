package io.signet.simulator.virtual;

import io.signet.attestation.LogAgent;
import io.signet.inference.HostSettings;
import io.signet.mesh.DropReason;
import io.signet.mesh.MeshPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process of a node, from its start to its end.
 *
 * @param deceit how it cheats, if it does
 * @param book its part in witnessing, if it has one
 * @param drivers of all its agents but the lanes
 */
record VirtualProcess(
        MeshPeer peer,
        VirtualLink link,
        LogAgent log,
        VirtualInference inference,
        WatchedService service,
        Optional<Deceit> deceit,
        Optional<VirtualWitness> book,
        VirtualEvidence evidence,
        List<AgentDriver> drivers,
        List<LaneAgent> lanes) {
    /** It does nothing any more, and nothing that it did reaches anybody. */
    void end() {
        drivers.forEach(AgentDriver::stop);
        lanes.forEach(LaneAgent::stop);
        service.stop();
        book.ifPresent(VirtualWitness::stop);
        evidence.stop();
    }

    /** It gets no time for {@code nanos}, from {@code nowNanos}. */
    void pause(long nowNanos, long nanos) {
        drivers.forEach(driver -> driver.pause(nowNanos + nanos));
        lanes.forEach(lane -> lane.pause(nowNanos + nanos));
        link.freeze(nanos);
    }

    /** What is over its bound, for a node that takes so many tasks. */
    List<String> unbounded(int tasksMax, HostSettings settings, int statementsMax) {
        List<String> unbounded = new ArrayList<>();
        if (service.heldMax() > tasksMax) {
            unbounded.add(service.heldMax() + " tasks are held, at most " + tasksMax + " may be");
        }
        if (!inference.isBounded(settings.queueRequestsMax())) {
            unbounded.add("a model's queue is over its bound");
        }
        if (log.stats().queued() > statementsMax) {
            unbounded.add("the log's queue is over its bound");
        }
        return unbounded;
    }

    /** True if it knowingly signed two histories. */
    boolean forked() {
        return deceit.filter(Deceit::forked).isPresent();
    }

    /** True if it has found out that its log was set back. */
    boolean wasSetBack() {
        return book.filter(VirtualWitness::wasSetBack).isPresent();
    }

    /** Answers that a requester must not believe, so far. */
    long deceived() {
        return deceit.map(Deceit::deceived).orElse(0L);
    }

    /** Messages dropped, so far. */
    long dropped() {
        Map<DropReason, Long> drops = peer.stats().dropped();
        return link.overflowed()
                + drops.values().stream().mapToLong(Long::longValue).sum();
    }
}
