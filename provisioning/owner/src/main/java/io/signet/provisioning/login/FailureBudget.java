package io.signet.provisioning.login;

import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often callers may be wrong: {@value #AT_ONCE} times at once from one address, then once in 10 s. A code of 128 bits can't
 * be guessed at any speed; this keeps who tries from learning much, and from filling the audit trail. Thread-safe.
 */
public final class FailureBudget {
    /** So many errors are forgiven at once. */
    public static final int AT_ONCE = 20;
    /** After how long one more is. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    /** Addresses that are remembered; when more come, the ones that were not heard of the longest are forgotten. */
    private static final int ADDRESSES_MAX = 10_000;

    private final Clock clock;

    /** By address, when all will be forgiven, in milliseconds of the monotonic clock; eldest use first. */
    private final Map<String, Long> forgiven = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > ADDRESSES_MAX;
        }
    };

    /** Nobody was wrong yet. */
    public FailureBudget(Clock clock) {
        this.clock = clock;
    }

    /** Whether whoever is at {@code address} may try. */
    public synchronized boolean allows(String address) {
        return debt(address) <= (AT_ONCE - 1) * EVERY.toMillis();
    }

    /** Whoever is at {@code address} was wrong. */
    public synchronized void charge(String address) {
        forgiven.put(address, clock.monotonicMillis() + debt(address) + EVERY.toMillis());
    }

    private long debt(String address) {
        Long until = forgiven.get(address);
        return until == null ? 0 : Math.max(0, until - clock.monotonicMillis());
    }
}
