package io.signet.gateway.internal;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/**
 * Closes connections by which no request comes, however busy they look: Jetty's own time-out begins anew with each byte. Thread-safe.
 */
final class Promptness implements Connection.Listener {
    private static final String WAIT = Promptness.class.getName();

    private final Patience patience;

    Promptness(Patience patience) {
        this.patience = patience;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection
                instanceof ConnectionMetaData http) { // of which TLS's connection is none, but opens one with itself
            Wait wait = new Wait(new Deadline(http.getConnector().getScheduler(), connection.getEndPoint()));
            http.setAttribute(WAIT, wait);
            wait.deadline.set(patience.firstRequest(), "the first request");
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof ConnectionMetaData http && http.getAttribute(WAIT) instanceof Wait wait) {
            wait.begin();
        }
    }

    /** The head of {@code request} is there: the next one is waited for when this one has been answered. */
    void came(Request request) {
        if (request.getConnectionMetaData().getAttribute(WAIT) instanceof Wait wait) {
            int number = wait.begin();
            Request.addCompletionListener(request, failure -> wait.end(number, patience));
        }
    }

    /** For the next request on one connection. */
    private static final class Wait {
        private final Deadline deadline;
        private int requests;

        Wait(Deadline deadline) {
            this.deadline = deadline;
        }

        synchronized int begin() {
            deadline.cancel();
            return ++requests;
        }

        /** The next request may have begun before the last one's end is told. */
        synchronized void end(int number, Patience patience) {
            if (number == requests) {
                deadline.set(patience.nextRequest(), "the next request");
            }
        }
    }
}
