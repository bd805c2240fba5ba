package io.signet.registrar.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends each connection after a while, however busy it looks: enrolment takes a few short requests, and who lets single bytes
 * drip must not keep others out. Jetty's own time-out begins anew with each byte. Thread-safe.
 */
final class ConnectionLife implements Connection.Listener {
    private static final long SECONDS_MAX = 60;

    private final Scheduler scheduler;
    private final Map<Connection, Scheduler.Task> ends = new ConcurrentHashMap<>();

    ConnectionLife(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof SslConnection) { // from the first byte of the handshake on
            ends.put(
                    connection,
                    scheduler.schedule(() -> connection.getEndPoint().close(), SECONDS_MAX, TimeUnit.SECONDS));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Scheduler.Task end = ends.remove(connection);
        if (end != null) {
            end.cancel();
        }
    }
}
