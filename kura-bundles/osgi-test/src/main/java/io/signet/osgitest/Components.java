package io.signet.osgitest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.util.tracker.ServiceTracker;

/** Configures components through the framework's Configuration Admin and waits for their services. */
final class Components implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration ABSENCE = Duration.ofSeconds(2);
    private static final String LAST = "io.signet.osgitest.last";

    private final BundleContext context =
            FrameworkUtil.getBundle(Components.class).getBundleContext();
    private final List<Configuration> configurations = new ArrayList<>();
    private final List<ServiceTracker<?, ?>> trackers = new ArrayList<>();

    Configuration configure(String pid, Map<String, Object> properties) throws IOException {
        Configuration configuration = require(ConfigurationAdmin.class).getConfiguration(pid, "?");
        configuration.update(FrameworkUtil.asDictionary(properties));
        configurations.add(configuration);
        return configuration;
    }

    void delete(Configuration configuration) throws IOException {
        configurations.remove(configuration);
        configuration.delete();
    }

    /** The service, as soon as it is there. */
    <T> T require(Class<T> type) {
        return find(new ServiceTracker<>(context, type, null), WAIT_MAX)
                .orElseThrow(() -> new AssertionError("no " + type.getName() + " within " + WAIT_MAX));
    }

    /** The service whose properties match {@code filter}, as soon as it is there. */
    <T> T require(Class<T> type, String filter) {
        Filter both = filter("(&(objectClass=" + type.getName() + ")" + filter + ")");
        return find(new ServiceTracker<T, T>(context, both, null), WAIT_MAX)
                .orElseThrow(() -> new AssertionError("no " + both + " within " + WAIT_MAX));
    }

    /** The service that fulfils {@code condition}, as soon as it is there. */
    <T> T require(Class<T> type, Predicate<T> condition) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        trackers.add(tracker);
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> found =
                    tracker.getTracked().values().stream().filter(condition).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no " + type.getName() + " of that kind within " + WAIT_MAX);
    }

    private static Filter filter(String text) {
        try {
            return FrameworkUtil.createFilter(text);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** True if the service does not come. */
    boolean staysAbsent(Class<?> type) {
        return find(new ServiceTracker<>(context, type, null), ABSENCE).isEmpty();
    }

    /** True as soon as the service is gone. */
    boolean goes(Class<?> type) {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (context.getServiceReference(type) != null) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private <T> Optional<T> find(ServiceTracker<T, T> tracker, Duration wait) {
        tracker.open();
        trackers.add(tracker); // an unused component is deactivated, so whoever got it keeps it until the end
        try {
            return Optional.ofNullable(tracker.waitForService(wait.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Returns when no component uses what was configured here any more, not even to write its last file. */
    @Override
    public void close() throws IOException {
        for (Configuration configuration : configurations) {
            configuration.delete();
        }
        awaitDelivery();
        trackers.forEach(ServiceTracker::close);
    }

    /**
     * Waits until all changes so far have been acted upon. A service is gone for some of its users before others have
     * left it; but changes of configurations are delivered one after the other, so the next one comes after all that.
     */
    private void awaitDelivery() throws IOException {
        CountDownLatch delivered = new CountDownLatch(1);
        ConfigurationListener listener = event -> {
            if (event.getPid().equals(LAST)) {
                delivered.countDown();
            }
        };
        ServiceRegistration<ConfigurationListener> registration =
                context.registerService(ConfigurationListener.class, listener, null);
        Configuration last = require(ConfigurationAdmin.class).getConfiguration(LAST, "?");
        try {
            last.update(FrameworkUtil.asDictionary(Map.of("used.by", "nobody")));
            if (!delivered.await(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("configurations are not delivered within " + WAIT_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            last.delete();
            registration.unregister();
        }
    }
}
