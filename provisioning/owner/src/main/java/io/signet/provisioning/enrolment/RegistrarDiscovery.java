package io.signet.provisioning.enrolment;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** How registrars are found in the local network: DNS service discovery (RFC 6763) over multicast DNS (RFC 6762). */
public final class RegistrarDiscovery {
    /** The service of EST over HTTPS. */
    public static final String HTTPS = "_signet-enrol._tcp.local.";

    /** The service of EST over CoAP. */
    public static final String COAPS = "_signet-enrol._udp.local.";

    /** In TXT: the first digits of the SHA-256 of the owner's certificate. */
    public static final String OWNER = "owner";

    private RegistrarDiscovery() {}

    /**
     * An IPv4 address of each network that this machine is in.
     *
     * @throws SocketException if they can't be told
     */
    public static List<InetAddress> localAddresses() throws SocketException {
        List<InetAddress> addresses = new ArrayList<>();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            if (one.isUp() && !one.isLoopback() && one.supportsMulticast()) {
                one.inetAddresses()
                        .filter(Inet4Address.class::isInstance)
                        .findFirst()
                        .ifPresent(addresses::add);
            }
        }
        return addresses;
    }
}
