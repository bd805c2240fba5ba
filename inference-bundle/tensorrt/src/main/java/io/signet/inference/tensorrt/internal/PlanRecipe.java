package io.signet.inference.tensorrt.internal;

import io.signet.inference.model.CalibrationSamples;
import io.signet.inference.spi.Precision;
import io.signet.inference.spi.SessionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a plan is to be made.
 *
 * @param precision with how few bits
 * @param samples what it is calibrated with, if 8 bits are among them
 */
record PlanRecipe(PrecisionChoice precision, Optional<CalibrationSamples> samples) {
    /**
     * For the model in {@code directory}.
     *
     * @param session what its publisher allows
     * @param owner the fewest bits that the node's owner allows
     * @param log is told if there are to be more bits than both allow, and why
     */
    static PlanRecipe of(Path directory, SessionOptions session, Precision owner, Consumer<String> log) {
        PrecisionChoice precision = PrecisionChoice.of(session.precisions(), owner);
        if (!precision.allows(Precision.INT8)) {
            return new PlanRecipe(precision, Optional.empty());
        }
        try {
            return new PlanRecipe(precision, Optional.of(CalibrationSamples.read(directory)));
        } catch (IOException e) {
            return new PlanRecipe(precision, Optional.empty()).withoutInt8(String.valueOf(e.getMessage()), log);
        }
    }

    /** The same without 8 bits; {@code log} is told why. */
    PlanRecipe withoutInt8(String why, Consumer<String> log) {
        PrecisionChoice more = precision.withoutInt8();
        log.accept("int8 is allowed, but " + why + "; it is " + more.text() + " instead");
        return new PlanRecipe(more, Optional.empty());
    }

    /** SHA-256 of the samples in hexadecimal, empty if there are none. */
    String samplesSha256() {
        return samples.map(s -> PlanKey.sha256(s.encode().asBuffer())).orElse("");
    }
}
