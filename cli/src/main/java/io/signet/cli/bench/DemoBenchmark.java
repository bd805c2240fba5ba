package io.signet.cli.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long a demo of three nodes takes to its first answer, all of it on this machine.
 *
 * @param name of the figure
 * @param key where the demo's JSON has it
 * @param options of the demo
 * @param budget what it has to keep, if anything
 */
record DemoBenchmark(String name, String key, List<String> options, Optional<Budget> budget) implements Benchmark {
    private static final long TIMEOUT_S = 300;
    /** From the carton to the first attested answer in five minutes. */
    private static final double POWER_ON_SECONDS_MAX = 300;

    DemoBenchmark {
        options = List.copyOf(options);
    }

    /** From the start of {@code signet demo}: a broker, three nodes, TensorFlow loaded three times. */
    static DemoBenchmark ofMesh() {
        return new DemoBenchmark(
                "demo_seconds_to_first_answer", "seconds_to_first_answer", List.of(), Optional.empty());
    }

    /** From the power-on of three boxes at once, which enrol, fetch their model, start as nodes and join. */
    static DemoBenchmark fromPowerOn() {
        return new DemoBenchmark(
                "power_on_to_first_answer_seconds",
                "power_on_to_first_answer_seconds",
                List.of("--provision"),
                Optional.of(Budget.atMost(POWER_ON_SECONDS_MAX)));
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        try {
            Process demo = new ProcessBuilder(command())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!demo.waitFor(TIMEOUT_S, TimeUnit.SECONDS) || demo.exitValue() != 0) {
                demo.destroyForcibly();
                throw new BenchmarkException("the demo failed: run '" + what() + "' to see why");
            }
            Map<String, Object> json = JSON.std.mapFrom(output);
            if (json.get(key) instanceof Number seconds) {
                return List.of(new Figure(name, seconds.doubleValue(), "s", budget));
            }
            throw new BenchmarkException("the demo gave no answer: run '" + what() + "' to see why");
        } catch (IOException e) {
            throw new BenchmarkException("cannot run the demo: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    private String what() {
        return String.join(" ", "signet demo", String.join(" ", options)).strip();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String property : List.of("signet.root", "java.library.path")) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.signet.cli.Main", "demo", "--json"));
        command.addAll(options);
        return command;
    }
}
