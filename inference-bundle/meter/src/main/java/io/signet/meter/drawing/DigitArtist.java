package io.signet.meter.drawing;

import io.signet.meter.internal.Projection;
import java.util.random.RandomGenerator;

/**
 * Draws single digits as they look once cut out of a meter picture, far faster than by drawing the whole meter: for
 * training.
 */
public final class DigitArtist {
    private static final int SAMPLES = 2;
    /** Room above and below a digit in its crop, in digit heights. */
    private static final double MARGIN = 0.08;

    private DigitArtist() {}

    /**
     * A crop of {@code digit}, not quite in the middle, with parts of its neighbours.
     *
     * @param digit 0 to 9
     */
    public static Picture draw(int digit, Distortion distortion, int width, int height, RandomGenerator random) {
        DisplayStyle style = randomStyle(random);
        long glyph = Display.glyph(style, digit);
        if (style == DisplayStyle.SEVEN_SEGMENT_LCD && random.nextInt(8) == 0) {
            glyph = variant(digit);
        }
        return crop(style, glyph, random.nextDouble(-0.07, 0.07), distortion, width, height, random);
    }

    /** A crop that holds no readable digit: none at all, the gap between two, another sign, or no display. */
    public static Picture drawUnreadable(Distortion distortion, int width, int height, RandomGenerator random) {
        DisplayStyle style = randomStyle(random);
        return switch (random.nextInt(4)) {
            case 0 -> crop(style, 0, 0, distortion, width, height, random);
            case 1 ->
                crop(
                        style,
                        Display.glyph(style, random.nextInt(10)),
                        random.nextDouble(0.36, 0.5) * (random.nextBoolean() ? 1 : -1),
                        distortion,
                        width,
                        height,
                        random);
            case 2 -> crop(style, NonMeterArtist.randomSign(style, random), 0, distortion, width, height, random);
            default ->
                NonMeterArtist.draw(NonMeter.PLAIN.get(random.nextInt(NonMeter.PLAIN.size())), width, height, random);
        };
    }

    private static DisplayStyle randomStyle(RandomGenerator random) {
        DisplayStyle[] styles = DisplayStyle.values();
        return styles[random.nextInt(styles.length)];
    }

    private static long variant(int digit) {
        return switch (digit) {
            case 6 -> SevenSegment.SIX_WITHOUT_TAIL;
            case 7 -> SevenSegment.SEVEN_WITH_HOOK;
            case 9 -> SevenSegment.NINE_WITHOUT_TAIL;
            default -> SevenSegment.digit(digit);
        };
    }

    /** @param offset how far the crop's middle is off the glyph's, in cells */
    private static Picture crop(
            DisplayStyle style,
            long glyph,
            double offset,
            Distortion distortion,
            int width,
            int height,
            RandomGenerator random) {
        long[] glyphs = {
            Display.glyph(style, random.nextInt(10)), glyph, Display.glyph(style, random.nextInt(10)),
        };
        Display display = Display.of(style, glyphs, distortion, random);
        double zoom = random.nextDouble(0.93, 1.09);
        double perPixelX = display.pitch() / width * zoom;
        double perPixelY = (1 + 2 * MARGIN) / height * random.nextDouble(0.93, 1.09);
        double lean = random.nextGaussian() * 0.03 - display.slant() * random.nextDouble(0, 1.2);
        double roll = random.nextGaussian() * 0.015;
        Projection toScene = new Projection(
                perPixelX,
                lean * perPixelY,
                -width / 2.0 * perPixelX - lean * perPixelY * height / 2.0 + offset * display.pitch(),
                roll * perPixelX,
                perPixelY,
                -height / 2.0 * perPixelY - roll * perPixelX * width / 2.0 + random.nextDouble(-0.05, 0.05),
                0,
                0);
        Film film = new Film(width, height);
        film.expose(display, toScene, SAMPLES);
        film.glare(
                random.nextDouble(-0.5, 1.5) * width,
                random.nextDouble(-0.3, 1.3) * height,
                height * random.nextDouble(0.6, 2),
                height * random.nextDouble(0.4, 1.1),
                random.nextDouble(-0.8, 0.8),
                distortion.glare());
        film.blur(Math.max(distortion.blur(), 0.015) / perPixelY);
        film.contrast(distortion.contrast(), 0.5 * distortion.light());
        film.noise(distortion.noise() * random.nextDouble(0.3, 1), random);
        return film.develop();
    }
}
