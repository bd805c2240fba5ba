package io.signet.meter.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds rows of strokes, such as digits, by their contrast to what is around them: for displays whose window does not
 * stand out, because it is as dark as its bezel or a reflection lies over its edge.
 */
final class DigitLines {
    /** Share of the strongest contrast that a stroke must have. */
    private static final double[] CONTRASTS = {0.3, 0.5};

    private static final double ASPECT_MIN = 2.2;
    private static final double ASPECT_MAX = 8;
    /** Room that is added around a row of strokes, in its height. */
    private static final double ROOM = 0.3;

    private static final int ANGLE_MAX_DEGREES = 18;
    private static final int POINTS_MAX = 600;
    private static final double OUTLIERS = 0.004;

    private final int width;
    private final int height;
    private final double[] contrast;

    private DigitLines(Grey picture) {
        width = picture.width();
        height = picture.height();
        double[] brightness = new double[width * height];
        for (int i = 0; i < brightness.length; i++) {
            brightness[i] = picture.at(i % width, i / width);
        }
        contrast = Contrast.of(brightness, width, height, Math.max(3, width / 22));
    }

    /** Quadrilaterals around rows of strokes brighter or darker than their surroundings. */
    static List<Quad> find(Grey picture) {
        DigitLines lines = new DigitLines(picture);
        List<Quad> found = new ArrayList<>();
        double[] sorted = lines.contrast.clone();
        Arrays.sort(sorted);
        double brightest = sorted[sorted.length - 1 - sorted.length / 100];
        double darkest = sorted[sorted.length / 100];
        for (double share : CONTRASTS) {
            for (int reach : new int[] {lines.width / 60, lines.width / 28}) {
                lines.collect(found, brightest * share, 1, reach);
                lines.collect(found, -darkest * share, -1, reach);
            }
        }
        return found;
    }

    private void collect(List<Quad> found, double threshold, int sign, int reach) {
        if (threshold < 2) {
            return;
        }
        boolean[] strokes = new boolean[contrast.length];
        boolean[] joined = new boolean[contrast.length];
        for (int y = 0; y < height; y++) {
            int last = -2 * reach - 2;
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                if (contrast[at] * sign > threshold) {
                    strokes[at] = true;
                    // Closing across gaps of up to twice the reach keeps the row's ends where they are.
                    int from = x - last <= 2 * reach + 1 ? last + 1 : x;
                    Arrays.fill(joined, y * width + from, at + 1, true);
                    last = x;
                }
            }
        }
        boolean[] open = joined.clone();
        int[] members = new int[open.length];
        for (int start = 0; start < open.length; start++) {
            if (open[start]) {
                int count = Region.flood(open, members, start, width);
                if (count > width * height / 100) {
                    box(members, count, strokes, found);
                }
            }
        }
    }

    /** Adds the smallest box around a region's strokes, over all angles, if it has a display's proportions. */
    private void box(int[] members, int count, boolean[] strokes, List<Quad> found) {
        double[] along = new double[count];
        double[] across = new double[count];
        int stride = Math.max(1, count / POINTS_MAX);
        double bestArea = Double.MAX_VALUE;
        double[] best = new double[5];
        for (int degrees = -ANGLE_MAX_DEGREES; degrees <= ANGLE_MAX_DEGREES; degrees += 2) {
            double cosine = StrictMath.cos(StrictMath.toRadians(degrees));
            double sine = StrictMath.sin(StrictMath.toRadians(degrees));
            int points = 0;
            for (int i = 0; i < count; i += stride) {
                if (strokes[members[i]]) {
                    double x = members[i] % width + 0.5;
                    double y = Math.floorDiv(members[i], width) + 0.5;
                    along[points] = x * cosine + y * sine;
                    across[points++] = y * cosine - x * sine;
                }
            }
            double[] u = ends(along, points);
            double[] v = ends(across, points);
            double area = (u[1] - u[0]) * (v[1] - v[0]);
            if (area < bestArea) {
                bestArea = area;
                best = new double[] {u[0], u[1], v[0], v[1], StrictMath.toRadians(degrees)};
            }
        }
        double high = best[3] - best[2];
        double aspect = (best[1] - best[0]) / Math.max(1, high);
        if (high >= 6 && aspect >= ASPECT_MIN && aspect <= ASPECT_MAX) {
            double room = high * ROOM;
            found.add(turned(best[0] - room, best[1] + room, best[2] - room, best[3] + room, best[4]));
        }
    }

    private static Quad turned(double left, double right, double top, double bottom, double angle) {
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        return new Quad(
                left * cosine - top * sine,
                left * sine + top * cosine,
                right * cosine - top * sine,
                right * sine + top * cosine,
                right * cosine - bottom * sine,
                right * sine + bottom * cosine,
                left * cosine - bottom * sine,
                left * sine + bottom * cosine);
    }

    private static double[] ends(double[] values, int count) {
        Arrays.sort(values, 0, count);
        int outliers = (int) (count * OUTLIERS);
        return new double[] {values[outliers] - 0.5, values[count - 1 - outliers] + 0.5};
    }
}
