package io.signet.coaps;

import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.ExtendedCoapStackFactory;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.stack.CoapStack;
import org.eclipse.californium.core.network.stack.CoapUdpStack;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;

/**
 * Bounds the transfers in blocks (RFC 7959) that are under way. Each has a buffer for a whole body from its first block on, and one
 * client may begin many: so their number is not that of the clients, which Californium takes for it.
 */
final class CoapTransfers implements ExtendedCoapStackFactory {
    private final int transfersMax;

    /** @param transfersMax of requests, and as many of answers */
    CoapTransfers(int transfersMax) {
        this.transfersMax = transfersMax;
    }

    /** What the layer for blocks is told. */
    Configuration bounded(Configuration configuration) {
        return new Configuration(configuration).set(CoapConfig.MAX_ACTIVE_PEERS, transfersMax);
    }

    @Override
    public CoapStack createCoapStack(
            String protocol,
            String tag,
            Configuration configuration,
            EndpointContextMatcher matcher,
            Outbox outbox,
            Object argument) {
        return new CoapUdpStack(tag, bounded(configuration), matcher, outbox);
    }

    @Override
    @SuppressWarnings("deprecation") // endpoints call the other one; the interface still demands this one
    public CoapStack createCoapStack(
            String protocol, String tag, Configuration configuration, Outbox outbox, Object argument) {
        return new CoapUdpStack(tag, bounded(configuration), outbox);
    }
}
