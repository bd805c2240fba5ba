package io.signet.mesh;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a node's log is shown to everyone, as static tiles below one address (docs/protocol.md, "Tiles").
 *
 * @param url an absolute {@code http} or {@code https} address of at most {@link #CHARS_MAX} ASCII characters that ends
 *     with a slash, without user, query and fragment
 */
public record LogAddress(String url) {
    /** Longest address. */
    public static final int CHARS_MAX = 100;

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if it is another kind of address
     */
    public LogAddress {
        Optional<String> wrong = wrong(url);
        if (wrong.isPresent()) {
            throw new IllegalArgumentException("the address of a log is http(s)://HOST[:PORT]/[PATH/], at most "
                    + CHARS_MAX + " characters: " + wrong.get());
        }
    }

    private static Optional<String> wrong(String url) {
        if (url.length() > CHARS_MAX) {
            return Optional.of("this one has " + url.length());
        }
        if (!url.chars().allMatch(c -> c > ' ' && c <= '~')) {
            return Optional.of("there is another character than printable ASCII in it");
        }
        try {
            URI uri = new URI(url);
            boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            return known && plain && uri.getHost() != null && url.endsWith("/")
                    ? Optional.empty()
                    : Optional.of("not " + url);
        } catch (URISyntaxException e) {
            return Optional.of("not " + url);
        }
    }

    @Override
    public String toString() {
        return url;
    }
}
