package io.signet.meter.internal;

import java.util.Arrays;

/** What stands on a display, dark on light or light on dark: a mask of its pixels without what touches the edge. */
final class Ink {
    private static final int LEVELS = 64;
    /** Least difference of ink and ground, in grey levels and in standard deviations of the ground. */
    private static final double CONTRAST_MIN = 4;

    private static final double SEPARATION_MIN = 1.6;
    private static final int SPECK_PIXELS = 4;

    private final int width;
    private final int height;
    private final boolean[] mask;
    private int top;
    private int bottom;

    private Ink(int width, int height, boolean[] mask) {
        this.width = width;
        this.height = height;
        this.mask = mask;
    }

    /** The ink of an upright picture of a display; {@code surface} is overwritten. */
    static Ink of(double[] surface, int width, int height) {
        Background.subtract(surface, width, height);
        double skew = 0;
        double largest = 1e-9;
        for (double value : surface) {
            skew += value * value * value;
            largest = Math.max(largest, Math.abs(value));
        }
        double sign = skew < 0 ? -1 : 1;
        double threshold = threshold(surface, sign, largest);
        boolean[] mask = new boolean[surface.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = surface[i] * sign > threshold;
        }
        Ink ink = new Ink(width, height, withoutEdgeAndSpecks(mask, width, height));
        ink.measureRows();
        return ink;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** First row with ink. */
    int top() {
        return top;
    }

    /** First row below the ink. */
    int bottom() {
        return bottom;
    }

    /** The ink of each column once the picture leans back by {@code slant} about row {@code middle}. */
    DigitGrid.Columns columns(double slant, double middle) {
        double[] upTo = new double[width + 1];
        for (int y = top; y < bottom; y++) {
            double shift = slant * (y + 0.5 - middle);
            for (int x = 0; x < width; x++) {
                if (mask[y * width + x]) {
                    int column = (int) Math.floor(x + 0.5 + shift);
                    upTo[Math.max(0, Math.min(width - 1, column)) + 1]++;
                }
            }
        }
        for (int x = 0; x < width; x++) {
            upTo[x + 1] += upTo[x];
        }
        return new DigitGrid.Columns(x -> upTo[x], width);
    }

    private void measureRows() {
        int[] rows = new int[height];
        int most = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (mask[y * width + x]) {
                    rows[y]++;
                }
            }
            most = Math.max(most, rows[y]);
        }
        int least = Math.max(2, most / 9);
        top = 0;
        while (top < height && rows[top] < least) {
            top++;
        }
        bottom = height;
        while (bottom > top && rows[bottom - 1] < least) {
            bottom--;
        }
    }

    /** Otsu's threshold (IEEE Trans. SMC 9, 1979) over the values of one sign; too high for any if there is no ink. */
    private static double threshold(double[] surface, double sign, double largest) {
        int[] histogram = new int[LEVELS];
        double[] spread = new double[surface.length];
        for (int i = 0; i < surface.length; i++) {
            double value = Math.max(0, surface[i] * sign);
            histogram[(int) Math.min(LEVELS - 1, value / largest * LEVELS)]++;
            spread[i] = Math.abs(surface[i]);
        }
        double deviation = 1.48 * Background.median(spread);
        double all = 0;
        for (int level = 0; level < LEVELS; level++) {
            all += level * (double) histogram[level];
        }
        double below = 0;
        double sumBelow = 0;
        double best = -1;
        int bestLevel = LEVELS;
        double contrast = 0;
        for (int level = 0; level < LEVELS - 1; level++) {
            below += histogram[level];
            sumBelow += level * (double) histogram[level];
            double above = surface.length - below;
            if (below > 0 && above > 0) {
                double difference = (all - sumBelow) / above - sumBelow / below;
                double between = below * above * difference * difference;
                if (between > best) {
                    best = between;
                    bestLevel = level + 1;
                    contrast = difference * largest / LEVELS;
                }
            }
        }
        boolean clear = contrast >= CONTRAST_MIN && contrast >= SEPARATION_MIN * deviation;
        return clear ? bestLevel * largest / LEVELS : Double.MAX_VALUE;
    }

    private static boolean[] withoutEdgeAndSpecks(boolean[] mask, int width, int height) {
        boolean[] kept = new boolean[mask.length];
        boolean[] open = Arrays.copyOf(mask, mask.length);
        int[] members = new int[mask.length];
        for (int start = 0; start < mask.length; start++) {
            if (open[start]) {
                int count = Region.flood(open, members, start, width);
                boolean keep = count >= SPECK_PIXELS;
                for (int i = 0; i < count && keep; i++) {
                    int x = members[i] % width;
                    int y = members[i] / width;
                    keep = x > 0 && y > 0 && x < width - 1 && y < height - 1;
                }
                for (int i = 0; i < count && keep; i++) {
                    kept[members[i]] = true;
                }
            }
        }
        return kept;
    }
}
