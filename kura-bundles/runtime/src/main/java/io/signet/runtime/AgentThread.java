package io.signet.runtime;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one {@link Agent} on a thread of its own until closed. Idles by parking for at most the given time,
 * or until the agent says that work is due; {@link #wake()} ends the pause at once. An agent that throws is logged and driven on, after a pause.
 */
public final class AgentThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentThread.class);
    private static final long PAUSE_AFTER_BUG_NS = Duration.ofMillis(200).toNanos();
    private static final Duration JOIN_MAX = Duration.ofSeconds(5);

    private final Agent agent;
    private final long idleNanos;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile long turnedNanos = Clock.SYSTEM.monotonicNanos();

    private AgentThread(Agent agent, Duration idle) {
        this.agent = agent;
        this.idleNanos = idle.toNanos();
        this.thread = new Thread(this::drive, "signet-" + agent.name());
        this.thread.setDaemon(true);
    }

    /** Starts driving {@code agent}, idling {@code idle} at most between duty cycles without work. */
    public static AgentThread start(Agent agent, Duration idle) {
        AgentThread driver = new AgentThread(agent, idle);
        driver.thread.start();
        return driver;
    }

    /** Ends the agent's pause, if it pauses. Any thread may call this. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /** How long ago a duty cycle began: much longer than it idles, and the agent hangs. Any thread may call this. */
    public Duration sinceTurn() {
        return Duration.ofNanos(Clock.SYSTEM.monotonicNanos() - turnedNanos);
    }

    private void drive() {
        while (running) {
            turnedNanos = Clock.SYSTEM.monotonicNanos();
            try {
                if (agent.doWork() == 0) {
                    LockSupport.parkNanos(this, Math.min(idleNanos, agent.dueInNanos()));
                }
            } catch (RuntimeException bug) { // a thread's outermost frame: the agent must go on
                LOG.error("{} failed and goes on", agent.name(), bug);
                LockSupport.parkNanos(this, PAUSE_AFTER_BUG_NS);
            }
        }
    }

    /** Stops after the duty cycle under way; waits for it at most 5 s. */
    @Override
    public void close() {
        running = false;
        wake();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(JOIN_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.error("{} did not stop within {} s", agent.name(), JOIN_MAX.toSeconds());
        }
    }
}
