package io.signet.meter.drawing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How the sample pictures of this bundle were drawn. Run {@link #main} with the directory of the samples to draw them
 * again.
 */
public final class SampleScenes {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 216;

    /** A sample: its scene, the seed of what the scene leaves open, and a word for its difficulty. */
    public record SampleScene(MeterScene scene, long seed, String difficulty) {
        /** Name of the sample's file. */
        public String fileName() {
            return "meter-" + scene.digits() + "-" + scene.style().slug()
                    + (difficulty.isEmpty() ? "" : "-" + difficulty) + ".png";
        }

        /** Draws the sample. */
        public Picture draw() {
            return MeterArtist.draw(scene, new SplittableRandom(seed)).picture();
        }
    }

    private SampleScenes() {}

    /** All samples. Distortions: rotation, shear, perspective, blur, glare, noise, light, contrast, jitter. */
    public static List<SampleScene> all() {
        return List.of(
                sample("042817", DisplayStyle.SEVEN_SEGMENT_LCD, 1, "", Distortion.NONE),
                sample("730264", DisplayStyle.SEVEN_SEGMENT_LED, 2, "", Distortion.NONE),
                sample("519083", DisplayStyle.DOT_MATRIX_LCD, 23, "", Distortion.NONE),
                sample("268407", DisplayStyle.DOT_MATRIX_LED, 4, "", Distortion.NONE),
                sample(
                        "901356",
                        DisplayStyle.SEVEN_SEGMENT_LCD,
                        5,
                        "glare",
                        new Distortion(-2, 0.02, 0.03, 0.01, 0.5, 0, 1, 1, 0.01)),
                sample(
                        "384725",
                        DisplayStyle.SEVEN_SEGMENT_LED,
                        6,
                        "blur",
                        new Distortion(1.5, 0, -0.04, 0.045, 0.1, 0, 0.9, 1, 0.01)),
                sample(
                        "617940",
                        DisplayStyle.DOT_MATRIX_LCD,
                        7,
                        "tilted",
                        new Distortion(-8.5, 0.05, 0.05, 0.012, 0.1, 0, 1, 0.95, 0.01)),
                sample(
                        "150692",
                        DisplayStyle.DOT_MATRIX_LED,
                        8,
                        "night",
                        new Distortion(3, -0.03, 0.02, 0.015, 0.1, 0.002, 0.25, 0.9, 0.01)),
                sample(
                        "875431",
                        DisplayStyle.SEVEN_SEGMENT_LCD,
                        9,
                        "noise",
                        new Distortion(2, 0.02, 0.02, 0.015, 0.15, 0.04, 0.8, 0.9, 0.015)),
                sample(
                        "206918",
                        DisplayStyle.SEVEN_SEGMENT_LED,
                        30,
                        "askew",
                        new Distortion(6, -0.08, 0.14, 0.012, 0.2, 0, 1, 1, 0.015)),
                sample(
                        "493570",
                        DisplayStyle.SEVEN_SEGMENT_LCD,
                        35,
                        "hard",
                        new Distortion(7, -0.06, 0.1, 0.035, 0.45, 0.012, 0.3, 0.8, 0.02)),
                sample(
                        "768239",
                        DisplayStyle.DOT_MATRIX_LED,
                        12,
                        "hard",
                        new Distortion(-6, 0.06, -0.1, 0.035, 0.45, 0.012, 0.35, 0.8, 0.02)));
    }

    private static SampleScene sample(
            String digits, DisplayStyle style, long seed, String difficulty, Distortion distortion) {
        return new SampleScene(new MeterScene(digits, style, distortion, WIDTH, HEIGHT), seed, difficulty);
    }

    /**
     * Writes the samples and their index to the directory {@code args[0]}.
     *
     * @throws IOException if they can't be written
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        List<String> names = new ArrayList<>();
        for (SampleScene sample : all()) {
            Files.write(
                    directory.resolve(sample.fileName()), sample.draw().png().toArray());
            names.add(sample.fileName());
        }
        Files.write(directory.resolve("index.txt"), names, StandardCharsets.US_ASCII);
    }
}
