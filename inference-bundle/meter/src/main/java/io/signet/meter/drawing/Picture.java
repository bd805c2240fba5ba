package io.signet.meter.drawing;

import io.signet.meter.internal.Grey;
import io.signet.statement.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A drawn picture. Immutable. */
public final class Picture {
    private final int width;
    private final int height;
    private final int[] rgb;

    Picture(int width, int height, int[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /** Width in pixels. */
    public int width() {
        return width;
    }

    /** Height in pixels. */
    public int height() {
        return height;
    }

    /**
     * The colour of a pixel as {@code 0xrrggbb}; {@code y} points down.
     *
     * @throws IndexOutOfBoundsException if there is no such pixel
     */
    public int rgb(int x, int y) {
        Objects.checkIndex(x, width);
        Objects.checkIndex(y, height);
        return rgb[y * width + x];
    }

    /**
     * The brightness of a pixel, 0 to 255, as a reader of the picture sees it.
     *
     * @throws IndexOutOfBoundsException if there is no such pixel
     */
    public int luma(int x, int y) {
        return Grey.luma(rgb(x, y));
    }

    /** This picture as a PNG file of 8 bits a channel. */
    public Bytes png() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, rgb, 0, width);
        return encode(image, "png");
    }

    /** This picture as a JPEG file of the encoder's default quality. */
    public Bytes jpeg() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, rgb, 0, width);
        return encode(image, "jpeg");
    }

    private static Bytes encode(BufferedImage image, String format) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(file)) {
            if (!ImageIO.write(image, format, stream)) {
                throw new IllegalStateException("this Java platform writes no " + format + " files");
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing a " + format + " file to memory failed", e);
        }
        return Bytes.copyOf(file.toByteArray());
    }
}
