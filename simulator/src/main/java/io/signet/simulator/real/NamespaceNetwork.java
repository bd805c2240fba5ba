package io.signet.simulator.real;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network namespace for the nodes of each region, and from each a virtual Ethernet link to each broker. A link that is
 * down is silent in both directions, as behind a cable that somebody cut: connections stay, and nobody is told. With the
 * kernel's network emulator, latency, jitter, loss, duplication and reordering are of packets.
 */
final class NamespaceNetwork implements NodeNetwork {
    /** Packets for which there is no other way go here, and nowhere: else, members would be told at once. */
    private static final String VOID = "void";

    private static final String VOID_METRIC = "1000";

    private final SystemCommands commands;
    private final NetworkNames names;
    private final List<String> regions;
    private final int brokers;
    private final Optional<Netem> netem;
    private final String describe;
    private final List<String> made = new ArrayList<>();
    private final Map<Integer, Link> set = new HashMap<>();

    private NamespaceNetwork(
            SystemCommands commands,
            NetworkNames names,
            List<String> regions,
            int brokers,
            Optional<Netem> netem,
            String describe) {
        this.commands = commands;
        this.names = names;
        this.regions = List.copyOf(regions);
        this.brokers = brokers;
        this.netem = netem;
        this.describe = describe;
    }

    /**
     * Makes one.
     *
     * @param regions of the nodes, each once
     * @param ability what {@link NetworkAbility#probe} found: namespaces at least
     * @throws IOException if it can't be made; nothing is left of it
     */
    static NamespaceNetwork create(
            SystemCommands commands,
            NetworkNames names,
            List<String> regions,
            int brokers,
            NetworkAbility ability,
            Netem netem)
            throws IOException, InterruptedException {
        NamespaceNetwork network = new NamespaceNetwork(
                commands,
                names,
                regions,
                brokers,
                ability.netem() ? Optional.of(netem) : Optional.empty(),
                ability.netem()
                        ? "network namespaces with the kernel's netem; TCP relays for requesters and cut-off"
                        : "network namespaces for partitions, TCP relays for the rest; no netem: " + ability.why());
        boolean complete = false;
        try {
            network.make();
            complete = true;
            return network;
        } finally {
            if (!complete) {
                network.remove();
            }
        }
    }

    /** The command that executes {@code command} in a namespace. */
    static List<String> enter(String namespace, List<String> command) {
        List<String> line = new ArrayList<>(List.of("nsenter", "--net=/var/run/netns/" + namespace));
        line.addAll(command);
        return List.copyOf(line);
    }

    private void make() throws IOException, InterruptedException {
        for (int region = 1; region <= regions.size(); region++) {
            String namespace = names.namespace(region);
            run("ip", "netns", "add", namespace);
            made.add(namespace);
            inside(namespace, "link", "set", "lo", "up");
            inside(namespace, "link", "add", VOID, "type", "veth", "peer", "name", VOID + "-end");
            inside(namespace, "link", "set", VOID, "arp", "off", "up");
            for (int broker = 1; broker <= brokers; broker++) {
                makeLink(namespace, link(region, broker), broker);
            }
        }
    }

    private void makeLink(String namespace, int link, int broker) throws IOException, InterruptedException {
        String outer = names.brokersEnd(link);
        String inner = nodesEnd(broker);
        String theirs = names.brokersAddress(broker);
        String ours = names.nodesAddress(link);
        run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner, "netns", namespace);
        run("ip", "addr", "add", theirs, "peer", ours, "dev", outer);
        run("ip", "link", "set", outer, "up");
        inside(namespace, "addr", "add", ours, "peer", theirs, "dev", inner);
        inside(namespace, "link", "set", inner, "up");
        inside(namespace, "route", "add", theirs, "dev", VOID, "metric", VOID_METRIC, "src", ours);
    }

    private void run(String... command) throws IOException, InterruptedException {
        commands.run(List.of(command));
    }

    private void inside(String namespace, String... command) throws IOException, InterruptedException {
        commands.run(Stream.concat(Stream.of("ip", "-n", namespace), Stream.of(command))
                .toList());
    }

    private static String nodesEnd(int broker) {
        return "broker" + broker;
    }

    private int link(int region, int broker) {
        return (region - 1) * brokers + broker;
    }

    private int number(String region) {
        int index = regions.indexOf(region);
        if (index < 0) {
            throw new IllegalArgumentException("no node is in the region " + region);
        }
        return index + 1;
    }

    @Override
    public String describe() {
        return describe;
    }

    @Override
    public List<String> prefix(String region) {
        return enter(names.namespace(number(region)), List.of());
    }

    @Override
    public String brokerAddress(int number) {
        return names.brokersAddress(number);
    }

    @Override
    public void set(String region, int number, Link wanted) throws IOException, InterruptedException {
        String namespace = names.namespace(number(region));
        int link = link(number(region), number);
        Link before = set.getOrDefault(link, Link.CLEAR);
        if (netem.isPresent() && (!set.containsKey(link) || !shape(wanted).equals(shape(before)))) {
            List<String> arguments = netem.get().arguments(wanted);
            commands.run(join(List.of("tc", "qdisc", "replace", "dev", names.brokersEnd(link), "root"), arguments));
            commands.run(join(
                    List.of("tc", "-n", namespace, "qdisc", "replace", "dev", nodesEnd(number), "root"), arguments));
        }
        if (wanted.stalled() != before.stalled()) {
            inside(namespace, "link", "set", nodesEnd(number), wanted.stalled() ? "down" : "up");
        }
        set.put(link, wanted);
    }

    private static List<String> join(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** What the network emulator sees of {@code link}. */
    private static Link shape(Link link) {
        return Link.CLEAR.slower(link.latency()).withJitter(link.jitter()).lossier(link.loss());
    }

    @Override
    public Link left(Link link) {
        if (netem.isPresent()) {
            return link.refusing() ? Link.CLEAR.refuse() : Link.CLEAR;
        }
        Link left = shape(link);
        return link.refusing() ? left.refuse() : left;
    }

    @Override
    public void remove() throws IOException, InterruptedException {
        Optional<IOException> failure = Optional.empty();
        for (String namespace : List.copyOf(made)) {
            try {
                Leftovers.removeNamespace(commands, namespace);
                made.remove(namespace);
            } catch (IOException e) {
                failure = Optional.of(failure.orElse(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
