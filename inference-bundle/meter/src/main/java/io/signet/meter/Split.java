package io.signet.meter;

import io.signet.meter.drawing.PicturePoint;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.util.List;

/** What became of a picture file: six crops for the model, or a refusal. */
public sealed interface Split {
    /** The file's name, as the caller gave it. */
    String file();

    /**
     * The picture was split into digits.
     *
     * @param crops {@code UINT8 [6, 32, 24, 1]}, see {@link MeterModel#INPUT}; direct memory, owned by this value
     * @param displayFound whether a display was found; if not, the whole picture was split, which seldom helps
     * @param centres where the middle of each crop is in the picture as it was decoded, left to right
     */
    record Digits(String file, Tensor crops, boolean displayFound, List<PicturePoint> centres) implements Split {
        private static final List<Long> SHAPE =
                List.of((long) MeterModel.DIGITS, (long) MeterModel.CROP_HEIGHT, (long) MeterModel.CROP_WIDTH, 1L);

        public Digits {
            if (crops.type() != DataType.UINT8 || !crops.shape().equals(SHAPE)) {
                throw new IllegalArgumentException("crops are UINT8" + SHAPE + ", not " + crops);
            }
            centres = List.copyOf(centres);
            if (centres.size() != MeterModel.DIGITS) {
                throw new IllegalArgumentException(MeterModel.DIGITS + " crops, but " + centres.size() + " centres");
            }
        }
    }

    /**
     * The file holds no picture that a meter could be read from.
     *
     * @param message names the file, what is wrong with it and what is allowed
     */
    record Refused(String file, Refusal refusal, String message) implements Split {}

    /** Why a file is refused. */
    enum Refusal {
        /** It could not be read from the disk. */
        NO_FILE,
        /** It is larger than {@link MeterReader#FILE_BYTES_MAX}. */
        FILE_TOO_LARGE,
        /** It is neither PNG nor JPEG. */
        NOT_A_PICTURE,
        /** It holds a picture in a form that is not read: another format, an animation, CMYK colours. */
        UNSUPPORTED,
        /** It ends too early. */
        TRUNCATED,
        /** It contradicts its own format. */
        CORRUPT,
        /** It has more than {@link MeterReader#PIXELS_MAX} pixels. */
        TOO_MANY_PIXELS,
        /** It is smaller than {@link MeterReader#WIDTH_MIN} x {@link MeterReader#HEIGHT_MIN} pixels. */
        TOO_SMALL
    }
}
