package io.signet.registrar;

import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often callers may be wrong: {@value #AT_ONCE} times at once on one account, then once in 10 s. An account is an address,
 * or who has proved to be somebody. A code of 128 bits can't be guessed at any speed; this keeps who tries from costing the
 * registrar and its audit trail much. Thread-safe.
 */
final class FailureBudget {
    static final int AT_ONCE = 20;
    static final Duration EVERY = Duration.ofSeconds(10);

    /** Accounts that are remembered; when more come, the ones that were not heard of the longest are forgotten. */
    private static final int ACCOUNTS_MAX = 10_000;

    private final Clock clock;

    /** By account, when all will be forgiven, in milliseconds of the monotonic clock; eldest use first. */
    private final Map<String, Long> forgiven = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > ACCOUNTS_MAX;
        }
    };

    FailureBudget(Clock clock) {
        this.clock = clock;
    }

    /** Whether who has the {@code account} may try. */
    synchronized boolean allows(String account) {
        return debt(account) <= (AT_ONCE - 1) * EVERY.toMillis();
    }

    /** Who has the {@code account} was wrong. */
    synchronized void charge(String account) {
        forgiven.put(account, clock.monotonicMillis() + debt(account) + EVERY.toMillis());
    }

    private long debt(String account) {
        Long until = forgiven.get(account);
        return until == null ? 0 : Math.max(0, until - clock.monotonicMillis());
    }
}
