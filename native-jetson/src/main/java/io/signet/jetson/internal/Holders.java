package io.signet.jetson.internal;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts who needs something that several share, and ends it with the last of them. Its maker is the first. */
final class Holders {
    private final Runnable end;
    private final AtomicInteger count = new AtomicInteger(1);

    /** Calls {@code end} once, when everybody has released it. */
    Holders(Runnable end) {
        this.end = end;
    }

    /** Takes part, until {@link #release}; false if it has ended already, and then it stays so. */
    boolean hold() {
        return count.getAndUpdate(holders -> holders == 0 ? 0 : holders + 1) != 0;
    }

    /** Takes no part any more. To be called once for each {@link #hold} that was true, and once by the maker. */
    void release() {
        if (count.decrementAndGet() == 0) {
            end.run();
        }
    }
}
