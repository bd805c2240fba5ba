package io.signet.pictures;

import io.signet.pictures.PictureException.Reason;
import io.signet.pictures.internal.Container;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A PNG or JPEG file, of which the header is read. Whoever wants its pixels looks at its size first: decoding takes
 * {@link #decodedBytesMax} of memory. One thread uses it.
 */
public final class PictureFile implements AutoCloseable {
    /** Of four channels with 16 bits each, the most that there is. */
    private static final int PIXEL_BYTES_MAX = 8;

    private final Container container;
    private final ImageReader reader;
    private final ImageInputStream stream;
    private final int width;
    private final int height;

    private PictureFile(Container container, ImageReader reader, ImageInputStream stream, int width, int height) {
        this.container = container;
        this.reader = reader;
        this.stream = stream;
        this.width = width;
        this.height = height;
    }

    /**
     * Reads the header.
     *
     * @param file not written to until this is closed
     * @throws PictureException if it holds no picture, or none whose header can be read
     */
    public static PictureFile open(byte[] file) throws PictureException {
        Container container = Container.open(file);
        ImageReader reader =
                ImageIO.getImageReadersByFormatName(container.format()).next();
        ImageInputStream stream = new MemoryCacheImageInputStream(
                new ByteArrayInputStream(container.essential().toByteArray()));
        boolean complete = false;
        try {
            reader.setInput(stream, true, true);
            PictureFile opened = new PictureFile(container, reader, stream, reader.getWidth(0), reader.getHeight(0));
            complete = true;
            return opened;
        } catch (IOException | RuntimeException e) { // see decode
            throw container.defect().orElseGet(() -> unreadable(e));
        } finally {
            if (!complete) {
                reader.dispose();
            }
        }
    }

    /** Width in pixels, as the header says: at least 1. */
    public int width() {
        return width;
    }

    /** Height in pixels, as the header says: at least 1. */
    public int height() {
        return height;
    }

    /** Most bytes that decoding all of it takes, beside the file. */
    public long decodedBytesMax() {
        return (long) width * height * PIXEL_BYTES_MAX;
    }

    /**
     * Decodes it, once.
     *
     * @param step keeps every {@code step}th column and row only, at least 1
     * @param late asked now and then; true to give up
     * @throws PictureException if the file is broken or not supported, or {@code late} says so
     */
    public DecodedPicture decode(int step, BooleanSupplier late) throws PictureException {
        if (container.defect().isPresent()) {
            throw container.defect().get();
        }
        Watch watch = new Watch(late);
        reader.addIIOReadWarningListener(watch);
        reader.addIIOReadProgressListener(watch);
        try {
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            DecodedPicture decoded = new DecodedPicture(reader.read(0, param));
            if (watch.aborted) {
                throw new PictureException(Reason.TOO_SLOW, "takes too long to decode: make it smaller");
            }
            if (watch.premature) {
                throw new PictureException(Reason.TRUNCATED, "is truncated: its pixels end too early");
            }
            return decoded;
        } catch (IOException | RuntimeException e) {
            // The platform's decoders answer some malformed files with IndexOutOfBounds and the like: the file's fault.
            throw unreadable(e);
        }
    }

    private static PictureException unreadable(Exception cause) {
        String message = Objects.requireNonNullElse(cause.getMessage(), "");
        if (message.startsWith("Unsupported")) {
            return new PictureException(
                    Reason.UNSUPPORTED, "has colours that are not read (CMYK, for one); save it as RGB");
        }
        return new PictureException(Reason.CORRUPT, "is corrupt: its pixels can't be decoded");
    }

    /** Frees what decoding takes. */
    @Override
    public void close() {
        reader.dispose();
        try {
            stream.close();
        } catch (IOException e) { // of memory, which has nothing to fail
            throw new IllegalStateException(e);
        }
    }

    /** Notes whether the JPEG decoder made up pixels, as libjpeg does where a file ends early, and ends what takes too long. */
    private static final class Watch implements IIOReadWarningListener, IIOReadProgressListener {
        private final BooleanSupplier late;
        private boolean premature;
        private boolean aborted;

        Watch(BooleanSupplier late) {
            this.late = late;
        }

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            premature |= warning.toLowerCase(Locale.ROOT).contains("premature");
        }

        @Override
        public void imageProgress(ImageReader source, float percentageDone) {
            if (late.getAsBoolean()) {
                source.abort();
            }
        }

        @Override
        public void readAborted(ImageReader source) {
            aborted = true;
        }

        @Override
        public void imageStarted(ImageReader source, int imageIndex) {}

        @Override
        public void imageComplete(ImageReader source) {}

        @Override
        public void sequenceStarted(ImageReader source, int minIndex) {}

        @Override
        public void sequenceComplete(ImageReader source) {}

        @Override
        public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

        @Override
        public void thumbnailProgress(ImageReader source, float percentageDone) {}

        @Override
        public void thumbnailComplete(ImageReader source) {}
    }
}
