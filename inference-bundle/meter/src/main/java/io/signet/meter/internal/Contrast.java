package io.signet.meter.internal;

/** Brightness against the surroundings: what is left of strokes once slow changes of light, and reflections, are gone. */
final class Contrast {
    private Contrast() {}

    /**
     * Brightness less the mean brightness of the square of {@code 2 reach + 1} pixels around, which ends at the edge.
     *
     * @param brightness row by row
     */
    static double[] of(double[] brightness, int width, int height, int reach) {
        int stride = width + 1;
        double[] sums = new double[stride * (height + 1)];
        for (int y = 0; y < height; y++) {
            double row = 0;
            for (int x = 0; x < width; x++) {
                row += brightness[y * width + x];
                sums[(y + 1) * stride + x + 1] = row + sums[y * stride + x + 1];
            }
        }
        double[] contrast = new double[width * height];
        for (int y = 0; y < height; y++) {
            int top = Math.max(0, y - reach);
            int bottom = Math.min(height, y + reach + 1);
            for (int x = 0; x < width; x++) {
                int left = Math.max(0, x - reach);
                int right = Math.min(width, x + reach + 1);
                double sum = sums[bottom * stride + right]
                        - sums[top * stride + right]
                        - sums[bottom * stride + left]
                        + sums[top * stride + left];
                contrast[y * width + x] = brightness[y * width + x] - sum / ((right - left) * (bottom - top));
            }
        }
        return contrast;
    }
}
