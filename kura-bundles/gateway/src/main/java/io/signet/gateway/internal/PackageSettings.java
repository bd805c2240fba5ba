package io.signet.gateway.internal;

import io.signet.runtime.Limits;

/**
 * What a {@link GatewayConfig} says of model packages, checked.
 *
 * @param given whether other nodes get the packages of this one
 * @param transfersMax transfers under way
 * @param bytesASecond of all of them together
 */
record PackageSettings(boolean given, int transfersMax, long bytesASecond) {
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
                (long) Limits.requireInRange("packages.mib.per.s", config.packages_mib_per_s(), 1, 10_000) << 20);
    }
}
