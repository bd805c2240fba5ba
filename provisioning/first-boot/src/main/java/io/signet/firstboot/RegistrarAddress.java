package io.signet.firstboot;

import java.net.URI;

/** How people write where a registrar is. */
public final class RegistrarAddress {
    /** Where a registrar listens unless it is told otherwise. */
    public static final int PORT = 8644;

    private static final int CHARS_MAX = 512;
    private static final int PORT_MAX = 65_535;
    private static final String SCHEME = "https://";

    private RegistrarAddress() {}

    /**
     * Reads {@code https://HOST:PORT}, {@code HOST:PORT} or {@code HOST}.
     *
     * @return {@code https://HOST:PORT}
     * @throws IllegalArgumentException if it is anything else
     */
    public static URI parse(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > CHARS_MAX) {
            throw new IllegalArgumentException("a registrar's address is https://HOST:PORT");
        }
        URI uri = uri(stripped.contains("://") ? stripped : SCHEME + stripped);
        int port = uri.getPort() < 0 ? PORT : uri.getPort();
        boolean bare = uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null || !bare || port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "a registrar's address is https://HOST:PORT, as 'signet registrar run' prints it");
        }
        return URI.create(SCHEME + uri.getHost() + ":" + port);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a registrar's address is https://HOST:PORT, without blanks", e);
        }
    }
}
