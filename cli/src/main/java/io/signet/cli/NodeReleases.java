package io.signet.cli;

import io.signet.firstboot.BoxHome;
import io.signet.launcher.NodeMain;
import io.signet.launcher.NodeStatus;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.release.store.DurableFiles;
import io.signet.release.store.ReleaseKeeper;
import io.signet.release.store.ReleaseStore;
import io.signet.release.store.ReleaseWish;
import io.signet.release.store.StoreState;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which release of the firmware a node in this directory runs, and when it is started anew with another one; docs/updates.md. A
 * node that no registrar enrolled runs what is built. One thread starts nodes; another looks after the one that runs.
 */
final class NodeReleases implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReleases.class);
    private static final String DIRECTORY = "releases";
    /** It answers, or its owner does not want it to. */
    private static final Set<NodeStatus.Step> RUNS_WELL = EnumSet.of(
            NodeStatus.Step.ANSWERING, NodeStatus.Step.RETIRED, NodeStatus.Step.RELEASED, NodeStatus.Step.REVOKED);
    /** A node says how it is every five seconds. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(20);

    private final BoxHome home;
    private final Optional<ReleaseKeeper> keeper;
    private final Clock clock;
    private final Consumer<String> lines;

    private Runnable stop = () -> {};
    private Optional<StoreState.Failure> known;
    /** What the node said last; apart from the lock, as installing takes its time and the node is heard meanwhile. */
    private volatile Heard heard;

    private boolean another;

    /**
     * What makes a node.
     *
     * @param launcher the directory of the launcher's jars
     * @param bundles that of the bundles
     */
    record Firmware(Path launcher, Path bundles) {
        private static Firmware in(Path content) {
            return new Firmware(content.resolve("launcher"), content.resolve("bundles"));
        }
    }

    private record Heard(boolean runsWell, long atNanos) {}

    private NodeReleases(BoxHome home, Optional<ReleaseKeeper> keeper, Clock clock, Consumer<String> lines) {
        this.home = home;
        this.clock = clock;
        this.heard = new Heard(false, clock.monotonicNanos());
        this.keeper = keeper;
        this.lines = lines;
        this.known = keeper.flatMap(ReleaseKeeper::failure);
    }

    /**
     * The releases of the node in {@code directory}.
     *
     * @param lines is given what people shall read
     * @throws IOException if they can't be read, or are damaged
     */
    static NodeReleases of(Path directory, Clock clock, Consumer<String> lines) throws IOException {
        BoxHome home = new BoxHome(directory);
        boolean follows = Files.exists(directory.resolve(BoxHome.REGISTRAR_FILE)) && !NodeMain.isRunning(directory);
        return new NodeReleases(
                home,
                follows
                        ? Optional.of(new ReleaseKeeper(
                                directory.resolve(DIRECTORY), DurableFiles.DISK, System.getProperty("os.arch"), clock))
                        : Optional.empty(),
                clock,
                lines);
    }

    /** What is to be started now, if not {@code builtIn}. */
    synchronized Firmware begin(Firmware builtIn) throws IOException {
        heard = new Heard(false, clock.monotonicNanos());
        another = false;
        if (keeper.isEmpty()) {
            return builtIn;
        }
        ReleaseStore.Start start = keeper.get().begin();
        Optional<StoreState.Failure> failure = keeper.get().failure();
        if (failure.isPresent() && !failure.equals(known)) {
            lines.accept("release " + failure.get().sequence() + " "
                    + failure.get().reason() + ": the one before is started");
        }
        known = failure;
        if (start.sequence() != 0) {
            lines.accept("release " + start.sequence() + " is started"
                    + (keeper.get().onTrial() ? ", on trial" : ""));
        }
        return start.content().map(Firmware::in).orElse(builtIn);
    }

    /** The node runs, and is ended by {@code stopper}. */
    synchronized void running(Runnable stopper) {
        stop = stopper;
    }

    /** The node said how it is. */
    void told(NodeStatus status) {
        heard = new Heard(RUNS_WELL.contains(status.step()), clock.monotonicNanos());
    }

    /** Whether the node, which ended with {@code code}, is to be started again. */
    synchronized boolean again(int code) {
        stop = () -> {};
        return another || (code != 0 && keeper.filter(ReleaseKeeper::onTrial).isPresent());
    }

    @Override
    public int doWork() {
        look().run();
        return 0;
    }

    /** Looks after the node; what is to be done, outside of the lock, as it takes its time. */
    private synchronized Runnable look() {
        if (keeper.isEmpty()) {
            return () -> {};
        }
        if (another) {
            return stop; // again, in case that the node was not running yet when it was to be ended
        }
        try {
            another = keeper.get().look(wish(), runsWell());
        } catch (IOException | ProvisioningException e) {
            LOG.warn("the node's releases can't be looked after now: {}", e.getMessage());
        }
        return another ? stop : () -> {};
    }

    /** Who says nothing any more hangs, whatever it said last. */
    private boolean runsWell() {
        Heard last = heard;
        return last.runsWell() && clock.monotonicNanos() - last.atNanos() < SILENCE_MAX.toNanos();
    }

    private Optional<ReleaseWish> wish() throws ProvisioningException {
        return home.profile()
                .flatMap(NodeProfile::firmware)
                .map(release ->
                        new ReleaseWish(release.sequence(), release.digest(), release.sizeBytes(), release.root()));
    }

    @Override
    public String name() {
        return "releases";
    }
}
