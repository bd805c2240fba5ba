package io.signet.inference.internal;

import io.signet.inference.spi.PackagePeer;
import io.signet.statement.NodeId;
import java.net.URI;
import java.util.Optional;

/**
 * Who may have a package: a peer or a web server.
 *
 * @param address of the peer's gateway, or of the file on the server
 * @param peer whose gateway it is; empty for a server
 * @param near whether a peer is asked before others
 */
public record FetchSource(URI address, Optional<NodeId> peer, boolean near) {
    static FetchSource of(PackagePeer peer) {
        return new FetchSource(peer.address(), Optional.of(peer.node()), peer.near());
    }

    static FetchSource server(URI file) {
        return new FetchSource(file, Optional.empty(), false);
    }

    /** What it is remembered by: a peer's id, since it may move, or a server's address. */
    Object key() {
        return peer.isPresent() ? peer.get() : address;
    }

    /** Those with lower ranks are asked first. */
    int rank() {
        return peer.isEmpty() ? 2 : near ? 0 : 1;
    }

    @Override
    public String toString() {
        return peer.map(node -> "node " + node + " at ").orElse("") + address;
    }
}
