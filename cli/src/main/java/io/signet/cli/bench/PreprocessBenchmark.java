package io.signet.cli.bench;

import io.signet.simulator.Distribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pre-processing on the processor against OpenCV, in a C++ program of native-jetson that this builds and runs: the same picture of
 * 1920 x 1080 in NV12 to the same 224 x 224 floats, on one thread each, taking turns.
 */
final class PreprocessBenchmark implements Benchmark {
    private static final String RATIO = "preprocess_over_opencv";
    private static final String PLANES_RATIO = "preprocess_over_opencv_by_planes";
    private static final String LEVELS = "preprocess_levels_from_opencv";
    private static final String MICROSECONDS = "preprocess_microseconds";
    private static final String THREADS = "1";
    private static final String SECONDS = "5";
    /** What bench.sh exits with if something has to be installed, which its last line names. */
    private static final int UNAVAILABLE = 69;

    /** What the script printed, and its exit status. */
    private record Output(int status, List<String> lines) {
        String last() {
            return lines.isEmpty() ? "nothing was printed" : lines.get(lines.size() - 1);
        }
    }

    @Override
    public List<String> names() {
        return List.of(RATIO, PLANES_RATIO, LEVELS, MICROSECONDS);
    }

    @Override
    public Optional<String> missing() throws BenchmarkException {
        Output output = script("check");
        return output.status() == UNAVAILABLE ? Optional.of(output.last()) : Optional.empty();
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        Output output = script("run", THREADS, SECONDS);
        if (output.status() != 0) {
            throw new BenchmarkException("the comparison with OpenCV failed: " + output.last());
        }
        Map<String, Double> values = new HashMap<>();
        for (String line : output.lines()) {
            String[] words = line.split(" ", -1);
            values.put(words[0], Double.valueOf(words[1]));
        }
        return List.of(
                Figure.of(RATIO, value(values, "ratio"), "", Budget.atLeast(1)),
                Figure.stated(PLANES_RATIO, value(values, "planes_ratio"), ""),
                Figure.of(LEVELS, value(values, "levels"), "levels", Budget.atMost(1)),
                Figure.stated(MICROSECONDS, value(values, "ours_us"), "µs"));
    }

    private static double value(Map<String, Double> values, String name) throws BenchmarkException {
        Double value = values.get(name);
        if (value == null) {
            throw new BenchmarkException("the comparison with OpenCV printed no " + name);
        }
        return value;
    }

    private static Output script(String... arguments) throws BenchmarkException {
        String root = System.getProperty(Distribution.ROOT_PROPERTY);
        if (root == null) {
            return new Output(UNAVAILABLE, List.of(RATIO + " needs the sources: start through the script 'signet'"));
        }
        List<String> command = new ArrayList<>(
                List.of("bash", Path.of(root, "native-jetson", "bench.sh").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return new Output(process.waitFor(), lines);
        } catch (IOException e) {
            throw new BenchmarkException("cannot run " + command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
