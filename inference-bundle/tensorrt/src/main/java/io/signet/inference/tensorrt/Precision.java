package io.signet.inference.tensorrt;

import java.util.Arrays;
import java.util.Locale;

/** With how many bits TensorRT computes. Inputs and outputs keep the types that the model has. */
public enum Precision {
    /** 32 bits, without the shortened factors of TF32: as exact as other engines. */
    FP32,
    /** 16 bits wherever TensorRT finds that faster: about three decimals. */
    FP16;

    /** As settings and versions name it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The precision that settings name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Precision of(String text) {
        return Arrays.stream(values())
                .filter(precision -> precision.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "precision = " + text + ": there are " + FP32.text() + " and " + FP16.text()));
    }
}
