package io.signet.cli;

import io.signet.meter.MeterDigits;
import io.signet.meter.MeterSample;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Trees;
import io.signet.simulator.Distribution;
import io.signet.simulator.FreePorts;
import io.signet.simulator.LocalMesh;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The demo's mesh: made in a new directory, with the demo's model on every node; gone afterwards unless it is kept. */
final class DemoMesh implements AutoCloseable {
    private static final String NAME = "demo";

    private final Path directory;
    private final MeshHome home;
    private final LocalMesh processes;
    private final int gatewayPort;
    private final Optional<DemoConsole> console;
    private final AtomicBoolean done = new AtomicBoolean();

    private DemoMesh(
            Path directory, MeshHome home, LocalMesh processes, int gatewayPort, Optional<DemoConsole> console) {
        this.directory = directory;
        this.home = home;
        this.processes = processes;
        this.gatewayPort = gatewayPort;
        this.console = console;
    }

    /** Chooses who makes the nodes' keys. */
    @FunctionalInterface
    interface KeyChoice {
        /** Chooses for a mesh in {@code directory}. */
        NodeKeys chooseFor(Path directory) throws CliException;
    }

    /**
     * Makes and starts a mesh; returns before its nodes have joined.
     *
     * @param keys chooses who makes the nodes' keys
     * @param outlivesCommand false if its processes are to stop when this one ends, however it ends
     * @throws CliException if something is not built
     */
    static DemoMesh start(Environment environment, int nodes, KeyChoice keys, boolean outlivesCommand)
            throws CliException, ProvisioningException, IOException {
        Distribution distribution;
        try {
            distribution = Distribution.in(environment.built("the project", "."));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        }
        Path directory = Files.createTempDirectory("signet-demo-");
        try {
            List<Integer> ports = FreePorts.find(2 + nodes);
            MeshPlan plan = MeshPlan.local(NAME, nodes, ports.get(0), Set.of(Bytes.fromHex(MeterDigits.publisher())))
                    .withGatewayPorts(ports.subList(1, 1 + nodes));
            Path mesh = directory.resolve("mesh");
            MeshHome home =
                    MeshHome.create(mesh, plan, keys.chooseFor(mesh), environment.clock(), environment.random());
            for (Path node : home.nodeDirectories()) {
                installModel(node);
            }
            Optional<DemoConsole> console = outlivesCommand // else nobody would have time to look at it
                    ? Optional.of(DemoConsole.switchOn(home.node(1), ports.get(1 + nodes), environment.random()))
                    : Optional.empty();
            DemoMesh demo = new DemoMesh(
                    directory, home, new LocalMesh(distribution, home, outlivesCommand), ports.get(1), console);
            Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "signet-demo-stop"));
            demo.processes.start();
            return demo;
        } catch (CliException | IOException | ProvisioningException e) {
            Trees.delete(directory);
            throw e;
        }
    }

    /** Puts the model that comes with Signet where the node in {@code home} serves it from. */
    static void installModel(Path home) throws IOException {
        Path file = home.resolve(MeshHome.MODELS_DIRECTORY).resolve(MeterDigits.FILE_NAME);
        Files.write(file, MeterDigits.packageFile().toArray());
    }

    /** A shell line that asks the first node's gateway for {@code path}, as the requester. */
    String curlLine(String path) throws ProvisioningException {
        String node = NodeId.of(Certificates.read(home.node(1).resolve(Credentials.CHAIN_FILE))
                        .get(0)
                        .getPublicKey())
                .toHex();
        Path requester = home.requester();
        return "curl --cacert " + requester.resolve(OwnerAuthority.CERTIFICATE_FILE) + " --cert "
                + requester.resolve(Credentials.CHAIN_FILE) + " --key " + requester.resolve(Credentials.KEY_FILE)
                + " --resolve " + node + ":" + gatewayPort + ":127.0.0.1 https://" + node + ":" + gatewayPort + path;
    }

    /** The first node's console, if the mesh outlives the command. */
    Optional<DemoConsole> console() {
        return console;
    }

    /** The mesh's directory. */
    Path directory() {
        return home.directory();
    }

    /** The requester's directory. */
    Path requester() {
        return home.requester();
    }

    /** Ids of all processes. */
    List<Long> pids() {
        return processes.pids();
    }

    /** Writes {@code samples} to files next to the mesh, and returns their directory. */
    Path write(List<MeterSample> samples) throws IOException {
        Path pictures = Files.createDirectories(directory.resolve("pictures"));
        for (MeterSample sample : samples) {
            Files.write(pictures.resolve(sample.fileName()), sample.png().toArray());
        }
        return pictures;
    }

    /**
     * Does nothing if every process runs.
     *
     * @throws CliException if one has ended; with the end of its log
     */
    void requireAlive() throws CliException {
        try {
            processes.requireAlive();
        } catch (IOException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }

    /** Lets the mesh run on, and its directory be. */
    void keep() {
        done.set(true);
    }

    /** Stops every process and deletes the directory, unless the mesh is kept or that has been done. */
    @Override
    public void close() {
        if (!done.compareAndSet(false, true)) {
            return;
        }
        processes.close();
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
