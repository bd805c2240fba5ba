package io.signet.simulator;

import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.broker.BrokerMain;
import io.signet.broker.EmbeddedBroker;
import io.signet.launcher.NodeMain;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.MeshHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A mesh of processes on this machine: brokers, and nodes that each run an Equinox framework in a home of its own.
 * Different members may be started and ended by different threads. Closing it stops every process.
 */
public final class LocalMesh implements AutoCloseable {
    private static final String NODE_MAIN = NodeMain.class.getName();
    private static final String BROKER_MAIN = BrokerMain.class.getName();

    private static final String UNTIL_STDIN_CLOSES = "--until-stdin-closes";

    private final Distribution distribution;
    private final MeshHome home;
    private final MeshProfile profile;
    private final IntFunction<NodeStart> nodeStarts;
    private final boolean outlivesParent;
    private final List<Optional<MeshProcess>> nodes;
    private final List<Optional<MeshProcess>> brokers;
    private final List<Optional<EmulatedTpm>> tpms;

    /**
     * With what a node's process is started.
     *
     * @param bundles directory of the bundles that make the node
     * @param jvmOptions options of its JVM beside {@link NodeMain#JVM_OPTIONS}
     * @param prefix a command that executes the one that follows it, such as {@code nsenter}; empty for none
     */
    public record NodeStart(Path bundles, List<String> jvmOptions, List<String> prefix) {
        public NodeStart {
            jvmOptions = List.copyOf(jvmOptions);
            prefix = List.copyOf(prefix);
        }
    }

    /**
     * A mesh in {@code home}; nothing runs yet.
     *
     * @param outlivesParent false if its processes are to stop when this one ends, however it ends
     * @throws ProvisioningException if the broker's profile can't be read
     */
    public LocalMesh(Distribution distribution, MeshHome home, boolean outlivesParent) throws ProvisioningException {
        this(
                distribution,
                home,
                number -> new NodeStart(
                        distribution.bundles(),
                        List.of("-Djava.library.path=" + distribution.libraryPath()),
                        List.of()),
                outlivesParent);
    }

    /**
     * The same with other nodes, and a broker for each that the broker's profile names.
     *
     * @param nodeStarts tells with what a node is started, by its number
     * @throws ProvisioningException if the broker's profile can't be read
     */
    public LocalMesh(
            Distribution distribution, MeshHome home, IntFunction<NodeStart> nodeStarts, boolean outlivesParent)
            throws ProvisioningException {
        this.distribution = distribution;
        this.home = home;
        this.profile = MeshProfile.read(home.broker().resolve(MeshProfile.FILE_NAME));
        this.nodeStarts = nodeStarts;
        this.outlivesParent = outlivesParent;
        this.nodes = new CopyOnWriteArrayList<>(Collections.nCopies(home.nodes(), Optional.empty()));
        this.tpms = new CopyOnWriteArrayList<>(Collections.nCopies(home.nodes(), Optional.empty()));
        this.brokers =
                new CopyOnWriteArrayList<>(Collections.nCopies(profile.brokers().size(), Optional.empty()));
    }

    /** Where its members live. */
    public MeshHome home() {
        return home;
    }

    /** Starts the broker; returns before it listens, members wait for it. */
    public void startBroker() throws IOException {
        startBroker(1);
    }

    /** Starts broker {@code number}, counted from 1, in the order of the profile. */
    public void startBroker(int number) throws IOException {
        Path directory = home.broker();
        URI address = profile.brokers().get(number - 1);
        List<String> args = List.of(
                "--mesh", profile.mesh(),
                "--chain", profile.chain().toString(),
                "--key", profile.key().toString(),
                "--owners", directory.resolve("owner.pem").toString(),
                "--data", brokerData(number).toString(),
                "--port", Integer.toString(address.getPort()));
        brokers.set(
                number - 1,
                Optional.of(start(
                        brokers.size() == 1 ? "the broker" : "broker " + number,
                        directory.resolve(number == 1 ? "broker.log" : "broker-" + number + ".log"),
                        List.of(),
                        EmbeddedBroker.JVM_OPTIONS,
                        distribution.brokerClasses(),
                        BROKER_MAIN,
                        args)));
    }

    /** Where broker {@code number} keeps its data. */
    public Path brokerData(int number) {
        return home.broker().resolve(number == 1 ? "data" : "data-" + number);
    }

    private MeshProcess start(
            String name,
            Path log,
            List<String> prefix,
            List<String> options,
            Path classes,
            String mainClass,
            List<String> args)
            throws IOException {
        List<String> all = new ArrayList<>(args);
        if (!outlivesParent) {
            all.add(UNTIL_STDIN_CLOSES);
        }
        return MeshProcess.start(new MeshProcess.Command(
                name, log, prefix, options, classes.resolve("*").toString(), mainClass, all));
    }

    /** Stops the broker with SIGTERM. */
    public void stopBroker() {
        end(brokers, 1, MeshProcess::stop);
    }

    /** Kills the broker with SIGKILL. */
    public void killBroker() {
        killBroker(1);
    }

    /** Kills broker {@code number} with SIGKILL. */
    public void killBroker(int number) {
        end(brokers, number, MeshProcess::kill);
    }

    /** Switches on the emulated TPM of node {@code number}, if the node has one and it is off. */
    public void startTpm(int number) throws IOException {
        if (tpms.get(number - 1).filter(tpm -> tpm.process().isAlive()).isEmpty()) {
            tpms.set(number - 1, TpmNodeKeys.startFor(home.node(number), outlivesParent));
        }
    }

    /** Kills the emulated TPM of node {@code number}, if it has one: to the node the chip is gone. */
    public void killTpm(int number) {
        tpms.set(number - 1, Optional.empty()).ifPresent(EmulatedTpm::kill);
    }

    /** Starts node {@code number}, counted from 1, and before it its TPM; returns before it has joined. */
    public void startNode(int number) throws IOException {
        startTpm(number);
        Path directory = home.node(number);
        NodeStart nodeStart = nodeStarts.apply(number);
        List<String> options = new ArrayList<>(NodeMain.JVM_OPTIONS);
        options.addAll(nodeStart.jvmOptions());
        nodes.set(
                number - 1,
                Optional.of(start(
                        "node " + number,
                        directory.resolve("node.log"),
                        nodeStart.prefix(),
                        options,
                        distribution.launcherClasses(),
                        NODE_MAIN,
                        List.of(directory.toString(), nodeStart.bundles().toString()))));
    }

    /** Starts brokers and nodes. */
    public void start() throws IOException {
        for (int i = 1; i <= brokers.size(); i++) {
            startBroker(i);
        }
        for (int i = 1; i <= home.nodes(); i++) {
            startNode(i);
        }
    }

    /** Kills node {@code number} with SIGKILL. */
    public void killNode(int number) {
        end(nodes, number, MeshProcess::kill);
    }

    /** Stops node {@code number} with SIGTERM. */
    public void stopNode(int number) {
        end(nodes, number, MeshProcess::stop);
    }

    /** Takes all time from node {@code number}, with SIGSTOP. */
    public void pauseNode(int number) throws IOException {
        if (nodes.get(number - 1).isPresent()) {
            nodes.get(number - 1).get().pause();
        }
    }

    /** Lets node {@code number} go on, with SIGCONT. */
    public void resumeNode(int number) throws IOException {
        if (nodes.get(number - 1).isPresent()) {
            nodes.get(number - 1).get().resume();
        }
    }

    /** True if node {@code number} was started and not ended. */
    public boolean isStarted(int number) {
        return nodes.get(number - 1).isPresent();
    }

    /** Nodes whose processes run. */
    public int nodesRunning() {
        return (int)
                nodes.stream().filter(n -> n.isPresent() && n.get().isAlive()).count();
    }

    /** Kills every process with SIGKILL. */
    public void kill() {
        for (int i = 1; i <= nodes.size(); i++) {
            killNode(i);
            killTpm(i);
        }
        for (int i = 1; i <= brokers.size(); i++) {
            killBroker(i);
        }
    }

    private static void end(List<Optional<MeshProcess>> processes, int number, Consumer<MeshProcess> how) {
        processes.set(number - 1, Optional.empty()).ifPresent(how);
    }

    /** Process ids of all that runs. */
    public List<Long> pids() {
        Stream<Long> members = Stream.concat(brokers.stream(), nodes.stream())
                .flatMap(Optional::stream)
                .map(MeshProcess::pid);
        Stream<Long> chips =
                tpms.stream().flatMap(Optional::stream).map(tpm -> tpm.process().pid());
        return Stream.concat(members, chips).toList();
    }

    /** Fails, with the end of its log, if a process that should run has ended. */
    public void requireAlive() throws IOException {
        for (Optional<MeshProcess> broker : brokers) {
            if (broker.isPresent()) {
                broker.get().requireAlive();
            }
        }
        for (Optional<MeshProcess> node : nodes) {
            if (node.isPresent()) {
                node.get().requireAlive();
            }
        }
    }

    /** Stops everything, the nodes first, their TPMs last. */
    @Override
    public void close() {
        endAll(nodes);
        endAll(brokers);
        for (int i = 0; i < tpms.size(); i++) {
            tpms.set(i, Optional.empty()).ifPresent(EmulatedTpm::close);
        }
    }

    private static void endAll(List<Optional<MeshProcess>> processes) {
        processes.stream().flatMap(Optional::stream).forEach(MeshProcess::askToStop); // all at once, then wait
        IntStream.rangeClosed(1, processes.size()).forEach(number -> end(processes, number, MeshProcess::stop));
    }
}
