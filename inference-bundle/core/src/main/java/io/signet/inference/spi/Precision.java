package io.signet.inference.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** With how many bits an engine computes. Inputs and outputs keep the types that the model has. */
public enum Precision {
    /** 32 bits, without the shortened factors of TF32: as exact as other engines. */
    FP32,
    /** 16 bits wherever the engine finds that faster: about three decimals. */
    FP16,
    /** 8-bit integers wherever the engine finds that faster, in ranges that samples of the model's inputs show. */
    INT8;

    /** Those with fewer than 32 bits, which a model's publisher may allow. */
    public static final List<Precision> LOWER = List.of(FP16, INT8);

    /** As settings, packages and versions name it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The precision that is called {@code text}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Precision of(String text) {
        return Arrays.stream(values())
                .filter(precision -> precision.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("precision = " + text + ": there are "
                        + Arrays.stream(values()).map(Precision::text).collect(Collectors.joining(", "))));
    }
}
