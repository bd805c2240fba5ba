package io.signet.provisioning.owner;

import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.internal.CertificateProfile;
import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.TrustPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a mesh on one machine shall look like.
 *
 * @param mesh its name, as in {@link MeshProfile}
 * @param owner the name of who owns all of it
 * @param nodes 1 to {@link #NODES_MAX}
 * @param brokerPort TCP port of the broker, 1 to 65535
 * @param brokerHosts DNS names and IP addresses that the broker's certificate is for; members call the first
 * @param publishers raw Ed25519 keys whose model packages the nodes run
 * @param witnesses how many witnesses of a node's log the members demand, 0 to 8 and fewer than there are nodes
 * @param gatewayPorts TCP port of each node's gateway, 1 to 65535, in the order of the nodes, all of them and the
 *     broker's different; empty for no gateways
 */
public record MeshPlan(
        String mesh,
        String owner,
        int nodes,
        int brokerPort,
        List<String> brokerHosts,
        Set<Bytes> publishers,
        int witnesses,
        List<Integer> gatewayPorts) {
    /** Most nodes of a mesh on one machine. */
    public static final int NODES_MAX = 64;

    public MeshPlan {
        MeshProfile.requireMeshName(mesh);
        OwnerAuthority.requireName(owner);
        Limits.requireInRange("the number of nodes", nodes, 1, NODES_MAX);
        Limits.requireInRange("the broker's port", brokerPort, 1, 65_535);
        Limits.requireInRange("the number of witnesses", witnesses, 0, Math.min(nodes - 1, TrustPolicy.WITNESSES_MAX));
        brokerHosts = List.copyOf(brokerHosts);
        if (brokerHosts.isEmpty()) {
            throw new IllegalArgumentException("a broker needs at least one host name or address");
        }
        brokerHosts.forEach(CertificateProfile::requireHost);
        publishers = Set.copyOf(publishers);
        gatewayPorts = List.copyOf(gatewayPorts);
        gatewayPorts.forEach(port -> Limits.requireInRange("a gateway's port", port, 1, 65_535));
        if (!gatewayPorts.isEmpty() && gatewayPorts.size() != nodes) {
            throw new IllegalArgumentException(
                    "a port for each of " + nodes + " gateways is needed, not " + gatewayPorts.size());
        }
        requireDistinct(brokerPort, gatewayPorts);
    }

    private static void requireDistinct(int brokerPort, List<Integer> gatewayPorts) {
        Set<Integer> taken = new HashSet<>(Set.of(brokerPort));
        for (int port : gatewayPorts) {
            if (!taken.add(port)) {
                throw new IllegalArgumentException("two can't listen at port " + port + ": the broker's port is "
                        + brokerPort + ", the gateways' ports are " + gatewayPorts
                        + "; choose other ports for the gateways or for the broker");
            }
        }
    }

    /** A mesh whose nodes have no gateways; the arguments are as in the record. */
    public MeshPlan(
            String mesh,
            String owner,
            int nodes,
            int brokerPort,
            List<String> brokerHosts,
            Set<Bytes> publishers,
            int witnesses) {
        this(mesh, owner, nodes, brokerPort, brokerHosts, publishers, witnesses, List.of());
    }

    /** The same, and its nodes have gateways at {@code ports}. */
    public MeshPlan withGatewayPorts(List<Integer> ports) {
        return new MeshPlan(mesh, owner, nodes, brokerPort, brokerHosts, publishers, witnesses, ports);
    }

    /** A mesh that nothing outside this machine reaches. */
    public static MeshPlan local(String mesh, int nodes, int brokerPort, Set<Bytes> publishers) {
        return new MeshPlan(mesh, "local owner", nodes, brokerPort, List.of("localhost", "127.0.0.1"), publishers, 0);
    }
}
