package io.signet.pictures;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Picture files for tests. */
final class Files {
    private Files() {}

    /** A PNG file of one channel. */
    static byte[] png(int type, int width, int... samples) {
        BufferedImage image = new BufferedImage(width, samples.length / width, type);
        image.getRaster().setPixels(0, 0, width, samples.length / width, samples);
        return write(image, "png");
    }

    /** A PNG file of one row with pairs of level and opacity. */
    static byte[] greyAlphaPng(int... samples) {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        WritableRaster raster = model.createCompatibleWritableRaster(samples.length / 2, 1);
        raster.setPixels(0, 0, samples.length / 2, 1, samples);
        return write(new BufferedImage(model, raster, false, null), "png");
    }

    static byte[] argbPng(int width, int... argb) {
        BufferedImage image = new BufferedImage(width, argb.length / width, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, width, argb.length / width, argb, 0, width);
        return write(image, "png");
    }

    static byte[] jpeg(int width, int... rgb) {
        BufferedImage image = new BufferedImage(width, rgb.length / width, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, rgb.length / width, rgb, 0, width);
        return write(image, "jpeg");
    }

    private static byte[] write(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no " + format + " of such a picture");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
