package io.signet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.real.RealRunner;
import io.signet.simulator.run.Fidelity;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Scenarios;
import io.signet.simulator.virtual.VirtualRunner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The same run in both modes: the errors of virtual mode that docs/simulator.md states hold. */
@Tag("real")
@Tag("heavy")
final class FidelityScenario {
    private static final Logger LOG = LoggerFactory.getLogger(FidelityScenario.class);
    private static final Fidelity.Tolerances STATED = new Fidelity.Tolerances(0.15, 0.25, 0.5, 0.2, 0.15);

    @Test
    void sameRunWithVirtualTimeAndWithRealProcesses_curvesAreWithinStatedError() throws Exception {
        Scenario scenario = Scenarios.find("fidelity").orElseThrow();

        RunReport virtual = new VirtualRunner().run(scenario, scenario.seed(), Progress.NONE);
        RunReport real = new RealRunner(Distribution.locate()).run(scenario, scenario.seed(), Progress.NONE);

        Fidelity fidelity = Fidelity.of(virtual, real, STATED);
        LOG.info("virtual and real:\n{}", fidelity);
        assertThat(virtual.verdicts()).as("%s", virtual).allMatch(RunReport.Verdict::holds);
        assertThat(real.verdicts()).as("%s", real).allMatch(RunReport.Verdict::holds);
        assertThat(fidelity.holds()).as("%s", fidelity).isTrue();
    }
}
