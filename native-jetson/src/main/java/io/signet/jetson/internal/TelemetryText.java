package io.signet.jetson.internal;

import io.signet.jetson.DeviceTelemetry;
import io.signet.jetson.DeviceTelemetry.Brake;
import io.signet.jetson.DeviceTelemetry.ClockRate;
import io.signet.jetson.DeviceTelemetry.NvmlState;
import io.signet.jetson.DeviceTelemetry.PowerMode;
import io.signet.jetson.DeviceTelemetry.PowerRail;
import io.signet.jetson.DeviceTelemetry.ThermalZone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Telemetry as the native library writes it (toLines in telemetry.cpp): one line a value, fields divided by tabs, "-" for an
 * unknown field. Both halves come from one build, so a line that can't be read is a bug and not a bad device; a number
 * that no field has room for is unknown.
 */
final class TelemetryText {
    private static final String UNKNOWN = "-";

    private final Map<String, Long> numbers = new HashMap<>();
    private final List<PowerRail> rails = new ArrayList<>();
    private final List<ThermalZone> zones = new ArrayList<>();
    private final List<ClockRate> clocks = new ArrayList<>();
    private final List<Brake> brakes = new ArrayList<>();
    private Optional<PowerMode> powerMode = Optional.empty();

    private TelemetryText() {}

    static DeviceTelemetry parse(String lines) {
        TelemetryText text = new TelemetryText();
        lines.lines().map(line -> line.split("\t", -1)).forEach(text::read);
        return text.telemetry();
    }

    private void read(String[] fields) {
        switch (fields[0]) {
            case "rail" -> readRail(fields);
            case "zone" -> readZone(fields);
            case "clock" ->
                clocks.add(new ClockRate(fields[1], Long.parseLong(fields[2]), wide(fields[3]), wide(fields[4])));
            case "brake" ->
                narrow(fields[2]).ifPresent(state -> brakes.add(new Brake(fields[1], state, narrow(fields[3]))));
            case "power.mode" -> readPowerMode(fields);
            default -> numbers.put(fields[0], Long.parseLong(fields[1]));
        }
    }

    private void readRail(String[] fields) {
        OptionalInt millivolts = narrow(fields[2]);
        OptionalInt milliamps = narrow(fields[3]);
        if (millivolts.isPresent() && milliamps.isPresent()) {
            rails.add(new PowerRail(fields[1], millivolts.getAsInt(), milliamps.getAsInt(), narrow(fields[4])));
        }
    }

    private void readZone(String[] fields) {
        narrow(fields[2])
                .ifPresent(temperature ->
                        zones.add(new ThermalZone(fields[1], temperature, narrow(fields[3]), narrow(fields[4]))));
    }

    private void readPowerMode(String[] fields) {
        Optional<String> name = Optional.of(fields[2]).filter(n -> !n.isEmpty());
        narrow(fields[1]).ifPresent(id -> powerMode = Optional.of(new PowerMode(id, name)));
    }

    private DeviceTelemetry telemetry() {
        return new DeviceTelemetry(
                narrow("gpu.load.permille", numbers),
                wide("load.average.milli", numbers),
                wide("memory.total.kib", numbers),
                wide("memory.available.kib", numbers),
                wide("overcurrent.events", numbers),
                powerMode,
                rails,
                zones,
                clocks,
                brakes,
                nvml());
    }

    private Optional<NvmlState> nvml() {
        if (numbers.keySet().stream().noneMatch(key -> key.startsWith("nvml."))) {
            return Optional.empty();
        }
        return Optional.of(new NvmlState(
                narrow("nvml.load.permille", numbers),
                wide("nvml.memory.total.bytes", numbers),
                wide("nvml.memory.used.bytes", numbers),
                narrow("nvml.celsius", numbers),
                narrow("nvml.celsius.slowdown", numbers),
                narrow("nvml.milliwatts", numbers),
                narrow("nvml.megahertz", numbers),
                narrow("nvml.megahertz.maximum", numbers),
                wide("nvml.throttle.reasons", numbers)));
    }

    private static OptionalLong wide(String field) {
        return field.equals(UNKNOWN) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(field));
    }

    private static OptionalInt narrow(String field) {
        return narrow(wide(field));
    }

    private static OptionalLong wide(String key, Map<String, Long> numbers) {
        return numbers.containsKey(key) ? OptionalLong.of(numbers.get(key)) : OptionalLong.empty();
    }

    private static OptionalInt narrow(String key, Map<String, Long> numbers) {
        return narrow(wide(key, numbers));
    }

    private static OptionalInt narrow(OptionalLong value) {
        return value.isPresent() && value.getAsLong() == (int) value.getAsLong()
                ? OptionalInt.of((int) value.getAsLong())
                : OptionalInt.empty();
    }
}
