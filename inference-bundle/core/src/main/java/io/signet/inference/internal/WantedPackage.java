package io.signet.inference.internal;

import io.signet.runtime.Limits;
import io.signet.statement.Digest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A package that a node is to have.
 *
 * @param digest of the package: what arrives under another one is thrown away
 * @param servers where web servers have the file, {@code https} or {@code http}; nobody there need be trusted. Empty if only
 *     peers are asked
 */
public record WantedPackage(Digest digest, List<URI> servers) {
    /** Most servers of one package. */
    static final int SERVERS_MAX = 8;

    private static final Set<String> SCHEMES = Set.of("http", "https");

    public WantedPackage {
        servers = List.copyOf(servers);
        Limits.requireInRange("number of addresses of a package", servers.size(), 0, SERVERS_MAX);
        for (URI server : servers) {
            String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
            if (!SCHEMES.contains(scheme) || server.getHost() == null) {
                throw new IllegalArgumentException(
                        "a package is fetched from an address like https://host/model.signet, not " + server);
            }
        }
    }

    /**
     * Reads {@code <64 hexadecimal digits> [<address> ...]}.
     *
     * @throws IllegalArgumentException if it is anything else, saying what
     */
    public static WantedPackage parse(String text) {
        String[] words = text.strip().split("\\s+");
        if (!words[0].matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(
                    "a package to fetch is its digest of 64 hexadecimal digits and, each after a"
                            + " blank, addresses of web servers that have it, if any; not '" + text + "'");
        }
        return new WantedPackage(
                Digest.fromHex(words[0]),
                Arrays.stream(words).skip(1).map(URI::create).toList());
    }
}
