package io.signet.simulator.real;

import io.signet.attestation.KeyFileException;
import io.signet.attestation.SoftwareKey;
import io.signet.inference.model.Publisher;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.Clock;
import io.signet.simulator.Distribution;
import io.signet.simulator.LocalMesh;
import io.signet.simulator.engine.DoublingModel;
import io.signet.simulator.engine.EngineSettings;
import io.signet.simulator.engine.SimulatedEngine;
import io.signet.simulator.run.Draws;
import io.signet.simulator.run.RunException;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.Scenario;
import io.signet.statement.Bytes;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The files, processes and links of one run. Used by one thread. */
final class RealMesh {
    private static final String MESH = "simulation";
    private static final String ENGINE_FILE = "engine.properties";
    private static final String DISK_DIRECTORY = "disk";
    private static final String LOG_DIRECTORY = "log";
    /** The product's own engine: no model of a simulation needs it, and it would load its libraries for nothing. */
    private static final String LEFT_OUT = "io.signet.inference.tensorflow";

    private static final Duration BROKER_START_MAX = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_MS = 100;

    private static final List<String> NODE_OPTIONS = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1");

    private final Scenario scenario;
    private final List<FleetNode> fleet;
    private final Draws draws;
    private final MeshHome home;
    private final LocalMesh processes;
    private final Map<Integer, SmallDisk> disks = new TreeMap<>();
    private final List<Wire> wires = new ArrayList<>();
    private final Map<Integer, Condition.OfNode> nodesAsked = new HashMap<>();
    private final Map<String, Boolean> brokersAsked = new HashMap<>();
    private final Hands hands = new Hands();

    /** The way of one member to one broker. */
    private record Wire(int node, String region, NetworkPlan.Broker broker, FaultProxy proxy) {}

    private RealMesh(Scenario scenario, List<FleetNode> fleet, Draws draws, MeshHome home, LocalMesh processes) {
        this.scenario = scenario;
        this.fleet = fleet;
        this.draws = draws;
        this.home = home;
        this.processes = processes;
    }

    /**
     * Makes the files of a mesh below {@code directory}; nothing runs yet.
     *
     * @throws RunException if a fault needs what can't be had here
     */
    static RealMesh create(
            Distribution distribution,
            Scenario scenario,
            List<FleetNode> fleet,
            List<PlacedFault> faults,
            Draws draws,
            Path directory)
            throws IOException, ProvisioningException, RunException, InterruptedException {
        Publisher publisher = Publisher.create(directory.resolve("publisher.pem"));
        List<URI> brokers = new ArrayList<>();
        for (int port : freePorts(scenario.network().brokers().size())) {
            brokers.add(address(port));
        }
        Set<Bytes> publishers = Set.of(publisher.key().value());
        MeshHome home = MeshHome.create(
                directory.resolve("mesh"),
                MeshPlan.local(MESH, fleet.size(), brokers.get(0).getPort(), publishers),
                Clock.SYSTEM,
                new SecureRandom());
        Path brokerProfile = home.broker().resolve(MeshProfile.FILE_NAME);
        withBrokers(MeshProfile.read(brokerProfile), brokers).write(brokerProfile);
        Path bundles = copyBundles(distribution, directory.resolve("bundles"));
        LocalMesh processes = new LocalMesh(
                distribution, home, number -> new LocalMesh.NodeStart(bundles, options(home, number)), false);
        RealMesh mesh = new RealMesh(scenario, fleet, draws, home, processes);
        boolean complete = false;
        try {
            mesh.makeNodes(directory, publisher, faults);
            complete = true;
            return mesh;
        } finally {
            if (!complete) {
                mesh.end();
            }
        }
    }

    private static List<String> options(MeshHome home, int number) {
        List<String> options = new ArrayList<>(NODE_OPTIONS);
        Path settings = home.node(number).resolve(ENGINE_FILE);
        options.add("-D" + SimulatedEngine.SETTINGS_PROPERTY + "=" + settings.toAbsolutePath());
        return options;
    }

    private static Path copyBundles(Distribution distribution, Path target) throws IOException, RunException {
        Files.createDirectories(target);
        List<Path> jars;
        try (Stream<Path> files = Files.list(distribution.bundles())) {
            jars = files.filter(f -> !f.getFileName().toString().startsWith(LEFT_OUT))
                    .toList();
        }
        for (Path jar : jars) {
            Files.copy(jar, target.resolve(jar.getFileName()));
        }
        Path engine = engineBundle();
        Files.copy(engine, target.resolve(engine.getFileName()));
        return target;
    }

    private static Path engineBundle() throws RunException {
        try {
            Path jar = Path.of(SimulatedEngine.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(jar)) {
                return jar;
            }
            throw new RunException(
                    "the simulated engine is not a jar but " + jar + ": build with 'mvn package' or './signet'");
        } catch (URISyntaxException e) {
            throw new RunException("the simulated engine's jar can't be found", e);
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>(); // all open at once, else one port could come twice
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static URI address(int port) {
        return URI.create("mqtts://localhost:" + port);
    }

    private static MeshProfile withBrokers(MeshProfile profile, List<URI> brokers) {
        return new MeshProfile(profile.mesh(), brokers, profile.key(), profile.chain(), profile.trust());
    }

    private void makeNodes(Path directory, Publisher publisher, List<PlacedFault> faults)
            throws IOException, ProvisioningException, RunException, InterruptedException {
        for (PlacedFault fault : faults) {
            if (fault.fault().kind() == Fault.Kind.DISK_FULL) {
                for (int number : fault.nodes()) {
                    if (!disks.containsKey(number)) {
                        disks.put(number, SmallDisk.mount(home.node(number).resolve(DISK_DIRECTORY)));
                    }
                }
            }
        }
        Map<String, Path> packages = new TreeMap<>();
        for (FleetNode node : fleet) {
            Path nodeHome = home.node(node.number());
            Path profile = nodeHome.resolve(MeshProfile.FILE_NAME);
            wired(MeshProfile.read(profile), node.number(), node.group().region())
                    .write(profile);
            Files.writeString(nodeHome.resolve(MeshHome.NODE_FILE), settings(node, publisher));
            node.engine().write(nodeHome.resolve(ENGINE_FILE));
            for (String model : node.group().models()) {
                if (!packages.containsKey(model)) {
                    packages.put(model, writePackage(directory, model, publisher));
                }
                Path file = packages.get(model);
                Files.copy(file, nodeHome.resolve(MeshHome.MODELS_DIRECTORY).resolve(file.getFileName()));
            }
        }
    }

    private static Path writePackage(Path directory, String model, Publisher publisher) throws IOException {
        Path file = directory.resolve(model + ".signet");
        try {
            DoublingModel.write(model, file, directory, publisher);
        } catch (SigningException e) {
            throw new IOException("the model package can't be signed", e);
        }
        return file;
    }

    private String settings(FleetNode node, Publisher publisher) {
        String log = disks.containsKey(node.number()) ? DISK_DIRECTORY + "/" + LOG_DIRECTORY : LOG_DIRECTORY;
        return """
                key:
                  key.file: %s
                  software.allowed: true
                log:
                  directory: %s
                inference:
                  models.directory: %s
                  cache.directory: cache
                  publishers: ["%s"]
                mesh:
                  profile.file: %s
                  tasks.max: %d
                logging:
                  root: info
                """
                .formatted(
                        Credentials.KEY_FILE,
                        log,
                        MeshHome.MODELS_DIRECTORY,
                        publisher.key().toHex(),
                        MeshProfile.FILE_NAME,
                        node.group().tasksMax());
    }

    /** {@code profile} with a way of its own to each broker. */
    private MeshProfile wired(MeshProfile profile, int node, String region) throws IOException, ProvisioningException {
        List<URI> real =
                MeshProfile.read(home.broker().resolve(MeshProfile.FILE_NAME)).brokers();
        Condition calm = new Condition(scenario.network(), List.of());
        List<URI> ways = new ArrayList<>();
        for (int i = 0; i < real.size(); i++) {
            NetworkPlan.Broker broker = scenario.network().brokers().get(i);
            int number = wires.size();
            FaultProxy proxy = FaultProxy.start(
                    real.get(i).getPort(), calm.link(node, region, broker), () -> draws.of("wire", number));
            wires.add(new Wire(node, region, broker, proxy));
            ways.add(address(proxy.port()));
        }
        return withBrokers(profile, ways);
    }

    /** The profile of a further requester in {@code region}, who has ways of its own to the brokers. */
    MeshProfile requesterProfile(String region) throws IOException, ProvisioningException {
        return wired(MeshProfile.read(home.requester().resolve(MeshProfile.FILE_NAME)), 0, region);
    }

    /** Where everything is. */
    MeshHome home() {
        return home;
    }

    /** Directory of the log of node {@code number}. */
    Path log(int number) {
        SmallDisk disk = disks.get(number);
        return (disk == null ? home.node(number) : disk.directory()).resolve(LOG_DIRECTORY);
    }

    /** The key of node {@code number}. */
    SoftwareKey key(int number) throws IOException {
        try {
            return SoftwareKey.load(home.node(number).resolve(Credentials.KEY_FILE));
        } catch (KeyFileException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Which node of the fleet has which id. */
    Map<NodeId, FleetNode> ids() throws ProvisioningException {
        Map<NodeId, FleetNode> ids = new HashMap<>();
        for (FleetNode node : fleet) {
            Path chain = home.node(node.number()).resolve(Credentials.CHAIN_FILE);
            ids.put(IdentityChain.of(Certificates.read(chain)).node(), node);
        }
        return ids;
    }

    /** Starts brokers, waits until they listen, and starts nodes; returns before those have joined. */
    void start() throws IOException, ProvisioningException, InterruptedException {
        Condition calm = new Condition(scenario.network(), List.of());
        List<URI> brokers =
                MeshProfile.read(home.broker().resolve(MeshProfile.FILE_NAME)).brokers();
        for (int i = 1; i <= brokers.size(); i++) {
            brokersAsked.put(scenario.network().brokers().get(i - 1).name(), true);
            processes.startBroker(i);
        }
        for (URI broker : brokers) {
            awaitListening(broker);
        }
        for (FleetNode node : fleet) {
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

    /** Makes links as {@code condition} says at once, and nodes and brokers as soon as they can be. */
    void apply(Condition condition) {
        for (Wire wire : wires) {
            Link link = condition.link(wire.node(), wire.region(), wire.broker());
            if (!link.equals(wire.proxy().link())) {
                wire.proxy().set(link);
            }
        }
        List<NetworkPlan.Broker> brokers = scenario.network().brokers();
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
            Directories.delete(processes.brokerData(number));
        }
    }

    private void changeNode(FleetNode node, Condition.OfNode before, Condition.OfNode after) throws IOException {
        int number = node.number();
        if (before.speed() != after.speed() || before.failing() != after.failing()) {
            EngineSettings engine = node.engine().withSpeed(after.speed()).withFailing(after.failing());
            engine.write(home.node(number).resolve(ENGINE_FILE));
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

    /** Ends everything, and takes back what was mounted. Does nothing when called again. */
    void end() throws IOException, RunException, InterruptedException {
        hands.close();
        kill();
        for (Wire wire : wires) {
            wire.proxy().close();
        }
        boolean interrupted = Thread.interrupted(); // file systems are taken back all the same
        for (SmallDisk disk : disks.values()) {
            disk.unmount();
        }
        disks.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
