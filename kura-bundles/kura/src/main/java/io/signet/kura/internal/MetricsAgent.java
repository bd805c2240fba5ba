package io.signet.kura.internal;

import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.message.KuraPayload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the node's metrics at intervals, if there is somebody to send them. What can't be sent is dropped: a newer one comes. */
final class MetricsAgent implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsAgent.class);

    private final Supplier<Optional<CloudPublisher>> publisher;
    private final Supplier<? extends Map<String, Object>> metrics;
    private final long intervalNanos;
    private final Clock clock;
    private long nextNanos;
    private boolean failing;

    MetricsAgent(
            Supplier<Optional<CloudPublisher>> publisher,
            Supplier<? extends Map<String, Object>> metrics,
            Duration interval,
            Clock clock) {
        this.publisher = publisher;
        this.metrics = metrics;
        this.intervalNanos = interval.toNanos();
        this.clock = clock;
        this.nextNanos = clock.monotonicNanos();
    }

    @Override
    public int doWork() {
        if (clock.monotonicNanos() - nextNanos < 0) {
            return 0;
        }
        Optional<CloudPublisher> now = publisher.get();
        if (now.isEmpty()) {
            return 0; // as soon as there is one, the first goes out
        }
        nextNanos = clock.monotonicNanos() + intervalNanos;
        try {
            now.get().publish(message());
            failing = false;
        } catch (KuraException e) {
            if (!failing) { // once until it works again
                LOG.warn(
                        "the cloud connection does not take metrics: {}; they are dropped until it does",
                        e.getMessage());
            }
            failing = true;
        }
        return 1;
    }

    @SuppressWarnings("JavaUtilDate") // Kura's
    private KuraMessage message() {
        KuraPayload payload = new KuraPayload();
        payload.setTimestamp(new Date(clock.wallMillis()));
        metrics.get().forEach(payload::addMetric);
        return new KuraMessage(payload);
    }

    @Override
    public long dueInNanos() {
        long left = nextNanos - clock.monotonicNanos();
        return left > 0 ? left : Long.MAX_VALUE; // due, but there is no publisher: time alone brings none
    }

    @Override
    public String name() {
        return "kura-metrics";
    }
}
