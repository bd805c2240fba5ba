package io.signet.cli;

import java.time.Duration;

/**
 * Lets work end in order when the process is told to end (Ctrl-C, SIGTERM): its thread is interrupted, and waited for while it
 * stops what it started and deletes what it made for itself.
 */
final class OrderlyEnd implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    private final Thread hook;

    private OrderlyEnd(Thread hook) {
        this.hook = hook;
    }

    /** From now on until it is closed, the calling thread is interrupted and waited for. */
    static OrderlyEnd begin() {
        Thread worker = Thread.currentThread();
        Thread hook = new Thread(
                () -> {
                    worker.interrupt();
                    try {
                        worker.join(WAIT_MAX.toMillis());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // nobody does that to a hook
                    }
                },
                "signet-orderly-end");
        Runtime.getRuntime().addShutdownHook(hook);
        return new OrderlyEnd(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending: the hook waits until the thread has returned
        }
    }
}
