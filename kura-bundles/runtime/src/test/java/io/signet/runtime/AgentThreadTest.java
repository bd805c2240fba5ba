package io.signet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class AgentThreadTest {
    private static final Duration FOREVER = Duration.ofHours(1);
    private static final long WAIT_MAX_S = 30;

    @Test
    void wake_ofAnIdleAgent_drivesItAtOnce() throws InterruptedException {
        Semaphore cycles = new Semaphore(0);
        try (AgentThread driver = AgentThread.start(agent(cycles, Long.MAX_VALUE), FOREVER)) {
            assertThat(cycles.tryAcquire(WAIT_MAX_S, TimeUnit.SECONDS)).isTrue();
            driver.wake();
            assertThat(cycles.tryAcquire(WAIT_MAX_S, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void workDueByTime_isDoneWithoutBeingWoken() throws InterruptedException {
        Semaphore cycles = new Semaphore(0);
        try (AgentThread driver = AgentThread.start(agent(cycles, 1_000), FOREVER)) {
            assertThat(driver).isNotNull();
            assertThat(cycles.tryAcquire(10, WAIT_MAX_S, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void agentThatThrows_isDrivenOn() throws InterruptedException {
        Logger log = Logger.getLogger(AgentThread.class.getName());
        log.setLevel(Level.OFF); // the failure is this test's own: nobody should read of it
        CountDownLatch recovered = new CountDownLatch(1);
        AtomicInteger cycle = new AtomicInteger();
        Agent failing = new Agent() {
            @Override
            public int doWork() {
                if (cycle.getAndIncrement() == 0) {
                    throw new IllegalStateException("the first duty cycle fails, on purpose");
                }
                recovered.countDown();
                return 0;
            }

            @Override
            public String name() {
                return "failing";
            }
        };
        try (AgentThread driver = AgentThread.start(failing, FOREVER)) {
            assertThat(driver).isNotNull();
            assertThat(recovered.await(WAIT_MAX_S, TimeUnit.SECONDS)).isTrue();
        } finally {
            log.setLevel(null);
        }
    }

    @Test
    void close_endsTheThread() {
        Semaphore cycles = new Semaphore(0);
        AgentThread driver = AgentThread.start(agent(cycles, Long.MAX_VALUE), FOREVER);
        driver.close();
        int after = cycles.availablePermits();
        driver.wake();
        assertThat(cycles.availablePermits()).isEqualTo(after);
    }

    private static Agent agent(Semaphore cycles, long dueInNanos) {
        return new Agent() {
            @Override
            public int doWork() {
                cycles.release();
                return 0;
            }

            @Override
            public long dueInNanos() {
                return dueInNanos;
            }

            @Override
            public String name() {
                return "test";
            }
        };
    }
}
