package io.signet.registrar;

import io.signet.statement.Bytes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/**
 * Who asks, as far as the transport knows.
 *
 * @param address from where, for people and for limits: an IP address, of IPv6 the first 64 bits
 * @param channel what binds the connection, as this side sees it
 * @param certificate by which the other side has identified itself in TLS, and proved to hold the key
 */
public record Caller(String address, Bytes channel, Optional<X509Certificate> certificate) {
    private static final int ADDRESS_CHARS_MAX = 64;
    private static final int IPV6_PREFIX_BYTES = 8;

    public Caller {
        if (address.isEmpty() || address.length() > ADDRESS_CHARS_MAX) {
            throw new IllegalArgumentException("an address has 1 to " + ADDRESS_CHARS_MAX + " characters");
        }
    }

    /** What an address counts as, for limits: of IPv6 its first half, as everybody has the other. */
    public static String addressOf(InetAddress address) {
        return address instanceof Inet6Address
                ? Bytes.copyOf(Arrays.copyOf(address.getAddress(), IPV6_PREFIX_BYTES))
                                .toHex() + "::/64"
                : address.getHostAddress();
    }

    /** As the audit trail names it. */
    String actor() {
        return "node at " + address;
    }
}
