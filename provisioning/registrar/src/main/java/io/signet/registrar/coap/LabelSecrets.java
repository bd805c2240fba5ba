package io.signet.registrar.coap;

import io.signet.registrar.BookException;
import io.signet.registrar.Registrar;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of first contacts: those of labels (RFC 4279). Looked up on other threads than DTLS's own, which must not wait. */
final class LabelSecrets implements AdvancedPskStore {
    private static final Logger LOG = LoggerFactory.getLogger(LabelSecrets.class);

    private final Registrar registrar;
    private final Executor workers;
    private volatile HandshakeResultHandler done = result -> {};

    LabelSecrets(Registrar registrar, Executor workers) {
        this.registrar = registrar;
        this.workers = workers;
    }

    @Override
    public boolean hasEcdhePskSupported() {
        return true;
    }

    @Override
    @SuppressWarnings("NullAway") // Scandium's word for "later"
    public @Nullable PskSecretResult requestPskSecretResult(
            ConnectionId connection,
            @Nullable ServerNames names,
            PskPublicInformation identity,
            String mac,
            @Nullable SecretKey other,
            byte[] seed,
            boolean extended) {
        try {
            workers.execute(() -> done.apply(result(connection, identity)));
            return null;
        } catch (RejectedExecutionException e) {
            return none(connection, identity);
        }
    }

    private PskSecretResult result(ConnectionId connection, PskPublicInformation identity) {
        try {
            byte[] secret =
                    registrar.dtlsSecret(identity.getPublicInfoAsString()).toArray();
            return new PskSecretResult(connection, identity, SecretUtil.create(secret, PskSecretResult.ALGORITHM_PSK));
        } catch (BookException e) {
            LOG.error("a node could not be answered: {}", e.getMessage());
            return none(connection, identity);
        }
    }

    @SuppressWarnings("NullAway") // Scandium's word for "none"
    private static PskSecretResult none(ConnectionId connection, PskPublicInformation identity) {
        return new PskSecretResult(connection, identity, null);
    }

    @Override
    @SuppressWarnings("NullAway") // a server has none
    public @Nullable PskPublicInformation getIdentity(InetSocketAddress peer, @Nullable ServerNames names) {
        return null;
    }

    @Override
    public void setResultHandler(HandshakeResultHandler handler) {
        this.done = handler;
    }
}
