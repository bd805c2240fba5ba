package io.signet.jetson;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The state of the hardware at one moment. What is unknown is empty, never 0. docs/native.md says where each value comes from.
 *
 * @param gpuLoadPermille of the GPU in a Jetson's chip, 0 to 1000
 * @param loadAverageMilli threads that ran or could have run, over the last minute, in thousandths
 * @param memoryTotalKib of the system; a Jetson's GPU shares it
 * @param memoryAvailableKib what programs could still get
 * @param overCurrentEvents how often the supply was overdrawn since the system started
 * @param powerMode what a Jetson's owner allows it to draw
 * @param rails what is drawn where, of a Jetson
 * @param zones temperatures
 * @param clocks of processors and a Jetson's GPU
 * @param brakes what the kernel can slow down because of heat or power
 * @param nvml what NVIDIA's driver says of the first GPU
 */
public record DeviceTelemetry(
        OptionalInt gpuLoadPermille,
        OptionalLong loadAverageMilli,
        OptionalLong memoryTotalKib,
        OptionalLong memoryAvailableKib,
        OptionalLong overCurrentEvents,
        Optional<PowerMode> powerMode,
        List<PowerRail> rails,
        List<ThermalZone> zones,
        List<ClockRate> clocks,
        List<Brake> brakes,
        Optional<NvmlState> nvml) {
    /** So close to where the kernel begins to slow down, a zone counts as hot. */
    public static final int HOT_BELOW_PASSIVE_CELSIUS = 5;

    /** So close to where the kernel switches off, a zone that names no point to slow down at counts as hot. */
    public static final int HOT_BELOW_CRITICAL_CELSIUS = 15;

    private static final int MILLI = 1000;

    /**
     * A power mode of nvpmodel.
     *
     * @param id its number
     * @param name as its configuration says
     */
    public record PowerMode(int id, Optional<String> name) {}

    /**
     * A supply that an INA3221 measures.
     *
     * @param label as the board names it
     * @param millivolts at it
     * @param milliamps through it
     * @param criticalMilliamps from where on the chip raises an alarm
     */
    public record PowerRail(String label, int millivolts, int milliamps, OptionalInt criticalMilliamps) {
        /** What is drawn. */
        public long milliwatts() {
            return (long) millivolts * milliamps / MILLI;
        }
    }

    /**
     * A place whose temperature is known.
     *
     * @param name as the kernel names it
     * @param milliCelsius thousandths of a degree
     * @param passiveMilliCelsius from where on the kernel slows something down
     * @param criticalMilliCelsius where it switches off
     */
    public record ThermalZone(
            String name, int milliCelsius, OptionalInt passiveMilliCelsius, OptionalInt criticalMilliCelsius) {
        /** From where on it counts as hot; empty if it names no such point. */
        public OptionalInt hotMilliCelsius() {
            if (passiveMilliCelsius.isPresent()) {
                return OptionalInt.of(passiveMilliCelsius.getAsInt() - HOT_BELOW_PASSIVE_CELSIUS * MILLI);
            }
            return criticalMilliCelsius.isPresent()
                    ? OptionalInt.of(criticalMilliCelsius.getAsInt() - HOT_BELOW_CRITICAL_CELSIUS * MILLI)
                    : OptionalInt.empty();
        }
    }

    /**
     * A clock.
     *
     * @param name {@code cpuN}, by the first processor that it drives, or {@code gpu}
     * @param kilohertz now
     * @param limitKilohertz what it may reach now
     * @param maximumKilohertz what the hardware can
     */
    public record ClockRate(String name, long kilohertz, OptionalLong limitKilohertz, OptionalLong maximumKilohertz) {}

    /**
     * Something that the kernel slows down.
     *
     * @param name as the kernel names it
     * @param state 0 at full speed
     * @param maximum the largest state
     */
    public record Brake(String name, int state, OptionalInt maximum) {}

    /**
     * What NVIDIA's driver says of a GPU.
     *
     * @param loadPermille 0 to 1000
     * @param memoryTotalBytes of the GPU
     * @param memoryUsedBytes of the GPU
     * @param celsius its temperature
     * @param slowdownCelsius where it slows itself down
     * @param milliwatts what it draws
     * @param megahertz of its cores
     * @param maximumMegahertz of its cores
     * @param throttleReasons the bits of {@code nvmlDeviceGetCurrentClocksThrottleReasons}
     */
    public record NvmlState(
            OptionalInt loadPermille,
            OptionalLong memoryTotalBytes,
            OptionalLong memoryUsedBytes,
            OptionalInt celsius,
            OptionalInt slowdownCelsius,
            OptionalInt milliwatts,
            OptionalInt megahertz,
            OptionalInt maximumMegahertz,
            OptionalLong throttleReasons) {
        /**
         * Reasons that mean heat or a weak supply: hardware slowdown (8), software thermal slowdown (32), hardware thermal
         * slowdown (64), power brake (128). A power cap (4) is ordinary under full load and not among them.
         */
        public static final long SLOWED_DOWN = 8 | 32 | 64 | 128;
    }

    /**
     * What follows for work that this node takes.
     *
     * @param throttled it is slower than it could be, because of heat or power
     * @param hot it will be soon
     * @param reasons one short text each
     */
    public record Condition(boolean throttled, boolean hot, List<String> reasons) {
        public Condition {
            reasons = List.copyOf(reasons);
        }

        /** Whether it should get less work. */
        public boolean strained() {
            return throttled || hot;
        }
    }

    public DeviceTelemetry {
        rails = List.copyOf(rails);
        zones = List.copyOf(zones);
        clocks = List.copyOf(clocks);
        brakes = List.copyOf(brakes);
    }

    /**
     * Whether the node is throttled (a brake is on, NVML names one of {@link NvmlState#SLOWED_DOWN}) or hot (a zone is at
     * {@link ThermalZone#hotMilliCelsius}, NVML's temperature within {@value #HOT_BELOW_PASSIVE_CELSIUS} degrees of
     * where the GPU slows down).
     */
    public Condition condition() {
        List<String> slow = new ArrayList<>();
        for (Brake brake : brakes) {
            if (brake.state() > 0) {
                slow.add(brake.name() + " at " + brake.state());
            }
        }
        nvml.ifPresent(gpu -> gpu.throttleReasons().ifPresent(bits -> {
            if ((bits & NvmlState.SLOWED_DOWN) != 0) {
                slow.add("GPU slowed down, reasons " + bits);
            }
        }));
        return conditionOf(slow);
    }

    /**
     * The same, and throttled also if the supply was overdrawn since {@code earlier}: the hardware brakes for such short
     * times that a reading hardly ever meets one.
     */
    public Condition conditionSince(DeviceTelemetry earlier) {
        Condition now = condition();
        if (overCurrentEvents.isEmpty()
                || earlier.overCurrentEvents.isEmpty()
                || overCurrentEvents.getAsLong() <= earlier.overCurrentEvents.getAsLong()) {
            return now;
        }
        List<String> reasons = new ArrayList<>(now.reasons());
        reasons.add((overCurrentEvents.getAsLong() - earlier.overCurrentEvents.getAsLong()) + " over-current events");
        return new Condition(true, now.hot(), reasons);
    }

    private Condition conditionOf(List<String> slow) {
        List<String> reasons = new ArrayList<>(slow);
        for (ThermalZone zone : zones) {
            if (zone.hotMilliCelsius().isPresent()
                    && zone.milliCelsius() >= zone.hotMilliCelsius().getAsInt()) {
                reasons.add(zone.name() + " at " + zone.milliCelsius() / MILLI + " °C");
            }
        }
        nvml.ifPresent(gpu -> {
            if (gpu.celsius().isPresent()
                    && gpu.slowdownCelsius().isPresent()
                    && gpu.celsius().getAsInt() >= gpu.slowdownCelsius().getAsInt() - HOT_BELOW_PASSIVE_CELSIUS) {
                reasons.add("GPU at " + gpu.celsius().getAsInt() + " °C");
            }
        });
        return new Condition(!slow.isEmpty(), reasons.size() > slow.size(), reasons);
    }
}
