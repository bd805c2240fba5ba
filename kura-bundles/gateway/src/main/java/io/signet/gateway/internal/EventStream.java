package io.signet.gateway.internal;

import io.signet.gateway.web.WebEvents;
import io.signet.statement.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * Sends one client its events. A client that leaves too much unread is dropped: it comes again and is told everything anew.
 * Thread-safe.
 */
final class EventStream extends IteratingCallback implements WebEvents.Sink {
    private static final int WAITING_MAX = 64;
    private static final long WAITING_BYTES_MAX = 16 << 20;

    private final Response response;
    private final Patience patience;
    private final WebEvents events;
    private final Callback exchange;
    private final Deadline deadline;
    private final Queue<Bytes> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean ending;
    private boolean lastSent;
    private boolean closed;

    EventStream(Response response, Patience patience, WebEvents events, Callback exchange) {
        this.response = response;
        this.patience = patience;
        this.events = events;
        this.exchange = exchange;
        this.deadline = Deadline.of(response.getRequest());
    }

    @Override
    public boolean offer(Bytes text) {
        if (!queue(text)) {
            return false;
        }
        iterate();
        return true;
    }

    private synchronized boolean queue(Bytes text) {
        if (closed || ending) {
            return false;
        }
        if (waiting.size() >= WAITING_MAX || waitingBytes + text.size() > WAITING_BYTES_MAX) {
            closed = true;
            waiting.clear();
            deadline.set(Duration.ZERO, "the client's reading of events");
            return false;
        }
        waiting.add(text);
        waitingBytes += text.size();
        return true;
    }

    @Override
    public void end() {
        synchronized (this) {
            ending = true;
        }
        iterate();
    }

    @Override
    protected Action process() {
        Bytes next;
        boolean last;
        synchronized (this) {
            if (closed) {
                return Action.IDLE; // the connection's end tells
            }
            deadline.cancel();
            next = waiting.poll();
            if (next == null && lastSent) {
                return Action.SUCCEEDED;
            }
            if (next == null && !ending) {
                return Action.IDLE;
            }
            last = next == null;
            lastSent = last;
            waitingBytes -= last ? 0 : next.size();
        }
        ByteBuffer bytes = last ? ByteBuffer.allocate(0) : next.asBuffer();
        deadline.set(patience.forBytes(bytes.remaining()), "the client's reading of events");
        response.write(last, bytes, this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        over();
        exchange.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        over();
        exchange.failed(cause);
    }

    private void over() {
        deadline.cancel();
        synchronized (this) {
            closed = true;
            waiting.clear();
        }
        events.closed();
    }
}
