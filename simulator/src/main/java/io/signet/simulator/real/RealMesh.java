package io.signet.simulator.real;

import io.signet.attestation.KeyFileException;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Trees;
import io.signet.simulator.Distribution;
import io.signet.simulator.LocalMesh;
import io.signet.simulator.engine.EngineSettings;
import io.signet.simulator.engine.SimulatedEngine;
import io.signet.simulator.run.RunException;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The files, processes, disks and ways of one run. Used by one thread. */
final class RealMesh {
    private static final Duration BROKER_START_MAX = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_MS = 100;

    private static final List<String> NODE_OPTIONS = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1");

    private final NetworkPlan plan;
    private final List<FleetNode> fleet;
    private final MeshFiles files;
    private final NodeNetwork network;
    private final Wires wires;
    private final LocalMesh processes;
    private final Map<Integer, SmallDisk> disks = new TreeMap<>();
    private final Map<Integer, Condition.OfNode> nodesAsked = new HashMap<>();
    private final Map<String, Boolean> brokersAsked = new HashMap<>();
    private final Hands hands = new Hands();

    private RealMesh(
            NetworkPlan plan,
            List<FleetNode> fleet,
            MeshFiles files,
            NodeNetwork network,
            Wires wires,
            LocalMesh processes) {
        this.plan = plan;
        this.fleet = fleet;
        this.files = files;
        this.network = network;
        this.wires = wires;
        this.processes = processes;
    }

    /**
     * Makes the files of a mesh below {@code directory}; nothing runs yet.
     *
     * @param network before the nodes, which the mesh takes back at its end
     * @param commands by which disks are mounted
     * @throws RunException if a fault needs what can't be had here
     */
    static RealMesh create(
            Distribution distribution, PlannedRun run, NodeNetwork network, SystemCommands commands, Path directory)
            throws IOException, ProvisioningException, RunException, InterruptedException {
        NetworkPlan plan = run.scenario().network();
        List<FleetNode> fleet = run.fleet();
        List<String> addresses = IntStream.rangeClosed(1, plan.brokers().size())
                .mapToObj(network::brokerAddress)
                .toList();
        MeshFiles files =
                MeshFiles.create(distribution, fleet, addresses, run.scenario().witnesses(), directory);
        Wires wires = new Wires(
                plan, files.brokers().stream().map(URI::getPort).toList(), network, run.nodeRegions(), run.draws());
        LocalMesh processes = new LocalMesh(
                distribution, files.home(), number -> start(files, network, fleet.get(number - 1)), false);
        RealMesh mesh = new RealMesh(plan, fleet, files, network, wires, processes);
        boolean complete = false;
        try {
            mesh.makeNodes(run.faults(), commands);
            complete = true;
            return mesh;
        } finally {
            if (!complete) {
                mesh.end();
            }
        }
    }

    private static LocalMesh.NodeStart start(MeshFiles files, NodeNetwork network, FleetNode node) {
        List<String> options = new ArrayList<>(NODE_OPTIONS);
        options.add("-D" + SimulatedEngine.SETTINGS_PROPERTY + "="
                + files.engine(node.number()).toAbsolutePath());
        return new LocalMesh.NodeStart(
                files.bundles(), options, network.prefix(node.group().region()));
    }

    private void makeNodes(List<PlacedFault> faults, SystemCommands commands)
            throws IOException, ProvisioningException, RunException, InterruptedException {
        for (PlacedFault fault : faults) {
            if (fault.fault().kind() == Fault.Kind.DISK_FULL) {
                for (int number : fault.nodes()) {
                    if (!disks.containsKey(number)) {
                        disks.put(number, SmallDisk.mount(files.disk(number), commands));
                    }
                }
            }
        }
        for (FleetNode node : fleet) {
            List<URI> ways = wires.toNode(node.number(), node.group().region());
            files.addNode(node, ways, disks.containsKey(node.number()));
        }
    }

    /** The profile of a further requester in {@code region}, who has ways of its own to the brokers. */
    MeshProfile requesterProfile(String region) throws IOException, ProvisioningException {
        return files.requesterProfile(wires.toRequester(region));
    }

    /** What carries messages, in words for the report. */
    String network() {
        return network.describe();
    }

    /** The file that says whom a requester trusts. */
    Path trust() throws ProvisioningException {
        return MeshProfile.read(files.home().requester().resolve(MeshProfile.FILE_NAME))
                .trust();
    }

    /** Directory of the log of node {@code number}. */
    Path log(int number) {
        return files.log(number, disks.containsKey(number));
    }

    /** The key of node {@code number}. */
    SoftwareKey key(int number) throws IOException {
        try {
            return SoftwareKey.load(files.home().node(number).resolve(Credentials.KEY_FILE));
        } catch (KeyFileException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Which node of the fleet has which id. */
    Map<NodeId, FleetNode> ids() throws ProvisioningException {
        Map<NodeId, FleetNode> ids = new HashMap<>();
        for (FleetNode node : fleet) {
            Path chain = files.home().node(node.number()).resolve(Credentials.CHAIN_FILE);
            ids.put(IdentityChain.of(Certificates.read(chain)).node(), node);
        }
        return ids;
    }

    /** Starts brokers and waits until they listen. */
    void startBrokers() throws IOException, InterruptedException {
        wires.apply(new Condition(plan, List.of()));
        for (int i = 1; i <= plan.brokers().size(); i++) {
            brokersAsked.put(plan.brokers().get(i - 1).name(), true);
            processes.startBroker(i);
        }
        for (URI broker : files.brokers()) {
            awaitListening(broker);
        }
    }

    /** Starts further nodes until {@code count} were; returns before those have joined. */
    void startNodes(int count) throws IOException {
        Condition calm = new Condition(plan, List.of());
        for (FleetNode node :
                fleet.subList(nodesAsked.size(), Math.max(nodesAsked.size(), Math.min(count, fleet.size())))) {
            nodesAsked.put(node.number(), calm.node(node.number()));
            processes.startNode(node.number());
        }
    }

    /** A member that comes before its broker would wait longer and longer before it tries again. */
    private void awaitListening(URI broker) throws IOException, InterruptedException {
        long until = System.nanoTime() + BROKER_START_MAX.toNanos();
        while (!listens(broker)) {
            processes.requireAlive();
            if (System.nanoTime() - until > 0) {
                throw new IOException(
                        "no broker listens at " + broker + " after " + BROKER_START_MAX.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }

    private static boolean listens(URI broker) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), broker.getPort()).close();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Makes ways as {@code condition} says at once, and nodes and brokers as soon as they can be.
     *
     * @throws IOException if a way can't be changed
     */
    void apply(Condition condition) throws IOException, InterruptedException {
        wires.apply(condition);
        List<NetworkPlan.Broker> brokers = plan.brokers();
        for (int i = 1; i <= brokers.size(); i++) {
            int number = i;
            boolean runs = condition.brokerRuns(brokers.get(i - 1).name());
            boolean ran =
                    Boolean.TRUE.equals(brokersAsked.put(brokers.get(i - 1).name(), runs));
            if (ran != runs) {
                hands.ask("broker " + i, () -> changeBroker(number, runs));
            }
        }
        for (FleetNode node : fleet) {
            Condition.OfNode after = condition.node(node.number());
            Condition.OfNode before = nodesAsked.put(node.number(), after);
            if (before != null && !after.equals(before)) {
                hands.ask("node " + node.number(), () -> changeNode(node, before, after));
            }
        }
    }

    private void changeBroker(int number, boolean runs) throws IOException {
        if (runs) {
            processes.startBroker(number);
        } else {
            processes.killBroker(number);
            Trees.delete(processes.brokerData(number));
        }
    }

    private void changeNode(FleetNode node, Condition.OfNode before, Condition.OfNode after) throws IOException {
        int number = node.number();
        if (before.speed() != after.speed() || before.failing() != after.failing()) {
            EngineSettings engine = node.engine().withSpeed(after.speed()).withFailing(after.failing());
            engine.write(files.engine(number));
            files.telemetry(number).brake(after.speed() < 1);
        }
        if (before.diskFull() != after.diskFull()) {
            if (after.diskFull()) {
                disks.get(number).fill();
            } else {
                disks.get(number).free();
            }
        }
        if (before.paused() && (!after.paused() || !after.runs())) {
            processes.resumeNode(number);
        }
        if (before.runs() && !after.runs()) {
            if (after.orderly()) {
                processes.stopNode(number);
            } else {
                processes.killNode(number);
            }
        } else if (!before.runs() && after.runs()) {
            processes.startNode(number);
        }
        if (after.paused() && after.runs() && !(before.paused() && before.runs())) {
            processes.pauseNode(number);
        }
    }

    /**
     * Fails if a process that should run has ended, or could not be started or ended.
     *
     * @throws IOException with the end of the process's log
     */
    void requireWorking() throws IOException {
        hands.requireNoFailure();
        if (hands.idle()) {
            processes.requireAlive();
        }
    }

    /** Nodes whose processes run. */
    int nodesRunning() {
        return processes.nodesRunning();
    }

    /** Ends all processes and waits for them; the files stay. */
    void stop() throws IOException {
        hands.close();
        for (FleetNode node : fleet) {
            processes.resumeNode(node.number());
            if (disks.containsKey(node.number())) {
                disks.get(node.number()).free();
            }
        }
        processes.close();
    }

    /** Kills all processes, from whatever thread. */
    void kill() {
        processes.kill();
    }

    /** Ends everything, and takes back what was mounted and made of networks. Does nothing when called again. */
    void end() throws IOException, InterruptedException {
        hands.close();
        kill();
        wires.close();
        boolean interrupted = Thread.interrupted(); // file systems and networks are taken back all the same
        Optional<IOException> failure = Optional.empty();
        for (SmallDisk disk : disks.values()) {
            failure = attempt(disk::unmount, failure);
        }
        disks.clear();
        failure = attempt(network::remove, failure);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** A way to take something back. */
    private interface TakingBack {
        void run() throws IOException, InterruptedException;
    }

    /** One failure must not keep the rest from being taken back; the first one is told. */
    private static Optional<IOException> attempt(TakingBack what, Optional<IOException> before)
            throws InterruptedException {
        try {
            what.run();
            return before;
        } catch (IOException e) {
            return Optional.of(before.orElse(e));
        }
    }
}
