package io.signet.console.internal;

import io.signet.gateway.web.WebEvents;
import io.signet.mesh.Mesh;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.util.List;
import java.util.Optional;

/** What is told of a mesh as it changes: for {@link io.signet.console.ConsoleFeed}. */
public final class LiveFleet implements Agent {
    private final EventHub hub = new EventHub();
    private final FleetAgent agent;

    private LiveFleet(NodeId self, NodeParts parts, Clock clock) {
        Fleet fleet = new Fleet(parts, clock);
        ConsoleIdentity identity = new ConsoleIdentity("", self, "", "", "");
        Overview overview = new Overview(identity, parts, fleet, clock);
        agent = new FleetAgent(self, fleet, overview, hub, parts.jobs(), cookie -> true, clock);
    }

    /** Of {@code mesh}, as {@code self} sees it. */
    public static LiveFleet of(NodeId self, Mesh mesh, Clock clock) {
        NodeParts parts = new NodeParts(
                () -> Optional.of(mesh),
                Optional::empty,
                Optional::empty,
                Optional::empty,
                Optional::empty,
                Optional::empty,
                List::of);
        return new LiveFleet(self, parts, clock);
    }

    /** A place for one more listener. */
    public Optional<WebEvents> join() {
        return hub.join(Bytes.EMPTY, agent::first);
    }

    @Override
    public int doWork() {
        return agent.doWork();
    }

    @Override
    public long dueInNanos() {
        return agent.dueInNanos();
    }

    @Override
    public String name() {
        return agent.name();
    }
}
