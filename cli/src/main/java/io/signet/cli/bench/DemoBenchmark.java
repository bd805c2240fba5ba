package io.signet.cli.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** From the start of {@code signet demo} to its first answer: a broker, three nodes, TensorFlow loaded three times. */
final class DemoBenchmark implements Benchmark {
    private static final String NAME = "demo_seconds_to_first_answer";
    private static final long TIMEOUT_S = 180;

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String property : List.of("signet.root", "java.library.path")) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.signet.cli.Main", "demo", "--json"));
        try {
            Process demo = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!demo.waitFor(TIMEOUT_S, TimeUnit.SECONDS) || demo.exitValue() != 0) {
                demo.destroyForcibly();
                throw new BenchmarkException("the demo failed: run 'signet demo' to see why");
            }
            Map<String, Object> json = JSON.std.mapFrom(output);
            if (json.get("seconds_to_first_answer") instanceof Number seconds) {
                return List.of(Figure.stated(NAME, seconds.doubleValue(), "s"));
            }
            throw new BenchmarkException("the demo gave no answer: run 'signet demo' to see why");
        } catch (IOException e) {
            throw new BenchmarkException("cannot run the demo: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
