package io.signet.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.owner.MeshPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {
    private static final Path DIRECTORY = Path.of("src/main/resources/io/signet/simulator/scenarios");

    @Test
    void everyFile_isListed() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertThat(Scenarios.names())
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(f -> f.getFileName().toString())
                                    .map(f -> f.replace(".yaml", ""))
                                    .toList());
        }
    }

    static List<String> names() {
        return Scenarios.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void scenario_isCalledAsItsFileAndClaimsSomethingMeasurable(String name) {
        Scenario scenario = Scenarios.find(name).orElseThrow();

        assertThat(scenario.name()).isEqualTo(name);
        assertThat(scenario.claim()).endsWith(".").hasSizeBetween(30, 200);
        assertThat(scenario.targets()).isNotEmpty();
        assertThat(scenario.modes()).contains(Mode.VIRTUAL);
    }

    @ParameterizedTest
    @MethodSource("names")
    void jobs_endBeforeTheRunDoes(String name) {
        Scenario scenario = Scenarios.find(name).orElseThrow();

        assertThat(scenario.requesters()).allSatisfy(group -> assertThat(scenario.settle())
                .isGreaterThan(group.jobs().timeout()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void quickScenario_isSmall(String name) {
        Scenario scenario = Scenarios.find(name).orElseThrow();

        if (scenario.quick()
                && scenario.pallet().isPresent()) { // what it costs is its boxes, not the time that they wait
            assertThat(scenario.pallet().get().boxes()).isLessThanOrEqualTo(500);
        } else if (scenario.quick()) {
            assertThat(scenario.nodes()).isLessThanOrEqualTo(50);
            assertThat(scenario.duration()).isLessThanOrEqualTo(Duration.ofMinutes(5));
        }
    }

    @Test
    void scenariosForRealProcesses_areFleetsThatFitOneMachineOfWhatEveryNodeServes() {
        assertThat(Scenarios.all())
                .filteredOn(scenario -> scenario.modes().contains(Mode.REAL))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(scenario -> {
                    assertThat(scenario.nodes()).isBetween(3, scenario.quick() ? 5 : MeshPlan.NODES_MAX);
                    assertThat(scenario.requesters())
                            .allSatisfy(
                                    group -> assertThat(group.jobs().model()).isEqualTo("double"));
                });
    }

    @Test
    void faultsAndAdversaries_areAllUsed() {
        List<Scenario> all = Scenarios.all();

        assertThat(all.stream().flatMap(s -> s.faults().stream()).map(Fault::kind))
                .contains(Fault.Kind.values());
        assertThat(all.stream().flatMap(s -> s.adversaries().stream()).map(Adversary::kind))
                .contains(Adversary.Kind.values());
    }

    @Test
    void unknownName_isNotFound() {
        assertThat(Scenarios.find("no-such-scenario")).isEmpty();
    }
}
