package io.signet.meter.internal;

import io.signet.meter.Split.Refusal;
import io.signet.pictures.DecodedPicture;
import io.signet.pictures.PictureException;
import io.signet.pictures.PictureFile;
import java.util.Locale;

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
        try (PictureFile picture = PictureFile.open(file)) {
            requireInBounds(picture.width(), picture.height());
            int step = (Math.max(picture.width(), picture.height()) + SIDE_MAX - 1) / SIDE_MAX;
            return toGrey(picture.decode(step, () -> false));
        } catch (PictureException e) {
            throw new RefusedException(refusal(e.reason()), e.getMessage());
        }
    }

    private static Refusal refusal(PictureException.Reason reason) {
        return switch (reason) {
            case NOT_A_PICTURE -> Refusal.NOT_A_PICTURE;
            case UNSUPPORTED -> Refusal.UNSUPPORTED;
            case TRUNCATED -> Refusal.TRUNCATED;
            case CORRUPT, TOO_SLOW -> Refusal.CORRUPT; // nobody hurries here
        };
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

    private static Grey toGrey(DecodedPicture picture) {
        Grey grey = new Grey(picture.width(), picture.height());
        int[] row = new int[picture.width()];
        for (int y = 0; y < picture.height(); y++) {
            picture.row(y, row);
            for (int x = 0; x < row.length; x++) {
                grey.set(x, y, picture.grey() ? row[x] : onWhite(row[x]));
            }
        }
        return grey;
    }

    private static int onWhite(int argb) {
        int opacity = argb >>> 24;
        return (Grey.luma(argb) * opacity + 255 * (255 - opacity)) / 255;
    }
}
