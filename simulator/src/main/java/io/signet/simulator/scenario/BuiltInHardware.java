package io.signet.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The hardware classes that every scenario knows. {@code cpu-2core} is the machine of docs/benchmarks.md with the model of
 * the demo; the others are assumptions for the same model, until somebody measures: see docs/simulator.md.
 */
final class BuiltInHardware {
    private static final Duration FTPM_SIGN = Duration.ofMillis(50);

    /** In the order in which pages list them. */
    static final List<HardwareClass> ALL = List.of(
            new HardwareClass(
                    "cpu-2core", 7_000, 0.1, Duration.ofNanos(200_000), Duration.ofMillis(1), Duration.ofMillis(2)),
            jetson("jetson-orin-nano", 12_000, 0.15, 800),
            jetson("jetson-orin-nx", 20_000, 0.12, 600),
            jetson("jetson-agx-orin", 50_000, 0.1, 500),
            jetson("jetson-thor", 150_000, 0.08, 400));

    static final Map<String, HardwareClass> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(HardwareClass::name, Function.identity()));

    private BuiltInHardware() {}

    private static HardwareClass jetson(String name, double rowsPerSecond, double spread, int overheadMicros) {
        return new HardwareClass(
                name, rowsPerSecond, spread, Duration.ofNanos(1000L * overheadMicros), FTPM_SIGN, Duration.ofMillis(4));
    }
}
