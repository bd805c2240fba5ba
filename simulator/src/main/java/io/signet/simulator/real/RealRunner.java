package io.signet.simulator.real;

import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Trees;
import io.signet.simulator.Distribution;
import io.signet.simulator.run.RunException;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs scenarios with processes: real brokers, nodes in frameworks of their own with keys, logs and model packages in real
 * files, and requesters in this process, connected through network namespaces where the machine allows and through
 * {@link FaultProxy}s. Only the engine is simulated, so that many nodes share one machine. What processes can't be made to
 * do, such as to lose what they forced to the disk, is refused before anything starts.
 *
 * <p>All processes, networks and files end with the run, however it ends. What a run left behind that was killed, the next
 * one removes.
 */
public final class RealRunner implements ScenarioRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RealRunner.class);
    private static final long CLEAN_UP_MAX_S = 20;

    private final Distribution distribution;
    private final Optional<Path> keep;
    private final SystemCommands commands;

    /** Runs what is built in {@code distribution}; leaves no files behind. */
    public RealRunner(Distribution distribution) {
        this(distribution, Optional.empty(), SystemCommands.OF_THIS_MACHINE);
    }

    /**
     * The same, and leaves the files of the mesh behind: keys, logs, and what the processes said.
     *
     * @param keep where; made if it is not there
     */
    public static RealRunner keeping(Distribution distribution, Path keep) {
        return new RealRunner(distribution, Optional.of(keep), SystemCommands.OF_THIS_MACHINE);
    }

    /**
     * The same with other commands of the operating system.
     *
     * @param keep where to leave the files of the mesh, if anywhere
     */
    RealRunner(Distribution distribution, Optional<Path> keep, SystemCommands commands) {
        this.distribution = distribution;
        this.keep = keep;
        this.commands = commands;
    }

    @Override
    public Mode mode() {
        return Mode.REAL;
    }

    /**
     * {@inheritDoc} Takes as long as the scenario does, and some seconds for starting the processes and for reading their
     * logs. An interrupt ends it early, with a {@link RunException}.
     */
    @Override
    public RunReport run(Scenario scenario, long seed, Progress progress) throws RunException {
        try {
            long pid = ProcessHandle.current().pid();
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            Leftovers leftovers = new Leftovers(commands, Leftovers::isAlive);
            leftovers.removeNamespaces();
            leftovers.removeDirectories(temporary);
            Networks networks = Networks.of(commands, pid);
            NetworkAbility ability = networks.ability();
            Support.require(scenario, ability);
            PlannedRun plan = PlannedRun.of(scenario, seed);
            Path directory =
                    keep.isPresent() ? Files.createDirectories(keep.get()) : Leftovers.directory(temporary, pid);
            try {
                return run(plan, progress, networks.open(ability, plan.nodeRegions(), scenario.network()), directory);
            } finally {
                if (keep.isEmpty()) {
                    Trees.delete(directory);
                }
            }
        } catch (IOException | ProvisioningException | SigningException e) {
            throw new RunException("the scenario " + scenario.name() + " broke off: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunException("the scenario " + scenario.name() + " was interrupted", e);
        }
    }

    private RunReport run(PlannedRun plan, Progress progress, NodeNetwork network, Path directory)
            throws IOException, ProvisioningException, SigningException, RunException, InterruptedException {
        RealMesh mesh = create(plan, network, directory);
        CountDownLatch cleaned = new CountDownLatch(1);
        Thread running = Thread.currentThread();
        Thread ender = new Thread(() -> end(mesh, running, cleaned), "simulator-end");
        Runtime.getRuntime().addShutdownHook(ender);
        try (RealRun run = new RealRun(plan, mesh, progress)) {
            return run.execute();
        } finally {
            mesh.end();
            cleaned.countDown();
            forget(ender);
        }
    }

    private RealMesh create(PlannedRun plan, NodeNetwork network, Path directory)
            throws IOException, ProvisioningException, RunException, InterruptedException {
        boolean complete = false;
        try {
            RealMesh mesh = RealMesh.create(distribution, plan, network, commands, directory);
            complete = true;
            return mesh;
        } finally {
            if (!complete) {
                network.remove();
            }
        }
    }

    /** Whoever ends this process ends the run: no process and no file of it stays behind. */
    private static void end(RealMesh mesh, Thread running, CountDownLatch cleaned) {
        mesh.kill();
        running.interrupt();
        try {
            if (!cleaned.await(CLEAN_UP_MAX_S, TimeUnit.SECONDS)) {
                LOG.error("the run was not cleaned up within {} s", CLEAN_UP_MAX_S);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread ender) {
        try {
            Runtime.getRuntime().removeShutdownHook(ender);
        } catch (IllegalStateException e) {
            LOG.info("this process ends, and the run with it");
        }
    }
}
