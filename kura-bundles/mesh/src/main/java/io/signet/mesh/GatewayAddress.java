package io.signet.mesh;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where other members of the mesh reach a node's gateway, over TLS.
 *
 * @param hostAndPort {@code HOST:PORT} of at most {@link #CHARS_MAX} printable ASCII characters; an IPv6 address in brackets
 */
public record GatewayAddress(String hostAndPort) {
    /** Longest address: a report with one still holds as many models as one without. */
    public static final int CHARS_MAX = 62;

    private static final int PORT_MAX = 65_535;

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if it is anything else than a host and a port
     */
    public GatewayAddress {
        if (hostAndPort.length() > CHARS_MAX || !isHostAndPort(hostAndPort)) {
            throw new IllegalArgumentException("the address of a gateway is HOST:PORT, at most " + CHARS_MAX
                    + " characters, not '" + hostAndPort + "'");
        }
    }

    private static boolean isHostAndPort(String text) {
        try {
            URI uri = new URI("https://" + text);
            return text.chars().allMatch(c -> c > ' ' && c <= '~')
                    && uri.getHost() != null
                    && uri.getPort() >= 1
                    && uri.getPort() <= PORT_MAX
                    && text.equals(uri.getHost() + ":" + uri.getPort());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** {@code https://HOST:PORT/}. */
    public URI uri() {
        return URI.create("https://" + hostAndPort + "/");
    }

    @Override
    public String toString() {
        return hostAndPort;
    }
}
