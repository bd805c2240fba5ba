package io.signet.node;

import io.signet.mesh.MeshEvent;
import io.signet.runtime.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last events. Thread-safe. */
public final class RecentEvents implements EventFeed {
    private final Clock clock;
    private final Deque<Heard> last = new ArrayDeque<>();
    private long number;

    /** Nothing happened yet. */
    public RecentEvents(Clock clock) {
        this.clock = clock;
    }

    /** Keeps {@code event}. */
    public synchronized void add(MeshEvent event) {
        last.addLast(new Heard(++number, clock.wallMillis(), event));
        if (last.size() > EVENTS_MAX) {
            last.removeFirst();
        }
    }

    @Override
    public synchronized List<Heard> since(long seen) {
        return last.stream().filter(heard -> heard.number() > seen).toList();
    }
}
