package io.signet.meter.drawing;

import io.signet.meter.internal.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws what is no meter, and meters that show no reading. */
public final class NonMeterArtist {
    private static final int GLYPHS = 6;
    private static final int SEGMENT_MASKS = 128;

    private NonMeterArtist() {}

    /**
     * Draws a picture without a reading; the same state of {@code random} gives the same picture.
     *
     * @param width in pixels, at least 8
     * @param height in pixels, at least 8
     */
    public static Picture draw(NonMeter kind, int width, int height, RandomGenerator random) {
        return switch (kind) {
            case BLANK -> develop(plain(random), width, height, random);
            case GRADIENT -> develop(gradient(width, height, random), width, height, random);
            case NOISE -> noise(width, height, random);
            case SHAPES -> develop(shapes(width, height, random), width, height, random);
            case STROKES -> develop(strokes(width, height, random), width, height, random);
            case BLANK_DISPLAY -> meter(false, width, height, random);
            case SIGNS_DISPLAY -> meter(true, width, height, random);
        };
    }

    /** A glyph that is neither blank nor a digit. */
    static long randomSign(DisplayStyle style, RandomGenerator random) {
        if (style.isSevenSegment()) {
            int mask = random.nextInt(1, SEGMENT_MASKS);
            while (SevenSegment.isDigit(mask)) {
                mask = (mask + 1) % SEGMENT_MASKS;
            }
            return mask;
        }
        // Half of the dots by lot, mirrored so that it looks made on purpose; ten digits among 2^20 signs do not occur.
        long sign = 0;
        for (int row = 0; row < DotMatrix.ROWS; row++) {
            int half = random.nextInt(8);
            sign = (sign << 5) | ((half & 1) << 4) | ((half & 2) << 2) | half;
        }
        return sign;
    }

    private static Picture meter(boolean signs, int width, int height, RandomGenerator random) {
        DisplayStyle[] styles = DisplayStyle.values();
        DisplayStyle style = styles[random.nextInt(styles.length)];
        long[] glyphs = new long[GLYPHS];
        for (int i = 0; signs && i < GLYPHS; i++) {
            glyphs[i] = randomSign(style, random);
        }
        return MeterArtist.drawGlyphs(style, glyphs, Distortion.random(random, 0.6), width, height, random);
    }

    private static Picture develop(Paint paint, int width, int height, RandomGenerator random) {
        Film film = new Film(width, height);
        film.expose(paint, Projection.IDENTITY, 2);
        film.blur(random.nextDouble() * random.nextDouble() * height * 0.03);
        film.noise(random.nextDouble() * random.nextDouble() * 0.06, random);
        return film.develop();
    }

    private static Picture noise(int width, int height, RandomGenerator random) {
        int block = 1 + random.nextInt(Math.max(1, height / 8));
        int columns = width / block + 1;
        double[] cells = new double[columns * (height / block + 1)];
        double spread = random.nextDouble(0.1, 0.6);
        double middle = random.nextDouble(0.2, 0.8);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = middle + spread * (random.nextDouble() - 0.5);
        }
        return develop(
                (x, y, rgb) -> {
                    int row = (int) (y / block);
                    int column = (int) (x / block);
                    double value = cells[row * columns + column];
                    set(rgb, new Colour(value, value, value));
                },
                width,
                height,
                random);
    }

    private static Paint plain(RandomGenerator random) {
        Colour colour = randomColour(random);
        return (x, y, rgb) -> set(rgb, colour);
    }

    private static Paint gradient(int width, int height, RandomGenerator random) {
        Colour from = randomColour(random);
        Colour to = randomColour(random);
        double across = random.nextDouble(-1, 1) / width;
        double down = random.nextDouble(-1, 1) / height;
        return (x, y, rgb) -> {
            set(rgb, from);
            to.over(rgb, Math.max(0, Math.min(1, 0.5 + (x - width / 2.0) * across + (y - height / 2.0) * down)));
        };
    }

    private record Shape(double x, double y, double halfWidth, double halfHeight, double angle, boolean round) {
        boolean covers(double px, double py) {
            double cosine = StrictMath.cos(angle);
            double sine = StrictMath.sin(angle);
            double u = ((px - x) * cosine + (py - y) * sine) / halfWidth;
            double v = ((py - y) * cosine - (px - x) * sine) / halfHeight;
            return round ? u * u + v * v < 1 : Math.abs(u) < 1 && Math.abs(v) < 1;
        }
    }

    private static Paint shapes(int width, int height, RandomGenerator random) {
        List<Shape> shapes = new ArrayList<>();
        List<Colour> colours = new ArrayList<>();
        int count = random.nextInt(1, 14);
        for (int i = 0; i < count; i++) {
            boolean bar = random.nextInt(3) == 0;
            shapes.add(new Shape(
                    random.nextDouble(width),
                    random.nextDouble(height),
                    random.nextDouble(0.05, 0.4) * width,
                    random.nextDouble(0.05, 0.4) * height * (bar ? 0.2 : 1),
                    random.nextBoolean() ? 0 : random.nextDouble(-1.6, 1.6),
                    !bar && random.nextBoolean()));
            colours.add(randomColour(random));
        }
        Colour ground = randomColour(random);
        return (x, y, rgb) -> {
            set(rgb, ground);
            for (int i = 0; i < shapes.size(); i++) {
                if (shapes.get(i).covers(x, y)) {
                    set(rgb, colours.get(i));
                }
            }
        };
    }

    /** Words of curved strokes on lines: dense enough to look like writing, in no alphabet. */
    private static Paint strokes(int width, int height, RandomGenerator random) {
        int lines = random.nextInt(1, 7);
        double lineHeight = (double) height / lines;
        double half = lineHeight * random.nextDouble(0.03, 0.08);
        double lean = random.nextDouble(-0.4, 0.4);
        int perLine = Math.max(2, (int) (width / lineHeight * random.nextDouble(1.5, 3)));
        double[][] knots = new double[lines * perLine][];
        for (int i = 0; i < knots.length; i++) {
            boolean gap = random.nextInt(6) == 0;
            knots[i] = gap ? new double[0] : random.doubles(4, 0.12, 0.88).toArray();
        }
        Colour paper = randomColour(random).mixed(new Colour(1, 1, 1), 0.5);
        Colour ink = randomColour(random).scaled(0.5);
        double advance = (double) width / perLine;
        return (x, y, rgb) -> {
            set(rgb, paper);
            int line = Math.min(lines - 1, (int) (y / lineHeight));
            double down = y / lineHeight - line;
            double along = Math.max(0, Math.min(width - 1e-6, x + lean * (down - 0.5) * lineHeight));
            double[] stroke = knots[line * perLine + (int) (along / advance)];
            if (stroke.length > 0 && isOnStroke(stroke, along % advance / advance, down, half / lineHeight)) {
                set(rgb, ink);
            }
        };
    }

    /** Whether a point of the unit square lies on the wavy line through four knots, or on its stem. */
    private static boolean isOnStroke(double[] knots, double x, double y, double half) {
        double at = x * 2.999;
        int knot = (int) at;
        double share = at - knot;
        double smooth = share * share * (3 - 2 * share);
        double curve = knots[knot] * (1 - smooth) + knots[knot + 1] * smooth;
        boolean stem = Math.abs(x - knots[0]) < half * 1.5 && y > knots[1] * 0.5 && y < 0.5 + knots[2] * 0.5;
        return Math.abs(y - curve) < half || stem;
    }

    private static Colour randomColour(RandomGenerator random) {
        double grey = random.nextDouble(0.05, 0.95);
        Colour colour = new Colour(random.nextDouble(), random.nextDouble(), random.nextDouble());
        return new Colour(grey, grey, grey).mixed(colour, random.nextDouble() * 0.6);
    }

    private static void set(double[] rgb, Colour colour) {
        rgb[0] = colour.red();
        rgb[1] = colour.green();
        rgb[2] = colour.blue();
    }
}
