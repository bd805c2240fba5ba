package io.signet.runtime;

/**
 * Long-running work as a duty cycle: a thread drives it in production ({@link AgentThread}), the simulator steps it in
 * virtual time. Called by one thread at a time.
 */
public interface Agent {
    /**
     * Does what is due now and returns; never blocks.
     *
     * @return how many pieces of work were done; 0 lets the driver idle
     */
    int doWork();

    /**
     * How long the driver may idle after a {@link #doWork()} that found nothing to do, if nobody wakes it.
     *
     * @return nanoseconds, at least 0; {@link Long#MAX_VALUE} if nothing becomes due by time alone
     */
    default long dueInNanos() {
        return Long.MAX_VALUE;
    }

    /** A short name for threads and logs. */
    String name();
}
