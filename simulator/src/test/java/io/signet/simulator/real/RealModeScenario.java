package io.signet.simulator.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.jetson.JetsonLibrary;
import io.signet.jetson.NativeLoading;
import io.signet.simulator.Distribution;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Fault;
import io.signet.simulator.scenario.Fault.Kind;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scenario runs on real processes: every claim is judged, and nothing stays behind but what was asked for. */
@Tag("real")
final class RealModeScenario {
    @TempDir
    private Path directory;

    @Test
    void nodeCrashesAndBrokerAndRegionGoAndAllAreBack_everyClaimHolds() throws Exception {
        // The node that crashed has to start, find the broker gone, and wait for its next try before it answers again:
        // on a busy machine that is 20 s from the start.
        Scenario scenario = Scenarios.of(
                3,
                Duration.ofSeconds(26),
                List.of(
                        Scenarios.nodes(Kind.CRASH, 2, 4, 1, 1),
                        Scenarios.nodes(Kind.PAUSE, 3, 2, 1, 1),
                        Scenarios.nodes(Kind.THROTTLE, 5, 3, 2, 0.5),
                        Scenarios.target(Kind.BROKER_DOWN, 8, 2, Scenarios.BROKER),
                        Scenarios.target(Kind.REGION_CUT_OFF, 4, 2, Scenarios.NORTH)),
                List.of(),
                new Target(Metric.JOBS_COMPLETED, Target.Comparison.AT_LEAST, 1),
                new Target(Metric.ROWS_PER_SECOND, Target.Comparison.AT_LEAST, 20));

        ScenarioRunner runner = RealRunner.keeping(Distribution.locate(), directory.resolve("kept"));
        RunReport report = runner.run(scenario, 1, ScenarioRunner.Progress.NONE);

        assertThat(report.verdicts()).as("%s", report).allMatch(RunReport.Verdict::holds);
        assertThat(report.mode()).isEqualTo(Mode.REAL);
        assertThat(report.totals().jobs()).isBetween(20L, 150L);
        assertThat(report.loads()).hasSize(3).allMatch(load -> load.rows() > 0);
        assertThat(report.loads().stream().mapToLong(RunReport.Load::rows).sum())
                .isEqualTo(report.totals().rows());
        assertThat(report.totals().statements())
                .isGreaterThanOrEqualTo(report.totals().signatures());
        assertThat(report.happenings()).hasSize(5);
        assertThat(report.network())
                .containsAnyOf("network namespaces for", "network namespaces with", "TCP relays; no");
        assertThat(report.intervals()).anyMatch(interval -> interval.nodesOnline() == 2);
        assertThat(directory.resolve("kept/mesh/node-1/node.log")).exists();
        assertThat(Files.readString(directory.resolve("kept/mesh/node-1/node.log")))
                .doesNotContain("tensorflow");
        if (JetsonLibrary.load() instanceof NativeLoading.Loaded) {
            assertThat(IntStream.rangeClosed(1, 3))
                    .as("one of the two may just start")
                    .anyMatch(this::saysItIsSlowedDown);
        }
    }

    private boolean saysItIsSlowedDown(int node) {
        try {
            return Files.readString(directory.resolve("kept/mesh/node-" + node + "/node.log"))
                    .contains("the hardware is slowed down, the others are asked for less work: cpufreq-cpu0 at 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nodesLoseConnectionMemoryAndRoom_everyClaimHolds() throws Exception {
        List<Fault> faults = new ArrayList<>(List.of(
                Scenarios.nodes(Kind.CUT_OFF, 4, 2, 1, 1),
                Scenarios.nodes(Kind.MEMORY_PRESSURE, 3, 6, 2, 0.1),
                Scenarios.nodes(Kind.STOP, 7, 2, 1, 1),
                Scenarios.network(Kind.SLOW_NETWORK, 4, 4, 1, Duration.ofMillis(100)),
                Scenarios.network(Kind.LOSSY_NETWORK, 8, 2, 0.05, Duration.ZERO)));
        if (SmallDiskTest.mayMount(directory.resolve("probe"))) {
            faults.add(Scenarios.nodes(Kind.DISK_FULL, 5, 3, 1, 1));
        }
        Scenario scenario = Scenarios.of(
                3,
                Duration.ofSeconds(12),
                faults,
                List.of(),
                new Target(Metric.JOBS_COMPLETED, Target.Comparison.AT_LEAST, 1));

        RunReport report = new RealRunner(Distribution.locate(), Optional.empty(), RealModeScenario::withoutNamespaces)
                .run(scenario, 2, ScenarioRunner.Progress.NONE);

        assertThat(report.verdicts()).as("%s", report).allMatch(RunReport.Verdict::holds);
        assertThat(report.network()).isEqualTo("TCP relays; no network namespaces: not here");
        assertThat(report.totals().tasksRetried()).isPositive();
    }

    private static String withoutNamespaces(List<String> command) throws IOException, InterruptedException {
        if (command.get(0).equals("ip")) {
            throw new IOException("not here");
        }
        return SystemCommands.OF_THIS_MACHINE.run(command);
    }
}
