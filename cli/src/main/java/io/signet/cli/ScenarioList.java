package io.signet.cli;

import io.signet.simulator.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says which scenarios there are, and what each proves. */
final class ScenarioList {
    private ScenarioList() {}

    static void print(List<Scenario> scenarios, ProgressOptions options) {
        if (options.json()) {
            Json.print(
                    options.out(),
                    Map.of(
                            "scenarios",
                            scenarios.stream().map(ScenarioList::toJson).toList()));
            return;
        }
        Table table = new Table(
                Table.Column.left("scenario"),
                Table.Column.left("quick"),
                Table.Column.left("modes"),
                Table.Column.left("claim"));
        for (Scenario scenario : scenarios) {
            table.row(
                    scenario.name(),
                    scenario.quick() ? "quick" : "",
                    modes(scenario).stream().collect(Collectors.joining(" ")),
                    scenario.claim());
        }
        table.print(options.out());
    }

    private static Map<String, Object> toJson(Scenario scenario) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", scenario.name());
        object.put("claim", scenario.claim());
        object.put("quick", scenario.quick());
        object.put("modes", modes(scenario));
        return object;
    }

    private static List<String> modes(Scenario scenario) {
        return scenario.modes().stream().sorted().map(ModeConverter::label).toList();
    }
}
