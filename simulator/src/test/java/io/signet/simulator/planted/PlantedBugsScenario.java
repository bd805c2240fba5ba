package io.signet.simulator.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.planted.PlantedBugsPage.Row;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.Scenario;
import io.signet.simulator.scenario.Scenarios;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The quick scenarios find each bug that is planted in production code, as the table of docs/simulator.md says. */
class PlantedBugsScenario {
    private static final Map<Run, Map<String, String>> WITHOUT_BUG = new HashMap<>();

    /** What goes wrong on purpose needs no lines in the tests' log; kept, as levels of forgotten loggers are lost. */
    private static final Logger MESHES = Logger.getLogger("io.signet");

    private record Run(String scenario, long seed) {}

    @BeforeAll
    static void silence() {
        MESHES.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        MESHES.setLevel(null);
    }

    static List<Row> rows() throws IOException {
        return PlantedBugsPage.rows();
    }

    @Test
    void table_hasEachPlantedBugOnce() throws IOException {
        assertThat(rows())
                .extracting(row -> row.bug() + ": " + row.what())
                .containsExactlyElementsOf(Arrays.stream(PlantedBug.values())
                        .map(bug -> bug.label() + ": " + bug.what())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void scenario_isOfTheQuickSetAndHoldsWithoutTheBug(Row row) {
        Scenario scenario = Scenarios.find(row.scenario()).orElseThrow();

        assertThat(scenario.quick()).isTrue();
        assertThat(scenario.modes()).contains(Mode.VIRTUAL);
        assertThat(WITHOUT_BUG.computeIfAbsent(new Run(row.scenario(), row.seed()), run -> new BrokenClaims()
                        .apply(run.scenario(), run.seed())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void plantedBug_breaksTheClaim(Row row) throws ReflectiveOperationException {
        PlantedBug bug = PlantedBug.labelled(row.bug());

        assertThat(PlantedWorld.with(Set.of(bug)).brokenClaims(row.scenario(), row.seed()))
                .containsKey(row.claim());
    }

    /** It is the bug that the scenario finds, not the world in which it is planted. */
    @Test
    void worldWithoutABug_breaksNothing() throws Exception {
        Row row = rows().get(0);

        assertThat(PlantedWorld.with(Set.of()).brokenClaims(row.scenario(), row.seed()))
                .isEmpty();
    }
}
