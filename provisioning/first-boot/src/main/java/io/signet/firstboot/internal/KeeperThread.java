package io.signet.firstboot.internal;

import io.signet.firstboot.member.MemberKeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives a keeper, which waits for networks, keys and disks, until it is closed. */
final class KeeperThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeeperThread.class);
    private static final Duration WAIT_MIN = Duration.ofMillis(100);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(30);
    private static final Duration JOIN_MAX = Duration.ofSeconds(5);

    private final MemberKeeper keeper;
    private final Thread thread;

    private KeeperThread(MemberKeeper keeper) {
        this.keeper = keeper;
        this.thread = new Thread(this::drive, "signet-membership");
        this.thread.setDaemon(true);
    }

    static KeeperThread start(MemberKeeper keeper) {
        KeeperThread driver = new KeeperThread(keeper);
        driver.thread.start();
        return driver;
    }

    private void drive() {
        try {
            while (!Thread.interrupted()) {
                Duration idle = turn();
                TimeUnit.MILLISECONDS.sleep(Math.max(WAIT_MIN.toMillis(), idle.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private Duration turn() throws InterruptedException {
        try {
            return keeper.turn();
        } catch (IOException e) {
            LOG.error("the node's directory can't be used, so it does not do what its owner wants: {}", e.getMessage());
        } catch (RuntimeException bug) { // a thread's outermost frame: the keeper must go on
            LOG.error("the membership failed and goes on", bug);
        }
        return AFTER_TROUBLE;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(JOIN_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.error("the membership did not stop within {} s", JOIN_MAX.toSeconds());
        }
    }
}
