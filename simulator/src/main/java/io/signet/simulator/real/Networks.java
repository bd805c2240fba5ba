package io.signet.simulator.real;

import io.signet.simulator.run.RunException;
import io.signet.simulator.scenario.NetworkPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

/** Finds the best network that can be had here. */
final class Networks {
    /** A SYN that is dropped comes again after one second, and after two more. */
    private static final int REACH_MAX_S = 4;

    private final SystemCommands commands;
    private final NetworkNames names;

    private Networks(SystemCommands commands, NetworkNames names) {
        this.commands = commands;
        this.names = names;
    }

    /**
     * Those of process {@code pid}, with addresses that are free.
     *
     * @throws RunException if there are none: other runs have them all
     */
    static Networks of(SystemCommands commands, long pid) throws RunException, InterruptedException {
        String used;
        try {
            used = commands.run(List.of("ip", "-o", "-4", "addr", "show"));
        } catch (IOException e) { // then there are no namespaces either, and it is said why
            used = "";
        }
        for (int i = 0; i < NetworkNames.BLOCKS; i++) {
            NetworkNames names = new NetworkNames(pid, (int) ((pid + i) % NetworkNames.BLOCKS));
            if (!used.contains(" " + names.brokersAddresses())) {
                return new Networks(commands, names);
            }
        }
        throw new RunException("all of 198.18.0.0/16 is in use on this machine, and this run needs a part of it");
    }

    /** What can be had. */
    NetworkAbility ability() throws InterruptedException {
        return NetworkAbility.probe(commands, names);
    }

    /**
     * The network for nodes in {@code regions}: what {@code ability} says if it works, and otherwise none.
     *
     * @param regions each once
     */
    NodeNetwork open(NetworkAbility ability, List<String> regions, NetworkPlan plan)
            throws IOException, InterruptedException {
        if (!ability.namespaces()) {
            return new LoopbackNetwork(ability.why());
        }
        int brokers = plan.brokers().size();
        if (brokers > NetworkNames.BROKERS_MAX || regions.size() * brokers > NetworkNames.LINKS_MAX) {
            return new LoopbackNetwork(regions.size() + " regions with links to " + brokers + " brokers are more than "
                    + NetworkNames.LINKS_MAX + " links");
        }
        NamespaceNetwork network = NamespaceNetwork.create(commands, names, regions, brokers, ability, Netem.of(plan));
        boolean reaches = false;
        try {
            reaches = reaches(network, regions.get(0));
        } finally {
            if (!reaches) {
                network.remove();
            }
        }
        return reaches
                ? network
                : new LoopbackNetwork("what is sent from one does not arrive at " + network.brokerAddress(1)
                        + "; a firewall that lets in 198.18.0.0/15 would change that");
    }

    private boolean reaches(NodeNetwork network, String region) throws IOException, InterruptedException {
        InetAddress address = InetAddress.getByName(network.brokerAddress(1));
        try (ServerSocket listening = new ServerSocket(0, 1, address)) {
            String way = "/dev/tcp/" + network.brokerAddress(1) + "/" + listening.getLocalPort();
            List<String> prefix = network.prefix(region);
            commands.run(List.of(
                    prefix.get(0), prefix.get(1), "timeout", REACH_MAX_S + "s", "bash", "-c", "exec 3<>" + way));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
