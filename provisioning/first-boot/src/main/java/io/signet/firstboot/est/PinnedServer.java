package io.signet.firstboot.est;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to whoever comes first, and then to the same only. What the node says in a first contact is bound to this
 * certificate; whether it is the registrar's, the registrar's proof shows.
 */
final class PinnedServer extends ServerCheck {
    private final AtomicReference<@Nullable X509Certificate> first = new AtomicReference<>();
    private final AtomicBoolean changed = new AtomicBoolean();

    @Override
    void check(X509Certificate server) throws CertificateException {
        if (!first.compareAndSet(null, server) && !server.equals(first.get())) {
            changed.set(true);
            throw new CertificateException("another server answers than before");
        }
    }

    /** The server's certificate, once somebody answered. */
    X509Certificate certificate() {
        X509Certificate seen = first.get();
        if (seen == null) {
            throw new IllegalStateException("there was no connection yet");
        }
        return seen;
    }

    /** Whether another one answered afterwards. */
    boolean changed() {
        return changed.get();
    }
}
