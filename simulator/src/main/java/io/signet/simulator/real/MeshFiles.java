package io.signet.simulator.real;

import io.signet.inference.model.Publisher;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.Clock;
import io.signet.simulator.Distribution;
import io.signet.simulator.FreePorts;
import io.signet.simulator.engine.DoublingModel;
import io.signet.simulator.engine.SimulatedEngine;
import io.signet.simulator.run.RunException;
import io.signet.simulator.scenario.Witnesses;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of one run: the mesh's home with keys, certificates, profiles and models, and the bundles of its nodes. */
final class MeshFiles {
    private static final String MESH = "simulation";
    private static final String ENGINE_FILE = "engine.properties";
    private static final String DISK_DIRECTORY = "disk";
    private static final String LOG_DIRECTORY = "log";
    private static final String WITNESS_DIRECTORY = "witness";
    private static final String TELEMETRY_DIRECTORY = "telemetry";
    /** The product's own engines: no model of a simulation needs them, and they would load their libraries for nothing. */
    private static final String LEFT_OUT = "io.signet.inference.";

    private final Path directory;
    private final Publisher publisher;
    private final List<URI> brokers;
    private final MeshHome home;
    private final Path bundles;
    private final Witnesses witnesses;
    private final Map<String, Path> packages = new TreeMap<>();

    private MeshFiles(
            Path directory, Publisher publisher, List<URI> brokers, MeshHome home, Path bundles, Witnesses witnesses) {
        this.directory = directory;
        this.publisher = publisher;
        this.brokers = List.copyOf(brokers);
        this.home = home;
        this.bundles = bundles;
        this.witnesses = witnesses;
    }

    /**
     * Makes the files of a mesh of {@code fleet} below {@code directory}.
     *
     * @param brokerAddresses IP addresses of this machine by which nodes call the brokers, in their order
     * @param witnesses of the nodes' logs
     */
    static MeshFiles create(
            Distribution distribution,
            List<FleetNode> fleet,
            List<String> brokerAddresses,
            Witnesses witnesses,
            Path directory)
            throws IOException, ProvisioningException, RunException {
        Publisher publisher = Publisher.create(directory.resolve("publisher.pem"));
        List<URI> brokers = FreePorts.find(brokerAddresses.size()).stream()
                .map(port -> URI.create("mqtts://localhost:" + port))
                .toList();
        Set<String> hosts = new LinkedHashSet<>(List.of("localhost", LoopbackNetwork.ADDRESS));
        hosts.addAll(brokerAddresses);
        MeshPlan plan = new MeshPlan(
                MESH,
                fleet.get(0).group().owner(),
                fleet.size(),
                brokers.get(0).getPort(),
                List.copyOf(hosts),
                Set.of(publisher.key().value()),
                witnesses.demanded());
        MeshHome home = MeshHome.create(directory.resolve("mesh"), plan, Clock.SYSTEM, new SecureRandom());
        Owners.provision(home, fleet, directory);
        setBrokers(home.broker().resolve(MeshProfile.FILE_NAME), brokers);
        Path bundles = copyBundles(distribution, directory.resolve("bundles"));
        return new MeshFiles(directory, publisher, brokers, home, bundles, witnesses);
    }

    private static void setBrokers(Path file, List<URI> brokers) throws IOException, ProvisioningException {
        withBrokers(MeshProfile.read(file), brokers).write(file);
    }

    private static MeshProfile withBrokers(MeshProfile profile, List<URI> brokers) {
        return new MeshProfile(
                profile.mesh(), brokers, profile.key(), profile.chain(), profile.trust(), profile.witnesses());
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

    /**
     * Writes what {@code node} needs beside its identity.
     *
     * @param ways the addresses at which it finds the brokers, in their order
     * @param ownDisk true if its log is on a file system of its own, see {@link #disk}
     */
    void addNode(FleetNode node, List<URI> ways, boolean ownDisk) throws IOException, ProvisioningException {
        Path nodeHome = home.node(node.number());
        setBrokers(nodeHome.resolve(MeshProfile.FILE_NAME), ways);
        Files.writeString(nodeHome.resolve(MeshHome.NODE_FILE), settings(node, ownDisk));
        node.engine().write(engine(node.number()));
        telemetry(node.number()).brake(false);
        for (String model : node.group().models()) {
            if (!packages.containsKey(model)) {
                packages.put(model, writePackage(model));
            }
            Path file = packages.get(model);
            Files.copy(file, nodeHome.resolve(MeshHome.MODELS_DIRECTORY).resolve(file.getFileName()));
        }
    }

    private Path writePackage(String model) throws IOException {
        Path file = directory.resolve(model + ".signet");
        try {
            DoublingModel.write(model, file, directory, publisher);
        } catch (SigningException e) {
            throw new IOException("the model package can't be signed", e);
        }
        return file;
    }

    private String settings(FleetNode node, boolean ownDisk) {
        return """
                key:
                  key.file: %s
                  software.allowed: true
                tpm:
                  use: never
                log:
                  directory: %s
                witness:
                  directory: %s
                inference:
                  models.directory: %s
                  cache.directory: cache
                  publishers: ["%s"]
                mesh:
                  profile.file: %s
                  tasks.max: %d
                  witnesses: %d
                  telemetry.directory: %s
                logging:
                  root: info
                """
                .formatted(
                        Credentials.KEY_FILE,
                        ownDisk ? DISK_DIRECTORY + "/" + LOG_DIRECTORY : LOG_DIRECTORY,
                        ownDisk ? DISK_DIRECTORY + "/" + WITNESS_DIRECTORY : WITNESS_DIRECTORY,
                        MeshHome.MODELS_DIRECTORY,
                        publisher.key().toHex(),
                        MeshProfile.FILE_NAME,
                        node.group().tasksMax(),
                        witnesses.asked(),
                        TELEMETRY_DIRECTORY);
    }

    /** The profile of a requester that finds the brokers at {@code ways}. */
    MeshProfile requesterProfile(List<URI> ways) throws ProvisioningException {
        return withBrokers(MeshProfile.read(home.requester().resolve(MeshProfile.FILE_NAME)), ways);
    }

    /** Where the mesh's members live. */
    MeshHome home() {
        return home;
    }

    /** Where the brokers listen, in their order. */
    List<URI> brokers() {
        return brokers;
    }

    /** Directory of the bundles that make a node. */
    Path bundles() {
        return bundles;
    }

    /** The file that tells node {@code number}'s engine how fast it is. */
    Path engine(int number) {
        return home.node(number).resolve(ENGINE_FILE);
    }

    /** What node {@code number} reads of its hardware. */
    TelemetryFiles telemetry(int number) {
        return new TelemetryFiles(home.node(number).resolve(TELEMETRY_DIRECTORY));
    }

    /** Where node {@code number} has a file system of its own, if it has. */
    Path disk(int number) {
        return home.node(number).resolve(DISK_DIRECTORY);
    }

    /** Directory of the log of node {@code number}. */
    Path log(int number, boolean ownDisk) {
        return (ownDisk ? disk(number) : home.node(number)).resolve(LOG_DIRECTORY);
    }
}
