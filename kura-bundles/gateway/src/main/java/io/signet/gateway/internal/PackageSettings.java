package io.signet.gateway.internal;

import io.signet.runtime.Limits;
import io.signet.statement.NodeId;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@link GatewayConfig} says of model packages, checked.
 *
 * @param given whether other nodes get the packages of this one
 * @param transfersMax transfers under way
 * @param bytesASecond of all of them together
 * @param pushers whose certificates let them give packages to this node
 */
record PackageSettings(boolean given, int transfersMax, long bytesASecond, Set<NodeId> pushers) {
    PackageSettings {
        pushers = Set.copyOf(pushers);
    }

    private static NodeId pusher(String id) {
        try {
            return NodeId.fromHex(id.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "packages.push: '" + id + "' is not the id of a member, 32 hexadecimal digits", e);
        }
    }

    /** @throws IllegalArgumentException if a value is out of range, with its key */
    static PackageSettings of(GatewayConfig config) {
        boolean given =
                switch (config.packages_give()) {
                    case "nodes" -> true;
                    case "nobody" -> false;
                    default ->
                        throw new IllegalArgumentException(
                                "packages.give = '" + config.packages_give() + "' is not 'nodes' or 'nobody'");
                };
        return new PackageSettings(
                given,
                Limits.requireInRange("packages.transfers.max", config.packages_transfers_max(), 1, 64),
                (long) Limits.requireInRange("packages.mib.per.s", config.packages_mib_per_s(), 1, 10_000) << 20,
                Arrays.stream(config.packages_push())
                        .map(PackageSettings::pusher)
                        .collect(Collectors.toSet()));
    }
}
