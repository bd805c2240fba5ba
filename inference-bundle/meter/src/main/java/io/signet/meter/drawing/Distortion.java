package io.signet.meter.drawing;

import java.util.random.RandomGenerator;

/**
 * What stands between a meter and its picture.
 *
 * @param rotationDegrees the camera's roll, -15 to 15, clockwise
 * @param shear horizontal shear, -0.15 to 0.15
 * @param perspective change of scale across the picture, -0.3 to 0.3; the left side is nearer if positive
 * @param blur standard deviation of the blur in digit heights, 0 to 0.08
 * @param glare strength of a reflection on the glass, 0 to 0.7
 * @param noise standard deviation of the sensor's noise, 0 to 0.1 of full scale
 * @param light brightness of the room, 0.1 (night) to 1
 * @param contrast 0.4 to 1
 * @param jitter how far digits stand off their places, 0 to 0.05 digit heights
 */
public record Distortion(
        double rotationDegrees,
        double shear,
        double perspective,
        double blur,
        double glare,
        double noise,
        double light,
        double contrast,
        double jitter) {

    /** A meter seen straight on in good light. */
    public static final Distortion NONE = new Distortion(0, 0, 0, 0, 0, 0, 1, 1, 0);

    public Distortion {
        requireInRange("rotationDegrees", rotationDegrees, -15, 15);
        requireInRange("shear", shear, -0.15, 0.15);
        requireInRange("perspective", perspective, -0.3, 0.3);
        requireInRange("blur", blur, 0, 0.08);
        requireInRange("glare", glare, 0, 0.7);
        requireInRange("noise", noise, 0, 0.1);
        requireInRange("light", light, 0.1, 1);
        requireInRange("contrast", contrast, 0.4, 1);
        requireInRange("jitter", jitter, 0, 0.05);
    }

    /**
     * Draws a distortion.
     *
     * @param severity 0 (none) to 1 (hard, yet readable by a person)
     */
    public static Distortion random(RandomGenerator random, double severity) {
        requireInRange("severity", severity, 0, 1);
        double s = severity;
        return new Distortion(
                s * random.nextDouble(-10, 10),
                s * random.nextDouble(-0.1, 0.1),
                s * random.nextDouble(-0.16, 0.16),
                s * seldomLarge(random) * 0.05,
                s * seldomLarge(random) * 0.55,
                s * seldomLarge(random) * 0.06,
                1 - s * seldomLarge(random) * 0.85,
                1 - s * seldomLarge(random) * 0.45,
                s * random.nextDouble() * 0.03);
    }

    /** 0 to 1; small values come more often, so that a picture seldom suffers from everything at once. */
    private static double seldomLarge(RandomGenerator random) {
        double drawn = random.nextDouble();
        return drawn * drawn;
    }

    private static void requireInRange(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(name + " = " + value + " is out of range: " + min + " to " + max);
        }
    }
}
