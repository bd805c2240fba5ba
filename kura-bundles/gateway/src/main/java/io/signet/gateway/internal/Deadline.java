package io.signet.gateway.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** Closes a connection whose client is waited for in vain, which ends whatever goes on there. Thread-safe. */
final class Deadline {
    private final Scheduler scheduler;
    private final EndPoint connection;
    private Scheduler.Task task = () -> true;

    /** A deadline that is not set. */
    Deadline(Scheduler scheduler, EndPoint connection) {
        this.scheduler = scheduler;
        this.connection = connection;
    }

    /** The same, of the connection by which {@code request} came. */
    static Deadline of(Request request) {
        return new Deadline(
                request.getComponents().getScheduler(),
                request.getConnectionMetaData().getConnection().getEndPoint());
    }

    /** Sets it anew: closes after {@code wait}, unless it is set again or cancelled before. */
    synchronized void set(Duration wait, String awaited) {
        task.cancel();
        task = scheduler.schedule(
                () -> connection.close(new TimeoutException(awaited + " did not come in time")),
                wait.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    synchronized void cancel() {
        task.cancel();
    }
}
