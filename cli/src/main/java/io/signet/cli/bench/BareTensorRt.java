package io.signet.cli.bench;

import io.signet.inference.process.EngineProcessSettings;
import io.signet.inference.tensorrt.TensorRt;
import io.signet.inference.tensorrt.TensorRtOptions;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** TensorRT, called bare, in a process of its own ({@link BareTensorRtMain}), because it may abort. */
final class BareTensorRt implements BareEngine {
    private static final String PLANS = "*.plan";

    private final Process process;
    private final BufferedReader said;
    private final Writer told;
    private final Path errors;

    private BareTensorRt(Process process, Path errors) {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
        this.told = process.outputWriter(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    /**
     * Loads the plan that the engine with {@code options} made and kept, so that both do the same on the device.
     *
     * @param rows of a request
     * @param callers runs at once
     * @param times runs of each caller at a call of {@link #run}
     */
    static BareTensorRt start(TensorRtOptions options, int rows, int callers, int times)
            throws IOException, BenchmarkException {
        EngineProcessSettings settings = TensorRt.settings(options, EngineProcessSettings.classPathOfThisProcess());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(settings.jvmOptions());
        command.add("-cp");
        command.add(settings.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(BareTensorRtMain.class.getName());
        command.add(onlyPlan(options.cache()).toString());
        Stream.of(rows, callers, times).map(String::valueOf).forEach(command::add);
        Path errors = options.cache().resolve("bare.log");
        return new BareTensorRt(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    private static Path onlyPlan(Path cache) throws IOException, BenchmarkException {
        List<Path> plans = new ArrayList<>();
        try (var files = Files.newDirectoryStream(cache.resolve("plans"), PLANS)) {
            files.forEach(plans::add);
        }
        if (plans.size() != 1) {
            throw new BenchmarkException("the engine kept " + plans.size() + " plans of one model");
        }
        return plans.get(0);
    }

    @Override
    public void run() throws BenchmarkException {
        try {
            told.write(BareTensorRtMain.GO + "\n");
            told.flush();
            String line = said.readLine();
            while (line != null && !line.equals(BareTensorRtMain.DONE)) {
                line = said.readLine(); // what a library prints
            }
            if (line == null) {
                throw new BenchmarkException("TensorRT, called bare, ended: " + Files.readString(errors));
            }
        } catch (IOException e) {
            throw new BenchmarkException("the way to TensorRT, called bare, broke: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly(); // it has nothing to save
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
