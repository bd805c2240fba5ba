package io.signet.simulator.real;

import io.signet.simulator.run.Draws;
import io.signet.simulator.scenario.NetworkPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The ways of members to brokers: each has a relay of its own to each broker, and nodes a network before it. */
final class Wires implements AutoCloseable {
    private final NetworkPlan plan;
    private final List<Integer> brokerPorts;
    private final NodeNetwork network;
    private final List<String> nodeRegions;
    private final Draws draws;
    private final List<Wire> wires = new ArrayList<>();

    /** The way of one member to one broker. */
    private record Wire(int node, String region, NetworkPlan.Broker broker, FaultProxy relay) {}

    /**
     * No way yet.
     *
     * @param brokerPorts at which the brokers of {@code plan} listen, in its order
     * @param nodeRegions where nodes are
     */
    Wires(NetworkPlan plan, List<Integer> brokerPorts, NodeNetwork network, List<String> nodeRegions, Draws draws) {
        this.plan = plan;
        this.brokerPorts = List.copyOf(brokerPorts);
        this.network = network;
        this.nodeRegions = List.copyOf(nodeRegions);
        this.draws = draws;
    }

    /** The addresses at which node {@code node} in {@code region} finds the brokers, in the plan's order. */
    List<URI> toNode(int node, String region) throws IOException {
        List<URI> ways = new ArrayList<>();
        for (int i = 1; i <= brokerPorts.size(); i++) {
            ways.add(add(node, region, i, network.brokerAddress(i)));
        }
        return ways;
    }

    /** The same for a further requester, who is in this process. */
    List<URI> toRequester(String region) throws IOException {
        List<URI> ways = new ArrayList<>();
        for (int i = 1; i <= brokerPorts.size(); i++) {
            ways.add(add(0, region, i, LoopbackNetwork.ADDRESS));
        }
        return ways;
    }

    private URI add(int node, String region, int number, String address) throws IOException {
        NetworkPlan.Broker broker = plan.brokers().get(number - 1);
        int wire = wires.size();
        Condition calm = new Condition(plan, List.of());
        FaultProxy relay = FaultProxy.start(
                InetAddress.getByName(address),
                brokerPorts.get(number - 1),
                relayed(node, calm.link(node, region, broker)),
                () -> draws.of("wire", wire));
        wires.add(new Wire(node, region, broker, relay));
        return URI.create("mqtts://" + address + ":" + relay.port());
    }

    private Link relayed(int node, Link link) {
        return node == 0 ? link : network.left(link);
    }

    /**
     * Makes all ways as {@code condition} says, at once.
     *
     * @throws IOException if the network can't be changed
     */
    void apply(Condition condition) throws IOException, InterruptedException {
        List<NetworkPlan.Broker> brokers = plan.brokers();
        for (String region : nodeRegions) {
            for (int i = 1; i <= brokers.size(); i++) {
                network.set(region, i, condition.link(0, region, brokers.get(i - 1)));
            }
        }
        for (Wire wire : wires) {
            Link link = relayed(wire.node(), condition.link(wire.node(), wire.region(), wire.broker()));
            if (!link.equals(wire.relay().link())) {
                wire.relay().set(link);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Wire wire : wires) {
            wire.relay().close();
        }
    }
}
