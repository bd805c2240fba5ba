package io.signet.inference.internal;

import io.signet.inference.spi.PackagePeers;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** How sources are asked: servers as anybody would, peers as this node, in a connection that only that peer can answer. Thread-safe. */
final class FetchClients {
    /** Where gateways give out packages, by their digests; docs/gateway.md. */
    static final String PATH = "v2/packages/";

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private final List<PackagePeers> meshes = new CopyOnWriteArrayList<>();
    private final HttpClient servers = HttpClient.newBuilder()
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /**
     * A client for one attempt and what it asks for.
     *
     * @param request for the whole file
     */
    record Prepared(HttpClient client, HttpRequest.Builder request) {}

    void addPeers(PackagePeers peers) {
        meshes.add(peers);
    }

    void removePeers(PackagePeers peers) {
        meshes.remove(peers);
    }

    /** True if there are peers that could be asked. */
    boolean hasPeers() {
        return !meshes.isEmpty();
    }

    /** Who may have {@code wanted} now. */
    List<FetchSource> sources(WantedPackage wanted) {
        List<FetchSource> sources = new ArrayList<>();
        for (PackagePeers mesh : meshes) {
            mesh.holding(wanted.digest()).forEach(peer -> sources.add(FetchSource.of(peer)));
        }
        wanted.servers().forEach(server -> sources.add(FetchSource.server(server)));
        return sources;
    }

    /** For one attempt at {@code source}; empty if its mesh is gone meanwhile. */
    Optional<Prepared> prepare(FetchSource source, Digest digest) {
        if (source.peer().isEmpty()) {
            return Optional.of(new Prepared(servers, HttpRequest.newBuilder(source.address())));
        }
        NodeId node = source.peer().get();
        return meshes.stream().findFirst().map(mesh -> prepare(source.address(), mesh.tls(node), digest));
    }

    private static Prepared prepare(URI gateway, SSLContext tls, Digest digest) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(tls)
                .build();
        return new Prepared(client, HttpRequest.newBuilder(gateway.resolve(PATH + digest.toHex())));
    }
}
