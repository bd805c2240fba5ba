package io.signet.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** All benchmarks, and what is measured on. */
public final class Benchmarks {
    private Benchmarks() {}

    /** In the order in which they run: the ones that need a quiet machine most come first. */
    public static List<Benchmark> all() {
        return List.of(
                new ReceiptBenchmark(),
                new LogBenchmark(),
                new LargeLogBenchmark(),
                new CapacityBenchmark(),
                new SimulatorBenchmark(),
                new InferenceBenchmark(),
                new SessionBenchmark(),
                new TensorRtBenchmark(),
                new ProcessBenchmark(),
                new BatcherBenchmark(),
                new GatewayBenchmark(),
                new ConsoleBenchmark(),
                new PreprocessBenchmark(),
                new CudaPreprocessBenchmark(),
                new DecryptionBenchmark(),
                new TpmBenchmark(),
                new EnrolmentBenchmark(),
                new ConsolePaintBenchmark(),
                DemoBenchmark.ofMesh(),
                DemoBenchmark.fromPowerOn(),
                MutationBenchmark.ofSources());
    }

    /** Processor, cores, memory, system and Java, in one line. */
    public static String machine() {
        Runtime jvm = Runtime.getRuntime();
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %s, %s %s, Java %s",
                cpuinfo("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
                jvm.availableProcessors(),
                cpuinfo("/proc/meminfo", "MemTotal", "memory unknown"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"));
    }

    private static String cpuinfo(String file, String key, String otherwise) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(key) && line.indexOf(':') > 0)
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException notLinux) {
            return otherwise;
        }
    }
}
