package io.signet.meter.drawing;

import java.util.random.RandomGenerator;

/**
 * A row of digits behind glass. The centre of the display is the origin, a digit is 1 high, y points down.
 *
 * <p>A glyph is a {@link SevenSegment} mask or the dots of {@link DotMatrix}, as the style demands.
 */
final class Display implements Paint {
    private static final Colour WHITE = new Colour(1, 1, 1);
    /** Distance in digit heights at which the halo of a glowing segment has half its strength. */
    private static final double HALO_RADIUS = 0.045;

    private final DisplayStyle style;
    private final Look look;
    private final long[] glyphs;
    private final double[] offsetsX;
    private final double[] offsetsY;
    private final double[] brightness;
    private final double pitch;
    private final double glyphWidth;
    private final double halfStroke;
    private final double slant;
    private final double halo;
    private final double marginX;
    private final double marginY;
    private final double windowLight;
    private final double inkLight;

    private Display(DisplayStyle style, Look look, long[] glyphs, Distortion distortion, RandomGenerator random) {
        this.style = style;
        this.look = look;
        this.glyphs = glyphs;
        boolean segments = style.isSevenSegment();
        glyphWidth = segments ? random.nextDouble(0.5, 0.6) : random.nextDouble(0.58, 0.7);
        pitch = glyphWidth + (segments ? random.nextDouble(0.14, 0.26) : random.nextDouble(0.13, 0.22));
        halfStroke = segments ? random.nextDouble(0.048, 0.075) : random.nextDouble(0.38, 0.49);
        slant = segments && random.nextBoolean() ? random.nextDouble(0.03, 0.11) : 0;
        halo = style.glows() ? random.nextDouble(0.15, 0.5) : 0;
        marginX = random.nextDouble(0.22, 0.42);
        marginY = random.nextDouble(0.2, 0.36);
        offsetsX = new double[glyphs.length];
        offsetsY = new double[glyphs.length];
        brightness = new double[glyphs.length];
        for (int i = 0; i < glyphs.length; i++) {
            offsetsX[i] = random.nextDouble(-1, 1) * distortion.jitter();
            offsetsY[i] = random.nextDouble(-1, 1) * distortion.jitter();
            brightness[i] = 1 - random.nextDouble() * 0.12;
        }
        double light = distortion.light();
        windowLight = look.backlit() ? Math.sqrt(light) : light;
        // Glowing segments need no daylight; the eye of the camera dims them a little less than the room.
        inkLight = style.glows() ? 0.55 + 0.45 * light : windowLight;
    }

    static Display of(DisplayStyle style, long[] glyphs, Distortion distortion, RandomGenerator random) {
        return new Display(style, Look.random(style, random), glyphs.clone(), distortion, random);
    }

    /** The glyph of a digit in the given style. */
    static long glyph(DisplayStyle style, int digit) {
        return style.isSevenSegment() ? SevenSegment.digit(digit) : DotMatrix.digit(digit);
    }

    double halfWidth() {
        return glyphs.length * pitch / 2 + marginX;
    }

    double halfHeight() {
        return 0.5 + marginY;
    }

    double pitch() {
        return pitch;
    }

    double slant() {
        return slant;
    }

    boolean isDark() {
        return look.window().luma() < 0.3;
    }

    /** Horizontal centre of cell {@code index}; its vertical centre is 0. */
    double cellCentre(int index) {
        return (index + 0.5 - glyphs.length / 2.0) * pitch;
    }

    @Override
    public void at(double x, double y, double[] rgb) {
        Colour window = look.window();
        double glass = windowLight * (1 - 0.05 * y);
        rgb[0] = window.red() * glass;
        rgb[1] = window.green() * glass;
        rgb[2] = window.blue() * glass;
        double along = (x + slant * y) / pitch + glyphs.length / 2.0;
        int cell = (int) Math.floor(along);
        if (cell < 0 || cell >= glyphs.length || Math.abs(y) > 0.75) {
            return;
        }
        double glyphX = (along - cell) * pitch - (pitch - glyphWidth) / 2 - offsetsX[cell];
        double glyphY = y + 0.5 - offsetsY[cell];
        if (look.ghost() > 0
                && distance(style.isSevenSegment() ? SevenSegment.ALL : DotMatrix.ALL, glyphX, glyphY) < 0) {
            look.ink().scaled(windowLight).over(rgb, look.ghost());
        }
        double distance = distance(glyphs[cell], glyphX, glyphY);
        if (style.glows()) {
            double spread = Math.max(distance, 0) / HALO_RADIUS;
            look.ink().addTo(rgb, inkLight * halo * 0.6 / (1 + spread * spread) * (distance < 1 ? 1 : 0));
            if (distance < 0) {
                double core = Math.min(-distance / 0.05, 1);
                look.ink()
                        .mixed(WHITE, 0.45 * core)
                        .scaled(inkLight * brightness[cell])
                        .over(rgb, 0.97);
            }
        } else if (distance < 0) {
            look.ink().scaled(inkLight).over(rgb, brightness[cell]);
        }
    }

    private double distance(long glyph, double x, double y) {
        return style.isSevenSegment()
                ? SevenSegment.distance((int) glyph, x, y, glyphWidth, halfStroke)
                : DotMatrix.distance(glyph, x, y, glyphWidth, halfStroke, style.glows());
    }
}
