package io.signet.simulator.real;

import java.util.List;

/**
 * Nothing: nodes, relays and brokers meet on this machine's loopback, and relays do everything.
 *
 * @param why why there is nothing else
 */
record LoopbackNetwork(String why) implements NodeNetwork {
    static final String ADDRESS = "127.0.0.1";

    @Override
    public String describe() {
        return "TCP relays; no network namespaces: " + why;
    }

    @Override
    public List<String> prefix(String region) {
        return List.of();
    }

    @Override
    public String brokerAddress(int number) {
        return ADDRESS;
    }

    @Override
    public void set(String region, int number, Link link) {
        // relays do
    }

    @Override
    public Link left(Link link) {
        return link;
    }

    @Override
    public void remove() {
        // nothing was made
    }
}
