package io.signet.meter;

import io.signet.meter.drawing.Picture;
import io.signet.meter.drawing.PicturePoint;
import io.signet.meter.internal.CropSampler;
import io.signet.meter.internal.DisplayFinder;
import io.signet.meter.internal.Grey;
import io.signet.meter.internal.PictureDecoder;
import io.signet.meter.internal.RefusedException;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads meter pictures on the requester's side: from a picture file to the model's input, and from the model's output to
 * a reading. Stateless but for its threshold; may be shared between threads.
 */
public final class MeterReader {
    /** Largest picture file: 32 MiB. */
    public static final int FILE_BYTES_MAX = 32 << 20;
    /** Most pixels of a picture: 40 megapixels. */
    public static final long PIXELS_MAX = 40_000_000;
    /** Least width of a picture in pixels. */
    public static final int WIDTH_MIN = 24;
    /** Least height of a picture in pixels. */
    public static final int HEIGHT_MIN = 12;
    /** Confidence below which a digit is called unreadable, unless another threshold is given. */
    public static final double CONFIDENCE_MIN = 0.6;

    private static final long CROP_BYTES = (long) MeterModel.CROP_WIDTH * MeterModel.CROP_HEIGHT;

    private final PictureDecoder decoder =
            new PictureDecoder(new PictureDecoder.Bounds(PIXELS_MAX, WIDTH_MIN, HEIGHT_MIN));
    private final double confidenceMin;

    /** A reader with the threshold {@link #CONFIDENCE_MIN}. */
    public MeterReader() {
        this(CONFIDENCE_MIN);
    }

    /**
     * A reader.
     *
     * @param confidenceMin probability below which a digit is called unreadable, 0 to 1
     */
    public MeterReader(double confidenceMin) {
        if (!(confidenceMin >= 0 && confidenceMin <= 1)) {
            throw new IllegalArgumentException("confidenceMin = " + confidenceMin + " is out of range: 0 to 1");
        }
        this.confidenceMin = confidenceMin;
    }

    /** Splits the picture in {@code file} into digits; a file that can't be read is a refusal, too. */
    public Split split(Path file) {
        String name = file.toString();
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(FILE_BYTES_MAX + 1);
            return split(name, content);
        } catch (NoSuchFileException e) {
            return refused(name, Split.Refusal.NO_FILE, "does not exist");
        } catch (IOException e) {
            return refused(name, Split.Refusal.NO_FILE, "can't be read: " + e.getMessage());
        }
    }

    /**
     * Splits a PNG or JPEG file into digits.
     *
     * @param name the file's name, for messages
     */
    public Split split(String name, Bytes file) {
        return split(name, file.toArray());
    }

    /** Splits a drawn picture into digits, as if it came from a file of that name. */
    public Split.Digits split(String name, Picture picture) {
        Grey grey = new Grey(picture.width(), picture.height());
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                grey.set(x, y, picture.luma(x, y));
            }
        }
        return split(name, grey);
    }

    private Split split(String name, byte[] file) {
        if (file.length > FILE_BYTES_MAX) {
            return refused(name, Split.Refusal.FILE_TOO_LARGE, "is larger than " + (FILE_BYTES_MAX >> 20) + " MiB");
        }
        try {
            return split(name, decoder.decode(file));
        } catch (RefusedException e) {
            return refused(name, e.refusal(), e.getMessage());
        }
    }

    private static Split.Digits split(String name, Grey picture) {
        DisplayFinder.Located located = DisplayFinder.locate(picture);
        ByteBuffer crops = ByteBuffer.allocateDirect((int) (MeterModel.DIGITS * CROP_BYTES));
        CropSampler.cut(
                picture, located.toPicture(), MeterModel.DIGITS, MeterModel.CROP_WIDTH, MeterModel.CROP_HEIGHT, crops);
        List<PicturePoint> centres = new ArrayList<>();
        for (int i = 0; i < MeterModel.DIGITS; i++) {
            centres.add(new PicturePoint(
                    located.toPicture().x(i + 0.5, 0.5), located.toPicture().y(i + 0.5, 0.5)));
        }
        Tensor tensor = Tensor.of(
                DataType.UINT8,
                List.of((long) MeterModel.DIGITS, (long) MeterModel.CROP_HEIGHT, (long) MeterModel.CROP_WIDTH, 1L),
                crops.flip());
        return new Split.Digits(name, tensor, located.found(), centres);
    }

    private static Split.Refused refused(String name, Split.Refusal refusal, String reason) {
        return new Split.Refused(name, refusal, name + " " + reason);
    }

    /**
     * What the model's answer for one picture says.
     *
     * @param probabilities {@code FP32 [6, 11]}, see {@link MeterModel#OUTPUT}
     * @throws IllegalArgumentException if it has another type or shape, or holds no probabilities
     */
    public Reading read(Tensor probabilities) {
        List<Long> shape = List.of((long) MeterModel.DIGITS, (long) MeterModel.CLASSES);
        if (probabilities.type() != DataType.FP32 || !probabilities.shape().equals(shape)) {
            throw new IllegalArgumentException("the model's answer is FP32" + shape + ", not " + probabilities);
        }
        FloatBuffer values = probabilities.floats();
        StringBuilder digits = new StringBuilder();
        double confidence = 1;
        for (int digit = 0; digit < MeterModel.DIGITS; digit++) {
            int best = 0;
            for (int c = 0; c < MeterModel.CLASSES; c++) {
                float value = values.get(digit * MeterModel.CLASSES + c);
                if (!(value >= 0 && value <= 1.0001f)) {
                    throw new IllegalArgumentException("a probability is 0 to 1, not " + value);
                }
                best = value > values.get(digit * MeterModel.CLASSES + best) ? c : best;
            }
            double probability = Math.min(1, values.get(digit * MeterModel.CLASSES + best));
            if (best == MeterModel.UNREADABLE) {
                return new Reading.Unreadable("digit " + (digit + 1) + " is unreadable");
            }
            if (probability < confidenceMin) {
                return new Reading.Unreadable(String.format(
                        Locale.ROOT,
                        "digit %d is uncertain: %d with confidence %.2f, at least %.2f is needed",
                        digit + 1,
                        best,
                        probability,
                        confidenceMin));
            }
            digits.append(best);
            confidence = Math.min(confidence, probability);
        }
        return new Reading.Readable(digits.toString(), confidence);
    }
}
