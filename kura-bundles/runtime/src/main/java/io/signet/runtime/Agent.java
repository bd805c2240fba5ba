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

    /** A short name for threads and logs. */
    String name();
}
