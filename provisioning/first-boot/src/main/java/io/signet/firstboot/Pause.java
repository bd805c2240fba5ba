package io.signet.firstboot;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waits, unless there is news. */
public interface Pause {
    /**
     * Returns after {@code time}, or earlier if there is news.
     *
     * @throws InterruptedException if this thread is to end
     */
    void during(Duration time) throws InterruptedException;

    /** Really waits. */
    final class Waking implements Pause {
        private final Semaphore news = new Semaphore(0);

        /** Wakes who waits, or who will wait next. */
        public void wake() {
            if (news.availablePermits() == 0) {
                news.release();
            }
        }

        @Override
        public void during(Duration time) throws InterruptedException {
            if (news.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
        }
    }
}
