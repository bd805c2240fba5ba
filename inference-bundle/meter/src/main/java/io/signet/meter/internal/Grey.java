package io.signet.meter.internal;

/** A picture in shades of grey, 8 bits a pixel, row by row. */
public final class Grey {
    private final int width;
    private final int height;
    private final byte[] pixels;

    /** A black picture. */
    public Grey(int width, int height) {
        this.width = width;
        this.height = height;
        pixels = new byte[Math.multiplyExact(width, height)];
    }

    /** Brightness of a colour {@code 0xrrggbb}, 0 to 255, by the weights of ITU-R BT.601. */
    public static int luma(int rgb) {
        return (((rgb >> 16) & 0xff) * 299 + ((rgb >> 8) & 0xff) * 587 + (rgb & 0xff) * 114 + 500) / 1000;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int at(int x, int y) {
        return pixels[y * width + x] & 0xff;
    }

    /** Sets a pixel to {@code value}, 0 to 255. */
    public void set(int x, int y, int value) {
        pixels[y * width + x] = (byte) value;
    }

    /** Brightness between pixel centres, 0 to 255; the picture's edge goes on for ever. */
    double sample(double x, double y) {
        double u = Math.max(0, Math.min(width - 1.0, x - 0.5));
        double v = Math.max(0, Math.min(height - 1.0, y - 0.5));
        int column = Math.min((int) u, Math.max(0, width - 2));
        int row = Math.min((int) v, Math.max(0, height - 2));
        int right = Math.min(column + 1, width - 1);
        int below = Math.min(row + 1, height - 1);
        double fx = u - column;
        double fy = v - row;
        double upper = at(column, row) * (1 - fx) + at(right, row) * fx;
        double lower = at(column, below) * (1 - fx) + at(right, below) * fx;
        return upper * (1 - fy) + lower * fy;
    }

    /** This picture at 1/{@code factor} of its size; each new pixel is the mean of those it stands for. */
    Grey reduced(int factor) {
        if (factor == 1) {
            return this;
        }
        Grey small = new Grey(Math.max(1, width / factor), Math.max(1, height / factor));
        int reachX = Math.min(factor, width);
        int reachY = Math.min(factor, height);
        for (int y = 0; y < small.height; y++) {
            for (int x = 0; x < small.width; x++) {
                int sum = 0;
                for (int dy = 0; dy < reachY; dy++) {
                    for (int dx = 0; dx < reachX; dx++) {
                        sum += at(x * factor + dx, y * factor + dy);
                    }
                }
                small.set(x, y, (sum + reachX * reachY / 2) / (reachX * reachY));
            }
        }
        return small;
    }
}
