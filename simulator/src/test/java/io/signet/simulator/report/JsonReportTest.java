package io.signet.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.run.RunReport;
import io.signet.simulator.scenario.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    @Test
    @SuppressWarnings("unchecked")
    void run_hasItsFieldsByTheirStableNames() {
        Map<String, Object> json = JsonReport.of(SampleRuns.stormy());
        assertThat(json.keySet())
                .containsExactly(
                        "scenario",
                        "claim",
                        "mode",
                        "seed",
                        "digest",
                        "holds",
                        "replay",
                        "verdicts",
                        "metrics",
                        "totals",
                        "intervals",
                        "loads",
                        "happenings");
        assertThat(json)
                .containsEntry("scenario", "half-lost")
                .containsEntry("mode", "virtual")
                .containsEntry("seed", 42L)
                .containsEntry("holds", false)
                .containsEntry("replay", "./signet simulate half-lost --seed 42 --mode virtual");
        assertThat((Map<String, Object>) json.get("metrics")).containsEntry("statements-per-signature", 14.25);
        assertThat((Map<String, Object>) json.get("totals")).containsEntry("wall_seconds", 8.421);
        assertThat(((List<Map<String, Object>>) json.get("happenings")).get(1))
                .containsEntry("kind", "fault")
                .containsEntry("from_seconds", 120.0)
                .containsEntry("to_seconds", 205.0)
                .containsEntry("what", "crash of 30 nodes in region north");
        assertThat(((List<Map<String, Object>>) json.get("loads")).get(2))
                .containsEntry("node", "gamma-1")
                .containsEntry("cheats", true);
    }

    @Test
    @SuppressWarnings("unchecked")
    void whatWasNotMeasured_isAbsent() {
        Map<String, Object> json = JsonReport.of(SampleRuns.brief());
        assertThat((Map<String, Object>) json.get("metrics")).isEmpty();
        assertThat(((List<Map<String, Object>>) json.get("intervals")).get(0))
                .containsOnlyKeys(
                        "from_seconds", "length_seconds", "rows_per_second", "completed", "failed", "nodes_online");
    }

    @Test
    void realRun_hasNoDigest() {
        RunReport run = SampleRuns.calm();
        RunReport real = new RunReport(
                run.scenario(),
                Mode.REAL,
                1,
                "",
                run.verdicts(),
                run.metrics(),
                run.intervals(),
                run.loads(),
                run.happenings(),
                run.totals());
        assertThat(JsonReport.of(real)).doesNotContainKeys("digest", "network").containsEntry("mode", "real");
        assertThat(JsonReport.of(real.over("TCP relays"))).containsEntry("network", "TCP relays");
    }
}
