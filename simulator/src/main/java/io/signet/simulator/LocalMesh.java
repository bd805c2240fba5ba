package io.signet.simulator;

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
import java.util.List;
import java.util.Optional;

/**
 * A mesh of processes on this machine: a broker, and nodes that each run an Equinox framework in a home of its own.
 * Not thread-safe. Closing it stops every process.
 */
public final class LocalMesh implements AutoCloseable {
    private static final String NODE_MAIN = NodeMain.class.getName();
    private static final String BROKER_MAIN = BrokerMain.class.getName();

    private static final String UNTIL_STDIN_CLOSES = "--until-stdin-closes";

    private final Distribution distribution;
    private final MeshHome home;
    private final MeshProfile profile;
    private final boolean outlivesParent;
    private final List<Optional<MeshProcess>> nodes = new ArrayList<>();
    private Optional<MeshProcess> broker = Optional.empty();

    /**
     * A mesh in {@code home}; nothing runs yet.
     *
     * @param outlivesParent false if its processes are to stop when this one ends, however it ends
     * @throws ProvisioningException if the broker's profile can't be read
     */
    public LocalMesh(Distribution distribution, MeshHome home, boolean outlivesParent) throws ProvisioningException {
        this.distribution = distribution;
        this.home = home;
        this.profile = MeshProfile.read(home.broker().resolve(MeshProfile.FILE_NAME));
        this.outlivesParent = outlivesParent;
        for (int i = 0; i < home.nodes(); i++) {
            nodes.add(Optional.empty());
        }
    }

    /** Where its members live. */
    public MeshHome home() {
        return home;
    }

    /** Starts the broker; returns before it listens, members wait for it. */
    public void startBroker() throws IOException {
        Path directory = home.broker();
        URI address = profile.brokers().get(0);
        List<String> args = new ArrayList<>(List.of(
                "--mesh", profile.mesh(),
                "--chain", profile.chain().toString(),
                "--key", profile.key().toString(),
                "--owners", directory.resolve("owner.pem").toString(),
                "--data", directory.resolve("data").toString(),
                "--port", Integer.toString(address.getPort())));
        broker = Optional.of(start(
                "the broker",
                directory.resolve("broker.log"),
                EmbeddedBroker.JVM_OPTIONS,
                distribution.brokerClasses(),
                BROKER_MAIN,
                args));
    }

    private MeshProcess start(
            String name, Path log, List<String> options, Path classes, String mainClass, List<String> args)
            throws IOException {
        List<String> all = new ArrayList<>(args);
        if (!outlivesParent) {
            all.add(UNTIL_STDIN_CLOSES);
        }
        return MeshProcess.start(new MeshProcess.Command(name, log, options, classes.resolve("*"), mainClass, all));
    }

    /** Stops the broker with SIGTERM. */
    public void stopBroker() {
        broker.ifPresent(MeshProcess::stop);
        broker = Optional.empty();
    }

    /** Kills the broker with SIGKILL. */
    public void killBroker() {
        broker.ifPresent(MeshProcess::kill);
        broker = Optional.empty();
    }

    /** Starts node {@code number}, counted from 1; returns before it has joined. */
    public void startNode(int number) throws IOException {
        Path directory = home.node(number);
        List<String> options = new ArrayList<>(NodeMain.JVM_OPTIONS);
        options.add("-Djava.library.path=" + distribution.natives());
        nodes.set(
                number - 1,
                Optional.of(start(
                        "node " + number,
                        directory.resolve("node.log"),
                        options,
                        distribution.launcherClasses(),
                        NODE_MAIN,
                        List.of(directory.toString(), distribution.bundles().toString()))));
    }

    /** Starts broker and nodes. */
    public void start() throws IOException {
        startBroker();
        for (int i = 1; i <= home.nodes(); i++) {
            startNode(i);
        }
    }

    /** Kills node {@code number} with SIGKILL. */
    public void killNode(int number) {
        nodes.set(number - 1, end(number, MeshProcess::kill));
    }

    /** Stops node {@code number} with SIGTERM. */
    public void stopNode(int number) {
        nodes.set(number - 1, end(number, MeshProcess::stop));
    }

    private Optional<MeshProcess> end(int number, java.util.function.Consumer<MeshProcess> how) {
        nodes.get(number - 1).ifPresent(how);
        return Optional.empty();
    }

    /** Process ids of all that runs. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        broker.ifPresent(b -> pids.add(b.pid()));
        nodes.forEach(n -> n.ifPresent(p -> pids.add(p.pid())));
        return pids;
    }

    /** Fails, with the end of its log, if a process that should run has ended. */
    public void requireAlive() throws IOException {
        if (broker.isPresent()) {
            broker.get().requireAlive();
        }
        for (Optional<MeshProcess> node : nodes) {
            if (node.isPresent()) {
                node.get().requireAlive();
            }
        }
    }

    /** Stops everything, the nodes first. */
    @Override
    public void close() {
        nodes.stream().flatMap(Optional::stream).parallel().forEach(MeshProcess::stop);
        nodes.replaceAll(n -> Optional.empty());
        stopBroker();
    }
}
