package io.signet.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code signet demo --provision} prints at its end.
 *
 * @param outcome what came of it
 * @param nodes how many boxes there were
 */
record ProvisionDemoReport(ProvisionDemo.Outcome outcome, int nodes) {
    /** When the box that answered first began what, in seconds since it was switched on. */
    private Map<String, Double> steps() {
        Map<String, Double> steps = new LinkedHashMap<>();
        outcome.answered().ifPresent(box -> box.steps().entrySet().stream()
                .filter(entry -> entry.getValue() <= outcome.firstAnswer())
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> steps.put(entry.getKey().doing(), entry.getValue() - outcome.powerOn())));
        steps.put("in the mesh, with its model ready", outcome.joined() - outcome.powerOn());
        steps.put("first attested answer", outcome.firstAnswer() - outcome.powerOn());
        return steps;
    }

    /**
     * Prints it for people.
     *
     * @param kept the mesh, if it runs on
     */
    void print(PrintWriter out, Optional<ProvisionedMesh> kept) {
        out.println();
        outcome.report().print(out);
        out.println();
        Table table = new Table(Table.Column.left("from power-on"), Table.Column.right("s"));
        steps().forEach((step, seconds) -> table.row(step, seconds(seconds)));
        table.print(out);
        out.println(verdict());
        kept.ifPresent(mesh -> {
            out.println("It all runs on, in " + mesh.path("") + ".");
            out.println("  the owner's page: as " + mesh.path("owner").resolve("registrar.url")
                    + " says; the passphrase is in " + mesh.path("passphrase"));
            out.println("  the owner's view: signet owner nodes --home " + mesh.path("owner") + " --passphrase-file "
                    + mesh.path("passphrase"));
            out.println("  stop it:          kill "
                    + mesh.pids().stream().map(Object::toString).collect(Collectors.joining(" ")));
        });
    }

    private String verdict() {
        String boxes = nodes == 1 ? "1 box became a node by itself" : nodes + " boxes became nodes by themselves";
        return outcome.report().exitCode() == ExitCode.OK
                ? boxes + " and answered; each answer is proved. First answer "
                        + seconds(outcome.firstAnswer() - outcome.powerOn()) + " s after power-on."
                : boxes + ", but not each answer came and is proved: see above.";
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }

    /** The same for machines. */
    Map<String, Object> toJson(Optional<ProvisionedMesh> kept) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("nodes", nodes);
        List<Map<String, Object>> steps = new ArrayList<>();
        steps().forEach((step, seconds) -> steps.add(Map.of("step", step, "seconds", seconds)));
        object.put("power_on_to_first_answer_seconds", outcome.firstAnswer() - outcome.powerOn());
        object.put("steps", steps);
        object.putAll(outcome.report().toJson());
        kept.ifPresent(mesh -> {
            object.put("directory", mesh.path("").toString());
            object.put("pids", mesh.pids());
        });
        return object;
    }
}
