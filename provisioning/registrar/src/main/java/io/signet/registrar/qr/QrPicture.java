package io.signet.registrar.qr;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.signet.pictures.DecodedPicture;
import io.signet.pictures.PictureException;
import io.signet.pictures.PictureException.Reason;
import io.signet.pictures.PictureFile;
import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the QR code in a photo, in bounded memory and time. Thread-safe. */
public final class QrPicture {
    /** Largest photo that a browser sends. */
    public static final int FILE_BYTES_MAX = 2 * 1024 * 1024;

    /** Most pixels at a side of what is looked through; a larger picture loses rows and columns. */
    private static final int SIDE_PIXELS_MAX = 2_048;

    /** Most pixels that are decoded: decoding a progressive JPEG takes 3 bytes for each, however few are kept. */
    private static final long PIXELS_MAX = 24L * 1024 * 1024;

    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private static final Map<DecodeHintType, Object> HINTS =
            Map.of(DecodeHintType.TRY_HARDER, true, DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE));

    private final Clock clock;

    /** One that gives up by {@code clock}. */
    public QrPicture(Clock clock) {
        this.clock = clock;
    }

    /**
     * What the QR code in a picture holds.
     *
     * @param file PNG or JPEG
     * @return empty if no QR code is seen in it
     * @throws PictureException if it is no picture that is read, has too many pixels, or takes too long
     */
    public Optional<String> read(byte[] file) throws PictureException {
        long end = clock.monotonicNanos() + TIME_MAX.toNanos();
        try (PictureFile picture = PictureFile.open(file)) {
            if ((long) picture.width() * picture.height() > PIXELS_MAX) {
                throw new PictureException(
                        Reason.UNSUPPORTED,
                        "has " + picture.width() + " x " + picture.height() + " pixels, too many: make it smaller");
            }
            int step = (Math.max(picture.width(), picture.height()) + SIDE_PIXELS_MAX - 1) / SIDE_PIXELS_MAX;
            LuminanceSource light = light(picture.decode(step, () -> clock.monotonicNanos() > end));
            // The first copes with shadows, the second with what is drawn large and plain.
            return find(new BinaryBitmap(new HybridBinarizer(light)))
                    .or(() -> find(new BinaryBitmap(new GlobalHistogramBinarizer(light))))
                    .or(() -> find(new BinaryBitmap(new HybridBinarizer(light.invert()))));
        }
    }

    private static Optional<String> find(BinaryBitmap picture) {
        try {
            return Optional.of(new QRCodeReader().decode(picture, HINTS).getText());
        } catch (ReaderException e) { // there is none, or only something that looks like one
            return Optional.empty();
        }
    }

    private static LuminanceSource light(DecodedPicture decoded) {
        int width = decoded.width();
        int[] pixels = new int[width * decoded.height()];
        int[] row = new int[width];
        for (int y = 0; y < decoded.height(); y++) {
            decoded.row(y, row);
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = decoded.grey() ? row[x] << 16 | row[x] << 8 | row[x] : row[x];
            }
        }
        return new RGBLuminanceSource(width, decoded.height(), pixels);
    }
}
