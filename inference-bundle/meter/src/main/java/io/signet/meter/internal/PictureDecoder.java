package io.signet.meter.internal;

import io.signet.meter.Split.Refusal;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes PNG and JPEG files of strangers into shades of grey, in bounded memory. */
public final class PictureDecoder {
    /** Longest side of what is decoded; of larger pictures only every second, third, ... pixel is kept. */
    private static final int SIDE_MAX = 2400;

    /**
     * What is accepted.
     *
     * @param pixelsMax most pixels
     * @param widthMin least width in pixels
     * @param heightMin least height in pixels
     */
    public record Bounds(long pixelsMax, int widthMin, int heightMin) {}

    private final Bounds bounds;

    /** A decoder that refuses what is out of {@code bounds}. */
    public PictureDecoder(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Decodes a file. Its size in pixels is checked before any pixel is read.
     *
     * @throws RefusedException if it holds no picture, one out of bounds, or one that is broken or not supported
     */
    public Grey decode(byte[] file) throws RefusedException {
        Container container = Container.open(file);
        ImageReader reader =
                ImageIO.getImageReadersByFormatName(container.format()).next();
        Warnings warnings = new Warnings();
        reader.addIIOReadWarningListener(warnings);
        try (ImageInputStream stream = new MemoryCacheImageInputStream(
                new ByteArrayInputStream(container.essential().toByteArray()))) {
            reader.setInput(stream, true, true);
            requireInBounds(reader.getWidth(0), reader.getHeight(0));
            if (container.defect().isPresent()) {
                throw container.defect().get();
            }
            ImageReadParam param = reader.getDefaultReadParam();
            int step = (Math.max(reader.getWidth(0), reader.getHeight(0)) + SIDE_MAX - 1) / SIDE_MAX;
            param.setSourceSubsampling(step, step, 0, 0);
            Grey grey = toGrey(reader.read(0, param));
            if (warnings.premature) {
                throw new RefusedException(Refusal.TRUNCATED, "is truncated: its pixels end too early");
            }
            return grey;
        } catch (IOException e) {
            throw container.defect().orElseGet(() -> unreadable(e));
        } catch (RuntimeException e) {
            // The platform's decoders answer some malformed files with IndexOutOfBounds and the like: the file's fault.
            throw container.defect().orElseGet(() -> unreadable(e));
        } finally {
            reader.dispose();
        }
    }

    private void requireInBounds(int width, int height) throws RefusedException {
        String size = "has " + width + " x " + height + " pixels";
        if ((long) width * height > bounds.pixelsMax()) {
            throw new RefusedException(
                    Refusal.TOO_MANY_PIXELS,
                    String.format(
                            Locale.ROOT,
                            "%s (%.0f megapixels), at most %d megapixels are read: make it smaller",
                            size,
                            (double) width * height / 1e6,
                            bounds.pixelsMax() / 1_000_000));
        }
        if (width < bounds.widthMin() || height < bounds.heightMin()) {
            throw new RefusedException(
                    Refusal.TOO_SMALL,
                    size + ", at least " + bounds.widthMin() + " x " + bounds.heightMin()
                            + " are needed to show six digits");
        }
    }

    private static RefusedException unreadable(Exception cause) {
        String message = Objects.requireNonNullElse(cause.getMessage(), "");
        if (message.startsWith("Unsupported")) {
            return new RefusedException(
                    Refusal.UNSUPPORTED, "has colours that are not read (CMYK, for one); save it as RGB");
        }
        return new RefusedException(Refusal.CORRUPT, "is corrupt: its pixels can't be decoded");
    }

    private static Grey toGrey(BufferedImage image) {
        Grey grey = new Grey(image.getWidth(), image.getHeight());
        ColorModel colours = image.getColorModel();
        Raster raster = image.getRaster();
        // getRGB would treat plain grey as linear light and brighten it.
        boolean plain =
                colours.getNumColorComponents() == 1 && !colours.hasAlpha() && !(colours instanceof IndexColorModel);
        int shift = Math.max(0, colours.getComponentSize(0) - 8);
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            if (plain) {
                raster.getSamples(0, y, row.length, 1, 0, row);
                for (int x = 0; x < row.length; x++) {
                    grey.set(x, y, row[x] >> shift);
                }
            } else {
                image.getRGB(0, y, row.length, 1, row, 0, row.length);
                for (int x = 0; x < row.length; x++) {
                    grey.set(x, y, onWhite(row[x]));
                }
            }
        }
        return grey;
    }

    private static int onWhite(int argb) {
        int opacity = argb >>> 24;
        return (Grey.luma(argb) * opacity + 255 * (255 - opacity)) / 255;
    }

    /** Notes whether the JPEG decoder made up pixels: libjpeg fills a file that ends early with grey. */
    private static final class Warnings implements IIOReadWarningListener {
        private boolean premature;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            premature |= warning.toLowerCase(Locale.ROOT).contains("premature");
        }
    }
}
