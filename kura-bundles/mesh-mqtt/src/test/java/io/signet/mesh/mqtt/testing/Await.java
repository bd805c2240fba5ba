package io.signet.mesh.mqtt.testing;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline. */
public final class Await {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final long BETWEEN_LOOKS_NS = Duration.ofMillis(2).toNanos();

    private Await() {}

    /** Returns as soon as {@code condition} holds; fails after 20 s, saying {@code what} was waited for. */
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("waited %d s in vain for: %s", LONGEST.toSeconds(), what);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NS);
        }
    }
}
