package io.signet.broker.internal;

import io.signet.runtime.Clock;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** The log of a broker's process, on standard error: this module's lines, HiveMQ's warnings, and refused TLS handshakes. */
public final class BrokerLogging {
    /** Kept, since java.util.logging forgets the levels of loggers that nobody holds. */
    private static final List<Logger> CONFIGURED = List.of(
            Logger.getLogger("io.signet"),
            Logger.getLogger("com.hivemq.security.ssl.SslExceptionHandler"),
            Logger.getLogger(""));

    private BrokerLogging() {}

    /** Sets the process's log up. */
    public static void configure() {
        Logger root = CONFIGURED.get(2);
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.WARNING);
        root.addHandler(new Lines());
        CONFIGURED.get(0).setLevel(Level.INFO);
        Logger tls = CONFIGURED.get(1);
        tls.setLevel(Level.FINE); // HiveMQ tells only there whom TLS kept out
        tls.setUseParentHandlers(false);
        tls.addHandler(new TlsRefusals(new Refusals(Clock.SYSTEM)));
    }

    /** One line a record, flushed. */
    private static final class Lines extends StreamHandler {
        Lines() {
            super(System.err, new OneLine());
            setLevel(Level.ALL);
        }

        @Override
        public synchronized void publish(LogRecord logged) {
            super.publish(logged);
            flush();
        }
    }

    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord logged) {
            String thrown = logged.getThrown() == null ? "" : " (" + logged.getThrown() + ")";
            return "%1$tF %1$tT %2$s broker: %3$s%4$s%n"
                    .formatted(logged.getMillis(), logged.getLevel().getName(), formatMessage(logged), thrown);
        }
    }

    /** Turns HiveMQ's debugging lines on failed handshakes into refusals. */
    private static final class TlsRefusals extends Handler {
        private final Refusals refusals;

        TlsRefusals(Refusals refusals) {
            this.refusals = refusals;
        }

        @Override
        public void publish(LogRecord logged) {
            if (logged.getLevel().intValue() >= Level.FINE.intValue()) {
                refusals.log("a TLS client", String.valueOf(logged.getMessage()));
            }
        }

        @Override
        public void flush() {
            // nothing is kept
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
