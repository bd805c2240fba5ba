package io.signet.node;

import io.signet.jetson.DeviceTelemetry;
import io.signet.jetson.JetsonLibrary;
import io.signet.jetson.NativeLoading;
import io.signet.jetson.TelemetryReader;
import io.signet.mesh.Strain;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the hardware's heat and power, so that the others hear of it and give a node that needs relief less work. An agent,
 * since reading many files may take its time; {@link #strain} may be called on any thread.
 */
public final class HardwareWatch implements Agent, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HardwareWatch.class);
    /** Chips warm up within seconds. */
    private static final Duration READ_EVERY = Duration.ofSeconds(2);
    /** Relief lasts for so long after the last sign of strain: else a node would swing between too much work and none. */
    private static final Duration CALM_AFTER = Duration.ofSeconds(20);

    private static final String NVML = "libnvidia-ml.so.1";

    private final TelemetryReader reader;
    private final Clock clock;
    private Optional<DeviceTelemetry> before = Optional.empty();
    private long dueNanos;
    private long hotUntilNanos;
    private long throttledUntilNanos;
    private volatile Strain strain = Strain.NONE;

    /**
     * Watches what {@code reader} reads; the first time at the first duty cycle.
     *
     * @param reader is closed by this
     */
    public HardwareWatch(TelemetryReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
        this.dueNanos = clock.monotonicNanos();
        this.hotUntilNanos = dueNanos;
        this.throttledUntilNanos = dueNanos;
    }

    /**
     * Watches this machine. Empty, with a line in the log that says why, where the native library is missing.
     *
     * @param root the directory that has {@code sys} and {@code proc}: {@code /}, but for a copy from another machine
     */
    public static Optional<HardwareWatch> of(Path root, Clock clock) {
        NativeLoading loading = JetsonLibrary.load();
        if (loading instanceof NativeLoading.Loaded loaded) {
            return Optional.of(new HardwareWatch(loaded.library().telemetry(root, Optional.of(NVML)), clock));
        }
        LOG.info("nobody hears whether this node is hot or throttled: {}", ((NativeLoading.Missing) loading).reason());
        return Optional.empty();
    }

    /** Whether the hardware needs relief, as far as is known. */
    public Strain strain() {
        return strain;
    }

    @Override
    public int doWork() {
        long now = clock.monotonicNanos();
        if (now - dueNanos < 0) {
            return 0;
        }
        dueNanos = now + READ_EVERY.toNanos();
        DeviceTelemetry telemetry = reader.read();
        DeviceTelemetry.Condition condition =
                before.map(telemetry::conditionSince).orElseGet(telemetry::condition);
        before = Optional.of(telemetry);
        if (condition.throttled()) {
            throttledUntilNanos = now + CALM_AFTER.toNanos();
        }
        if (condition.hot()) {
            hotUntilNanos = now + CALM_AFTER.toNanos();
        }
        become(strainAt(now), condition.reasons());
        return 1;
    }

    private Strain strainAt(long now) {
        if (now - throttledUntilNanos < 0) {
            return Strain.THROTTLED;
        }
        return now - hotUntilNanos < 0 ? Strain.HOT : Strain.NONE;
    }

    private void become(Strain next, List<String> reasons) {
        if (next == strain) {
            return;
        }
        switch (next) {
            case NONE -> LOG.info("the hardware has cooled down and works at full speed");
            case HOT -> LOG.warn("the hardware is hot, the others are asked for less work: {}", why(reasons));
            case THROTTLED ->
                LOG.warn("the hardware is slowed down, the others are asked for less work: {}", why(reasons));
        }
        strain = next;
    }

    private static String why(List<String> reasons) {
        return reasons.isEmpty() ? "it was a moment ago" : String.join(", ", reasons);
    }

    @Override
    public long dueInNanos() {
        return Math.max(0, dueNanos - clock.monotonicNanos());
    }

    @Override
    public String name() {
        return "hardware-watch";
    }

    @Override
    public void close() {
        reader.close();
    }
}
