package io.signet.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.RunReport.Verdict;
import io.signet.simulator.run.ScenarioRunner.Progress;
import io.signet.simulator.scenario.Metric;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.ScenarioReader;
import io.signet.simulator.scenario.ScenarioWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Small pallets; those of 500 boxes are scenarios. */
class PalletRunTest {
    private static final String HEAD = "name: test\nclaim: Boxes become nodes.\n";

    private static Scenario scenario(String text) throws Exception {
        return ScenarioReader.read("test.yaml", HEAD + text);
    }

    private static RunReport run(String text, long seed) throws Exception {
        return new VirtualRunner().run(scenario(text), seed, Progress.NONE);
    }

    private static void requireInvariants(RunReport report) {
        assertThat(report.verdicts().stream().filter(Verdict::invariant))
                .allSatisfy(verdict -> assertThat(verdict.holds()).isTrue())
                .extracting(Verdict::claim)
                .containsExactlyElementsOf(Arrays.stream(Invariant.values())
                        .filter(Invariant::ofPallets)
                        .map(Invariant::claim)
                        .toList());
    }

    @Test
    void palletWithoutARegistrar_isNoNodes_andNobodyIsWrong() throws Exception {
        RunReport report =
                run("duration: 20m\npallet: {boxes: 20, switched-on-over: 10m}\nfaults: {kind: registrar-down}\n", 1);

        requireInvariants(report);
        assertThat(report.metrics()).containsEntry(Metric.NODES_IN_THE_END, 0.0).doesNotContainKey(Metric.TOLD_WHY);
        assertThat(report.totals().completed()).isZero();
    }

    @Test
    void copiesAndWrongCodes_areNoNodes_andHearWhy() throws Exception {
        RunReport report =
                run("duration: 1h\npallet: {boxes: 20, switched-on-over: 10m, clones: 10%, wrong-codes: 20%}\n", 2);

        requireInvariants(report);
        assertThat(report.metrics()).containsEntry(Metric.NODES_IN_THE_END, 1.0).containsEntry(Metric.TOLD_WHY, 1.0);
        assertThat(report.totals().completed()).isEqualTo(14);
    }

    @Test
    void nodes_renewAgainAndAgain_unlessTheRegistrarStaysAway() throws Exception {
        String pallet = "duration: 21d\npallet: {boxes: 5, switched-on-over: 10m, certificate-life: 7d}\n";
        RunReport well = run(pallet, 3);
        RunReport left = run(pallet + "faults: {kind: registrar-down, at: 1h}\n", 3);

        requireInvariants(well);
        requireInvariants(left);
        assertThat(well.metrics())
                .containsEntry(Metric.NODES_IN_THE_END, 1.0)
                .hasEntrySatisfying(Metric.CERTIFICATES_PER_NODE_MAX, most -> assertThat(most)
                        .isBetween(4.0, 5.0));
        assertThat(left.metrics())
                .containsEntry(Metric.NODES_IN_THE_END, 0.0)
                .containsEntry(Metric.CERTIFICATES_PER_NODE_MAX, 1.0);
        assertThat(left.totals().completed()).isEqualTo(5);
    }

    @Test
    void oneSeed_givesOneDigest_andAnotherSeedAnother() throws Exception {
        String pallet = "duration: 10d\npallet: {boxes: 10, clones: 10%, wrong-codes: 10%, certificate-life: 7d}\n";

        assertThat(run(pallet, 7).digest()).isEqualTo(run(pallet, 7).digest());
        assertThat(run(pallet, 7).digest()).isNotEqualTo(run(pallet, 8).digest());
    }

    @Test
    void pallet_isWrittenAsItIsRead() throws Exception {
        Scenario scenario = scenario("duration: 2h\npallet: {boxes: 7, clones: 10%, certificate-life: 30d}\n"
                + "faults: {kind: registrar-down, at: 10m, lasting: 1h}\n");

        assertThat(ScenarioReader.read("test.yaml", ScenarioWriter.text(scenario)))
                .isEqualTo(scenario);
    }
}
