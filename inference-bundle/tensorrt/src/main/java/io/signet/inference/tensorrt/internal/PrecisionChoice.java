package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.Precision;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * With how few bits a model is computed: those that both its publisher and the node's owner allow. TensorRT takes for each
 * operation what is fastest among them, so a plan that may use 8 bits may use 16, too, if they are allowed as well.
 *
 * @param lower those of fewer than 32 bits; empty if there are none
 */
record PrecisionChoice(Set<Precision> lower) {
    PrecisionChoice {
        lower = Set.copyOf(lower);
    }

    /**
     * What is allowed by both.
     *
     * @param publisher what the publisher allows
     * @param owner the fewest bits that the node's owner allows
     */
    static PrecisionChoice of(Set<Precision> publisher, Precision owner) {
        Set<Precision> both = EnumSet.noneOf(Precision.class);
        publisher.stream()
                .filter(p -> Precision.LOWER.contains(p) && p.compareTo(owner) <= 0)
                .forEach(both::add);
        return new PrecisionChoice(both);
    }

    boolean allows(Precision precision) {
        return lower.contains(precision);
    }

    /** The same without 8 bits. */
    PrecisionChoice withoutInt8() {
        return new PrecisionChoice(
                lower.stream().filter(p -> p != Precision.INT8).collect(Collectors.toSet()));
    }

    /** As versions and plans name it: {@code fp32}, {@code fp16}, {@code int8} or {@code int8-fp16}. */
    String text() {
        return lower.isEmpty()
                ? Precision.FP32.text()
                : EnumSet.copyOf(lower).stream()
                        .map(Precision::text)
                        .sorted((a, b) -> b.compareTo(a))
                        .collect(Collectors.joining("-"));
    }
}
