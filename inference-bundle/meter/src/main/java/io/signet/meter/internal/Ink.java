package io.signet.meter.internal;

import java.util.Arrays;

/** What stands on a display, dark on light or light on dark: a mask of its pixels without what touches the edge. */
final class Ink {
    private static final int LEVELS = 64;
    /** Least difference of ink and ground, in grey levels. */
    private static final double CONTRAST_MIN = 3;
    /** How far surroundings reach, as a share of the display's height: about a third of a digit. */
    private static final double REACH = 0.2;

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

    /**
     * The ink of an upright picture of a display, given row by row.
     *
     * @param dark whether the ink is darker than its ground
     */
    static Ink of(double[] surface, int width, int height, boolean dark) {
        double[] contrast = Contrast.of(surface, width, height, Math.max(3, (int) (height * REACH)));
        double largest = 1e-9;
        for (int i = 0; i < contrast.length; i++) {
            contrast[i] = Math.max(0, dark ? -contrast[i] : contrast[i]);
            largest = Math.max(largest, contrast[i]);
        }
        double threshold = threshold(contrast, largest);
        boolean[] mask = new boolean[contrast.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = contrast[i] > threshold;
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

    /**
     * How far the ink of equal cells begins and ends at different heights, in pixels on average: 0 for upright digits.
     *
     * @param start left edge of the first cell
     * @param pitch width of a cell
     */
    double raggedness(double start, double pitch, int cells, double slant, double middle) {
        int[] tops = new int[cells];
        int[] bottoms = new int[cells];
        Arrays.fill(tops, bottom);
        Arrays.fill(bottoms, top);
        for (int y = top; y < bottom; y++) {
            double shift = slant * (y + 0.5 - middle);
            for (int x = 0; x < width; x++) {
                int cell = (int) Math.floor((x + 0.5 + shift - start) / pitch);
                if (mask[y * width + x] && cell >= 0 && cell < cells) {
                    tops[cell] = Math.min(tops[cell], y);
                    bottoms[cell] = Math.max(bottoms[cell], y + 1);
                }
            }
        }
        return (spread(tops) + spread(bottoms)) / 2;
    }

    private static double spread(int[] values) {
        int[] sorted = values.clone();
        Arrays.sort(sorted);
        int median = sorted[sorted.length / 2];
        double sum = 0;
        for (int value : sorted) {
            sum += Math.abs(value - median);
        }
        return sum / sorted.length;
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

    /** Otsu's threshold (IEEE Trans. SMC 9, 1979); too high for any value if there is no ink. */
    private static double threshold(double[] contrast, double largest) {
        int[] histogram = new int[LEVELS];
        double all = 0;
        for (double value : contrast) {
            int level = (int) Math.min(LEVELS - 1.0, value / largest * LEVELS);
            histogram[level]++;
            all += level;
        }
        double below = 0;
        double sumBelow = 0;
        double best = -1;
        int bestLevel = LEVELS;
        double step = 0;
        for (int level = 0; level < LEVELS - 1; level++) {
            below += histogram[level];
            sumBelow += level * (double) histogram[level];
            double above = contrast.length - below;
            if (below > 0 && above > 0) {
                double difference = (all - sumBelow) / above - sumBelow / below;
                double between = below * above * difference * difference;
                if (between > best) {
                    best = between;
                    bestLevel = level + 1;
                    step = difference * largest / LEVELS;
                }
            }
        }
        return step >= CONTRAST_MIN ? bestLevel * largest / LEVELS : Double.MAX_VALUE;
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
