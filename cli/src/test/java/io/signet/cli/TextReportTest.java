package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Totals;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.simulator.scenario.Scenario;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextReportTest {
    private static final Verdict KEPT = new Verdict("a log only ever extends", true, true, "at every step");
    private static final Verdict MISSED = new Verdict("latency-p99 <= 2 s", false, false, "3.4");

    private static String print(Verdict... verdicts) {
        Scenario scenario = new Scenario(
                "flash-crowd",
                "A crowd is answered.",
                true,
                Set.of(Mode.VIRTUAL),
                Duration.ofSeconds(10),
                Duration.ZERO,
                1,
                Map.of("box", new HardwareClass("box", 10, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO)),
                List.of(new NodeGroup("n", 1, "box", "owner", "here", List.of("m"), 1)),
                List.of(),
                new NetworkPlan(List.of(new NetworkPlan.Broker("b", "here")), Duration.ZERO, Map.of(), 0, 0, 0, 0),
                List.of(),
                List.of(),
                List.of());
        Totals totals = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ofSeconds(10), Duration.ofSeconds(1), 0);
        StringWriter text = new StringWriter();
        TextReport.print(
                new RunReport(
                        scenario,
                        Mode.VIRTUAL,
                        7,
                        "",
                        List.of(verdicts),
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        totals),
                "./signet simulate mine.yaml --seed 7",
                new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void runThatHolds_isATableOfVerdicts() {
        assertThat(print(KEPT))
                .isEqualTo(
                        """
                verdict  claim                    found
                PASS     a log only ever extends  at every step
                """);
    }

    @Test
    void runThatFails_alsoSaysHowToRunItAgain() {
        assertThat(print(KEPT, MISSED))
                .isEqualTo(
                        """
                verdict  claim                    found
                PASS     a log only ever extends  at every step
                FAIL     latency-p99 <= 2 s       3.4
                replay: ./signet simulate mine.yaml --seed 7
                """);
    }
}
