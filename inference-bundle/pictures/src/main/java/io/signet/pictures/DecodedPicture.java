package io.signet.pictures;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** A picture's pixels, 8 bits a channel. Profiles and gamma are not looked at: what counts is what the file's numbers are. */
public final class DecodedPicture {
    private static final int BITS = 8;

    private final BufferedImage image;
    private final Raster raster;
    /** One channel of levels, with or without transparency, which getRGB would take for linear light and brighten. */
    private final boolean levels;

    private final int shift;

    DecodedPicture(BufferedImage image) {
        this.image = image;
        raster = image.getRaster();
        ColorModel colours = image.getColorModel();
        levels = colours.getNumColorComponents() == 1 && !(colours instanceof IndexColorModel);
        shift = Math.max(0, colours.getComponentSize(0) - BITS);
    }

    /** Width in pixels. */
    public int width() {
        return image.getWidth();
    }

    /** Height in pixels. */
    public int height() {
        return image.getHeight();
    }

    /** True if it has no colours and is not transparent anywhere: all rows are levels then. */
    public boolean grey() {
        return levels && !image.getColorModel().hasAlpha();
    }

    /**
     * Copies row {@code y}: of a {@link #grey} picture levels, 0 (black) to 255; else {@code 0xaarrggbb}, with opacity, not
     * multiplied.
     *
     * @param row room for {@link #width} pixels
     */
    public void row(int y, int[] row) {
        int width = width();
        if (!levels) {
            image.getRGB(0, y, width, 1, row, 0, width);
            return;
        }
        raster.getSamples(0, y, width, 1, 0, row);
        for (int x = 0; x < width; x++) {
            row[x] >>= shift;
        }
        if (!grey()) {
            int[] opacity = raster.getSamples(0, y, width, 1, 1, new int[width]);
            for (int x = 0; x < width; x++) {
                row[x] = (opacity[x] >> shift) << 24 | row[x] << 16 | row[x] << 8 | row[x];
            }
        }
    }
}
