package io.signet.gateway.internal;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Ends an exchange when its answer has been sent: what is left of the request's body is read and forgotten before the
 * connection may close. The kernel resets a connection that is closed with unread bytes in it, and a client who still sends
 * would lose the answer (RFC 9112 section 9.6). Bounded in bytes and in time; then the connection closes.
 */
final class Leftovers implements Callback {
    private final Request request;
    private final long bytesMax;
    private final Duration timeMax;
    private final Callback exchange;
    private final Deadline deadline;
    private long bytes;

    /**
     * The leftovers of {@code request}.
     *
     * @param bytesMax of its body that are read at most
     * @param timeMax for which it is read at most
     * @param exchange ends afterwards
     */
    Leftovers(Request request, long bytesMax, Duration timeMax, Callback exchange) {
        this.request = request;
        this.bytesMax = bytesMax;
        this.timeMax = timeMax;
        this.deadline = Deadline.of(request);
        this.exchange = exchange;
    }

    @Override
    public void succeeded() {
        // Whoever asked whether to send its body has the answer: no. Reading would tell it to go on.
        if (request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString())) {
            exchange.succeeded();
            return;
        }
        deadline.set(timeMax, "the rest of the body");
        read();
    }

    private void read() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this::read);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                deadline.cancel();
                exchange.failed(chunk.getFailure());
                return;
            }
            bytes += chunk.remaining();
            boolean last = chunk.isLast();
            chunk.release();
            if (last || bytes > bytesMax) {
                deadline.cancel();
                exchange.succeeded();
                return;
            }
        }
    }

    @Override
    public void failed(Throwable failure) {
        exchange.failed(failure);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
