package io.signet.kura.internal;

import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Limits;
import io.signet.statement.DataType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link WireOptions} say, checked.
 *
 * @param model the model's name
 * @param inputs what it takes; empty: as the model on this node says
 * @param timeout for all records of an envelope together
 * @param inFlightMax records that are under way at most
 * @param emitErrors whether a record that fails is emitted with the reason
 */
record WireSettings(String model, List<TensorSpec> inputs, Duration timeout, int inFlightMax, boolean emitErrors) {
    private static final int NAME_CHARS_MAX = 255;
    private static final int INPUTS_MAX = 64;

    WireSettings {
        inputs = List.copyOf(inputs);
    }

    /** @throws IllegalArgumentException if a value is impossible; the message names it and what is allowed */
    static WireSettings of(WireOptions options) {
        List<String> texts = Properties.texts(options.inputs());
        Limits.requireInRange("inputs", texts.size(), 0, INPUTS_MAX);
        return new WireSettings(
                Limits.requireText("model", options.model().strip(), NAME_CHARS_MAX),
                texts.stream().map(WireSettings::input).toList(),
                Duration.ofMillis(Limits.requireInRange("timeout.ms", options.timeout_ms(), 100, 60_000)),
                Limits.requireInRange("in.flight.max", options.in_flight_max(), 1, 256),
                options.errors_emit());
    }

    private static TensorSpec input(String text) {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length != 3) {
                throw new IllegalArgumentException("it has " + parts.length + " parts");
            }
            List<Long> shape = new ArrayList<>();
            for (String dimension : parts[2].split(",", -1)) {
                shape.add(Long.valueOf(dimension.strip()));
            }
            DataType type = Arrays.stream(DataType.values())
                    .filter(known -> known.name().equals(parts[1].strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no type '" + parts[1] + "'"));
            return new TensorSpec(parts[0].strip(), type, shape);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "inputs: '" + text + "' is not NAME:TYPE:DIMENSIONS, such as x:FP32:-1,28,28: " + e.getMessage(),
                    e);
        }
    }
}
