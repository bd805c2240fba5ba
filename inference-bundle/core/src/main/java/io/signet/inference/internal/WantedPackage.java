package io.signet.inference.internal;

import io.signet.statement.Digest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * A package that a node is to have.
 *
 * @param digest of the package: what arrives under another one is thrown away
 * @param source where a web server has the file, {@code https} or {@code http}; nobody there need be trusted
 */
public record WantedPackage(Digest digest, URI source) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    public WantedPackage {
        String scheme = String.valueOf(source.getScheme()).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || source.getHost() == null) {
            throw new IllegalArgumentException(
                    "a package is fetched from an address like https://host/model.signet, not " + source);
        }
    }

    /**
     * Reads {@code <64 hexadecimal digits> <address>}.
     *
     * @throws IllegalArgumentException if it is anything else, saying what
     */
    public static WantedPackage parse(String text) {
        String[] words = text.strip().split("\\s+");
        if (words.length != 2) {
            throw new IllegalArgumentException(
                    "a package to fetch is its digest, a blank and its address, not '" + text + "'");
        }
        return new WantedPackage(Digest.fromHex(words[0]), URI.create(words[1]));
    }
}
