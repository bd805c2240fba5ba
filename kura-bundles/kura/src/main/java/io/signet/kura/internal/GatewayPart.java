package io.signet.kura.internal;

import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Limits;
import io.signet.statement.NodeId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link GatewayOptions} say, checked.
 *
 * @param https properties of the gateway over HTTPS, without the profile; empty if it is off
 * @param coap properties of the gateway over CoAP, without the profile; empty if it is off
 * @param web properties of the console's server, without the profile; empty if it is off
 */
record GatewayPart(
        Optional<Map<String, Object>> https, Optional<Map<String, Object>> coap, Optional<Map<String, Object>> web)
        implements Part {
    private static final String ADDRESS = "address";
    private static final String REQUESTS_MAX = "requests.max";

    GatewayPart {
        https = https.map(Map::copyOf);
        coap = coap.map(Map::copyOf);
        web = web.map(Map::copyOf);
    }

    /** @throws IllegalArgumentException if a value is impossible */
    static GatewayPart of(GatewayOptions options) {
        Map<String, Object> https = https(options);
        Map<String, Object> coap = coap(options);
        Map<String, Object> web = Map.of(
                ADDRESS,
                options.address(),
                "port",
                Limits.requireInRange("console.port", options.console_port(), 0, 65_535));
        return new GatewayPart(
                options.https_enabled() ? Optional.of(https) : Optional.empty(),
                options.coap_enabled() ? Optional.of(coap) : Optional.empty(),
                options.console_enabled() ? Optional.of(web) : Optional.empty());
    }

    private static Map<String, Object> https(GatewayOptions options) {
        Map<String, Object> https = new HashMap<>();
        https.put(ADDRESS, options.address());
        https.put("port", Limits.requireInRange("https.port", options.https_port(), 0, 65_535));
        https.put("clients", clients(options));
        https.put("open.anywhere", options.open_anywhere());
        https.put("local.port", Limits.requireInRange("local.port", options.local_port(), -1, 65_535));
        https.put("connections.max", Limits.requireInRange("connections.max", options.connections_max(), 1, 65_535));
        https.put(REQUESTS_MAX, Limits.requireInRange(REQUESTS_MAX, options.requests_max(), 1, 65_535));
        int body = Limits.requireInRange("body.mib.max", options.body_mib_max(), 1, 1024);
        https.put("body.mib.max", body);
        https.put("bodies.mib.max", Limits.requireInRange("bodies.mib.max", options.bodies_mib_max(), body, 65_536));
        https.put("packages.give", oneOf("packages.give", options.packages_give(), "nodes", "nobody"));
        List<String> pushers = Properties.texts(options.packages_push());
        pushers.forEach(GatewayPart::requireNode);
        https.put("packages.push", pushers.toArray(String[]::new));
        https.put("timeout.ms", Limits.requireInRange("timeout.ms", options.timeout_ms(), 1, 3_600_000));
        return https;
    }

    private static Map<String, Object> coap(GatewayOptions options) {
        return Map.of(
                ADDRESS,
                options.address(),
                "port",
                Limits.requireInRange("coap.port", options.coap_port(), 0, 65_535),
                "clients.max",
                Limits.requireInRange("coap.clients.max", options.coap_clients_max(), 1, 65_535),
                REQUESTS_MAX,
                Limits.requireInRange("coap.requests.max", options.coap_requests_max(), 1, 65_535));
    }

    private static String clients(GatewayOptions options) {
        String clients = oneOf("clients", options.clients(), "certificate", "open");
        InetAddress address;
        try {
            address = InetAddress.getByName(Limits.requireText(ADDRESS, options.address(), 255));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: '" + options.address() + "' is not known", e);
        }
        if (clients.equals("open") && !address.isLoopbackAddress() && !options.open_anywhere()) {
            throw new IllegalArgumentException("clients = open lets anyone in who reaches " + options.address()
                    + ": set address to 127.0.0.1, or open.anywhere to true if that is what you want");
        }
        return clients;
    }

    private static String oneOf(String name, String value, String one, String other) {
        if (!value.equals(one) && !value.equals(other)) {
            throw new IllegalArgumentException(name + " = '" + value + "' is not '" + one + "' or '" + other + "'");
        }
        return value;
    }

    private static void requireNode(String hex) {
        try {
            NodeId.fromHex(hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("packages.push: '" + hex + "' is no member's id: " + e.getMessage(), e);
        }
    }

    @Override
    public PartName name() {
        return PartName.GATEWAY;
    }

    @Override
    public Map<InnerPid, Map<String, Object>> configurations(Path home) throws ProvisioningException {
        Map<InnerPid, Map<String, Object>> all = new EnumMap<>(InnerPid.class);
        Path profile = home.resolve(MeshProfile.FILE_NAME);
        if (https.isPresent() || coap.isPresent() || web.isPresent()) {
            MeshProfile.read(profile);
        }
        Map<String, Object> file = Map.of("profile.file", profile.toString());
        https.ifPresent(properties -> all.put(InnerPid.GATEWAY, Properties.with(properties, file)));
        coap.ifPresent(properties -> all.put(InnerPid.GATEWAY_COAP, Properties.with(properties, file)));
        web.ifPresent(properties -> {
            all.put(InnerPid.WEB, Properties.with(properties, file));
            all.put(InnerPid.CONSOLE, Properties.with(file, Map.of("home.directory", home.toString())));
        });
        return all;
    }
}
