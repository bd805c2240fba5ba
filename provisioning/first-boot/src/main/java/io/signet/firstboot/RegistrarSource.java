package io.signet.firstboot;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One way to find the registrar. */
@FunctionalInterface
public interface RegistrarSource {
    /**
     * The registrars that are found now, the likeliest first; which of them is the owner's, only the first contact shows.
     *
     * @throws InterruptedException if this thread is to end
     */
    List<URI> find() throws InterruptedException;

    /** The one that somebody named. */
    static RegistrarSource named(URI registrar) {
        return () -> List.of(registrar);
    }

    /** What somebody types while the box is looking. */
    final class Typed implements RegistrarSource {
        private final AtomicReference<Optional<URI>> typed = new AtomicReference<>(Optional.empty());

        /** It was typed. */
        public void type(URI registrar) {
            typed.set(Optional.of(registrar));
        }

        @Override
        public List<URI> find() {
            return typed.get().stream().toList();
        }
    }
}
