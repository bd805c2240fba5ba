package io.signet.registrar.run;

import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the certificate of the registrar's server at two thirds of its life, while the registrar runs. One thread uses it. */
final class ServerCertificate implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

    private final Issue issue;
    private final Clock clock;
    private final List<Consumer<Credentials>> servers;
    private long dueMillis;

    /** Issues the server's next certificate. */
    interface Issue {
        Credentials next() throws ProvisioningException;
    }

    /**
     * Renews what {@code servers} show.
     *
     * @param first what they show now
     */
    ServerCertificate(Credentials first, Issue issue, Clock clock, List<Consumer<Credentials>> servers) {
        this.issue = issue;
        this.clock = clock;
        this.servers = List.copyOf(servers);
        this.dueMillis = due(first);
    }

    private static long due(Credentials shown) {
        X509Certificate leaf = shown.chain().get(0);
        long start = leaf.getNotBefore().toInstant().toEpochMilli();
        return start + (leaf.getNotAfter().toInstant().toEpochMilli() - start) / 3 * 2;
    }

    /** Looks whether it is time; what fails is tried again the next time. */
    @Override
    public int doWork() {
        if (clock.wallMillis() < dueMillis) {
            return 0;
        }
        try {
            Credentials next = issue.next();
            servers.forEach(server -> server.accept(next));
            dueMillis = due(next);
            LOG.info(
                    "the server's certificate is renewed, until {}",
                    next.chain().get(0).getNotAfter().toInstant());
            return 1;
        } catch (ProvisioningException | IllegalStateException e) {
            LOG.warn("the server's certificate is not renewed yet: {}", e.getMessage());
            return 0;
        }
    }

    @Override
    public String name() {
        return "registrar-certificate";
    }
}
