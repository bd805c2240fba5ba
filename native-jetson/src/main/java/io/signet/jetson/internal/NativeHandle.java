package io.signet.jetson.internal;

import io.signet.jetson.ReleasedException;
import java.lang.ref.Cleaner;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;

/** The address of something native that is freed once, and never while it is used. */
final class NativeHandle implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final String what;
    private final LongConsumer free;
    /** Users share it; whoever frees has it alone. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private long address;

    /**
     * Takes over what lies at {@code address}.
     *
     * @param what its name in messages
     * @param free gives it back
     */
    NativeHandle(String what, long address, LongConsumer free) {
        this.what = what;
        this.address = address;
        this.free = free;
    }

    /** Frees it when {@code owner} can't be reached any more, for whoever forgets to close; the owner must not be in {@code free}. */
    void closeWithout(Object owner) {
        whenUnreachable(owner, this::close);
    }

    /** Calls {@code action}, which must not hold {@code owner}, when nobody can reach that any more. */
    static void whenUnreachable(Object owner, Runnable action) {
        CLEANER.register(owner, action);
    }

    /** Calls {@code user} with the address. */
    void use(LongConsumer user) {
        lock.readLock().lock();
        try {
            if (address == 0) {
                throw new ReleasedException(what);
            }
            user.accept(address);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (address != 0) {
                free.accept(address);
                address = 0;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
