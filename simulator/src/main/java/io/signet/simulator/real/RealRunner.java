package io.signet.simulator.real;

import io.signet.provisioning.ProvisioningException;
import io.signet.simulator.Distribution;
import io.signet.simulator.run.Draws;
import io.signet.simulator.run.RunException;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs scenarios with processes: real brokers, nodes in frameworks of their own with keys, logs and model packages in real
 * files, and requesters in this process, connected through {@link FaultProxy}s. Only the engine is simulated, so that
 * many nodes share one machine. What processes can't be made to do, such as to lose what they forced to the disk, is
 * refused before anything starts.
 *
 * <p>All processes end with the run, however it ends.
 */
public final class RealRunner implements ScenarioRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RealRunner.class);
    private static final long CLEAN_UP_MAX_S = 20;

    private final Distribution distribution;
    private final Optional<Path> keep;

    /** Runs what is built in {@code distribution}; leaves no files behind. */
    public RealRunner(Distribution distribution) {
        this(distribution, Optional.empty());
    }

    /**
     * The same, and leaves the files of the mesh behind: keys, logs, and what the processes said.
     *
     * @param keep where; made if it is not there
     */
    public static RealRunner keeping(Distribution distribution, Path keep) {
        return new RealRunner(distribution, Optional.of(keep));
    }

    private RealRunner(Distribution distribution, Optional<Path> keep) {
        this.distribution = distribution;
        this.keep = keep;
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
        Support.require(scenario);
        Draws draws = new Draws(seed);
        List<FleetNode> fleet = FleetNode.of(scenario, draws);
        List<PlacedFault> faults = PlacedFault.of(scenario, draws);
        try {
            Path directory = keep.isPresent()
                    ? Files.createDirectories(keep.get())
                    : Files.createTempDirectory("signet-simulation-");
            try {
                return run(scenario, seed, progress, draws, fleet, faults, directory);
            } finally {
                if (keep.isEmpty()) {
                    Directories.delete(directory);
                }
            }
        } catch (IOException | ProvisioningException | SigningException e) {
            throw new RunException("the scenario " + scenario.name() + " broke off: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunException("the scenario " + scenario.name() + " was interrupted", e);
        }
    }

    private RunReport run(
            Scenario scenario,
            long seed,
            Progress progress,
            Draws draws,
            List<FleetNode> fleet,
            List<PlacedFault> faults,
            Path directory)
            throws IOException, ProvisioningException, SigningException, RunException, InterruptedException {
        RealMesh mesh = RealMesh.create(distribution, scenario, fleet, faults, draws, directory);
        CountDownLatch cleaned = new CountDownLatch(1);
        Thread running = Thread.currentThread();
        Thread ender = new Thread(() -> end(mesh, running, cleaned), "simulator-end");
        Runtime.getRuntime().addShutdownHook(ender);
        try (RealRun run = new RealRun(scenario, seed, draws, fleet, faults, mesh, progress)) {
            return run.execute();
        } finally {
            mesh.end();
            cleaned.countDown();
            forget(ender);
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
