package io.signet.meter.drawing;

import java.util.List;

/** Pictures that show no reading, which a reader has to say rather than guess one. */
public enum NonMeter {
    /** One colour, but for the sensor's noise. */
    BLANK,
    /** A smooth change from one colour to another. */
    GRADIENT,
    /** Noise, fine or coarse. */
    NOISE,
    /** Boxes, discs and bars. */
    SHAPES,
    /** Lines of strokes that look like writing. */
    STROKES,
    /** A meter whose display is off. */
    BLANK_DISPLAY,
    /** A meter that shows signs which are no digits. */
    SIGNS_DISPLAY;

    /** Those without a meter. */
    static final List<NonMeter> PLAIN = List.of(BLANK, GRADIENT, NOISE, SHAPES, STROKES);
}
