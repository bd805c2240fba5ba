package io.signet.console;

import io.signet.console.internal.LiveFleet;
import io.signet.gateway.web.WebEvents;
import io.signet.mesh.Mesh;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.statement.NodeId;
import java.util.Optional;

/**
 * What the console tells of a mesh as it changes, without its pages: for whoever measures it, or has other pages. Whoever makes
 * it drives it, on one thread.
 */
public final class ConsoleFeed implements Agent {
    private final LiveFleet live;

    private ConsoleFeed(LiveFleet live) {
        this.live = live;
    }

    /**
     * Tells of {@code mesh}; nothing happens before the first {@link #doWork()}.
     *
     * @param self the node that looks at it
     */
    public static ConsoleFeed of(NodeId self, Mesh mesh, Clock clock) {
        return new ConsoleFeed(LiveFleet.of(self, mesh, clock));
    }

    /** A place for one more listener; empty if all are taken. Any thread may call this. */
    public Optional<WebEvents> join() {
        return live.join();
    }

    @Override
    public int doWork() {
        return live.doWork();
    }

    @Override
    public long dueInNanos() {
        return live.dueInNanos();
    }

    @Override
    public String name() {
        return live.name();
    }
}
