package io.signet.console.internal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Where a service is that comes and goes. Thread-safe. */
final class Slot<T> {
    private final AtomicReference<Optional<T>> service = new AtomicReference<>(Optional.empty());

    Optional<T> get() {
        return service.get();
    }

    void set(T come) {
        service.set(Optional.of(come));
    }

    /** Only the one that is there goes: another may have come in its place. */
    void unset(T gone) {
        service.updateAndGet(now -> now.filter(other -> other != gone));
    }
}
