package io.signet.meter.drawing;

import io.signet.meter.internal.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws meters. What a scene leaves open (colours, proportions, marks, the camera's place) is drawn by lot. */
public final class MeterArtist {
    private static final int SAMPLES = 2;

    private MeterArtist() {}

    /** A scene with digits, style and distortion drawn by lot; {@code severity} as in {@link Distortion#random}. */
    public static MeterScene randomScene(RandomGenerator random, double severity, int width, int height) {
        DisplayStyle[] styles = DisplayStyle.values();
        String digits = String.format("%06d", random.nextInt(1_000_000));
        DisplayStyle style = styles[random.nextInt(styles.length)];
        return new MeterScene(digits, style, Distortion.random(random, severity), width, height);
    }

    /** Draws {@code scene}; the same scene and the same state of {@code random} give the same picture. */
    public static DrawnMeter draw(MeterScene scene, RandomGenerator random) {
        long[] glyphs = new long[MeterScene.DIGITS];
        for (int i = 0; i < glyphs.length; i++) {
            glyphs[i] = Display.glyph(scene.style(), scene.digits().charAt(i) - '0');
        }
        Display display = Display.of(scene.style(), glyphs, scene.distortion(), random);
        Projection toPicture = camera(display, scene.distortion(), scene.width(), scene.height(), random);
        Picture picture = shoot(display, toPicture, scene.distortion(), scene.width(), scene.height(), random);
        List<PicturePoint> centres = new ArrayList<>();
        for (int i = 0; i < glyphs.length; i++) {
            double x = display.cellCentre(i);
            centres.add(new PicturePoint(toPicture.x(x, 0), toPicture.y(x, 0)));
        }
        return new DrawnMeter(picture, scene.digits(), centres, digitHeight(toPicture));
    }

    /** A picture of a meter with the given glyphs on its display. */
    static Picture drawGlyphs(
            DisplayStyle style, long[] glyphs, Distortion distortion, int width, int height, RandomGenerator random) {
        Display display = Display.of(style, glyphs, distortion, random);
        return shoot(display, camera(display, distortion, width, height, random), distortion, width, height, random);
    }

    private static Picture shoot(
            Display display,
            Projection toPicture,
            Distortion distortion,
            int width,
            int height,
            RandomGenerator random) {
        MeterFace face = new MeterFace(display, distortion, random);
        Film film = new Film(width, height);
        film.expose(face, toPicture.inverse(), SAMPLES);
        double digit = digitHeight(toPicture);
        double across = random.nextDouble(-2.5, 2.5);
        film.glare(
                toPicture.x(across, 0),
                toPicture.y(across, random.nextDouble(-0.8, 0.8)),
                digit * random.nextDouble(0.7, 2.2),
                digit * random.nextDouble(0.5, 1.2),
                random.nextDouble(-0.8, 0.8),
                distortion.glare());
        film.blur(distortion.blur() * digit);
        film.contrast(distortion.contrast(), 0.5 * distortion.light());
        film.noise(distortion.noise(), random);
        return film.develop();
    }

    private static Projection camera(
            Display display, Distortion distortion, int width, int height, RandomGenerator random) {
        double wide = (display.halfWidth() + random.nextDouble(0.7, 1.5)) * 2;
        double high = (display.halfHeight() + random.nextDouble(0.6, 1.3)) * 2;
        double scale = Math.min(width / wide, height / high);
        double slack = 0.25 * scale;
        double angle = StrictMath.toRadians(distortion.rotationDegrees());
        double cosine = StrictMath.cos(angle) * scale;
        double sine = StrictMath.sin(angle) * scale;
        Projection tilt = new Projection(
                1, distortion.shear(), 0, 0, 1, 0, distortion.perspective() / wide, distortion.shear() * 0.1);
        Projection view = new Projection(
                cosine,
                -sine,
                width / 2.0 + random.nextDouble(-slack, slack),
                sine,
                cosine,
                height / 2.0 + random.nextDouble(-slack, slack),
                0,
                0);
        return tilt.then(view);
    }

    private static double digitHeight(Projection toPicture) {
        return Math.hypot(toPicture.x(0, 0.5) - toPicture.x(0, -0.5), toPicture.y(0, 0.5) - toPicture.y(0, -0.5));
    }
}
