package io.signet.meter.internal;

import java.nio.ByteBuffer;

/** Cuts cells out of a picture. */
public final class CropSampler {
    private static final int SAMPLES_MAX = 6;

    private CropSampler() {}

    /**
     * Puts {@code count} crops behind one another, each {@code width} x {@code height} bytes, row by row.
     *
     * @param toPicture from cells (0 to {@code count} across, 0 to 1 down) to the picture
     */
    public static void cut(Grey picture, Projection toPicture, int count, int width, int height, ByteBuffer crops) {
        for (int cell = 0; cell < count; cell++) {
            double cellWidth = toPicture.x(cell + 1, 0.5) - toPicture.x(cell, 0.5);
            double cellHeight = toPicture.y(cell + 0.5, 1) - toPicture.y(cell + 0.5, 0);
            int across = samples(cellWidth / width);
            int down = samples(cellHeight / height);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double sum = 0;
                    for (int s = 0; s < across * down; s++) {
                        double u = cell + (x + (s % across + 0.5) / across) / width;
                        double v = (y + (Math.floorDiv(s, across) + 0.5) / down) / height;
                        sum += picture.sample(toPicture.x(u, v), toPicture.y(u, v));
                    }
                    crops.put((byte) Math.round(sum / (across * down)));
                }
            }
        }
    }

    private static int samples(double pixels) {
        return Math.max(1, Math.min(SAMPLES_MAX, (int) Math.ceil(Math.abs(pixels))));
    }
}
