package io.signet.kuratest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/** Waits for what the framework does in its own time. */
final class Framework implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    private final BundleContext context;
    private final List<ServiceTracker<?, ?>> trackers = new ArrayList<>();

    Framework(BundleContext context) {
        this.context = context;
    }

    /** The service, as soon as it is there. */
    <T> T require(Class<T> type) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        trackers.add(tracker);
        try {
            return present(tracker.waitForService(WAIT_MAX.toMillis()), type.getName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The service, if it is there now. */
    <T> Optional<T> now(Class<T> type) {
        return Optional.ofNullable(context.getServiceReference(type)).map(context::getService);
    }

    /** Waits until {@code condition} holds. */
    void await(String what, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not within " + WAIT_MAX + ": " + what);
                }
                Thread.onSpinWait();
            }
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }

    /** Waits until the service is gone. */
    void awaitGone(Class<?> type) {
        await("no " + type.getName(), () -> context.getServiceReference(type) == null);
    }

    /** Whether the component has a configuration. */
    boolean configured(String pid) throws IOException {
        try {
            return require(ConfigurationAdmin.class).listConfigurations("(service.pid=" + pid + ")") != null;
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code value}, which must not be missing. */
    static <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new AssertionError("missing: " + what);
        }
        return value;
    }

    @Override
    public void close() {
        trackers.forEach(ServiceTracker::close);
    }
}
