package io.signet.pictures.internal;

import io.signet.pictures.PictureException;
import io.signet.pictures.PictureException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * The parts of a picture file that its pixels need. Text, profiles and thumbnails, which the platform's decoders would
 * expand without a bound, are left out.
 *
 * @param format the name by which ImageIO knows the format
 * @param essential the file without the other parts, as far as it goes
 * @param defect why the file can't be decoded, empty if it can be tried
 */
public record Container(String format, ByteArrayOutputStream essential, Optional<PictureException> defect) {

    /**
     * Takes a file apart.
     *
     * @throws PictureException if it is neither PNG nor JPEG
     */
    public static Container open(byte[] file) throws PictureException {
        if (PngContainer.isPng(file)) {
            return PngContainer.open(file);
        }
        if (JpegContainer.isJpeg(file)) {
            return JpegContainer.open(file);
        }
        String other = otherFormat(file);
        if (!other.isEmpty()) {
            throw new PictureException(
                    Reason.UNSUPPORTED, "is a " + other + " file; only PNG and JPEG are read: convert it");
        }
        String message = file.length == 0 ? "is empty" : "is not a picture: it is neither PNG nor JPEG";
        throw new PictureException(Reason.NOT_A_PICTURE, message);
    }

    private static String otherFormat(byte[] file) {
        if (startsWith(file, "GIF8")) {
            return "GIF";
        }
        if (startsWith(file, "BM") && file.length > 26 && file[6] == 0 && file[7] == 0) {
            return "BMP";
        }
        if (startsWith(file, "RIFF") && file.length >= 12 && file[8] == 'W' && file[9] == 'E') {
            return "WebP";
        }
        if (startsWith(file, "II*\0") || startsWith(file, "MM\0*")) {
            return "TIFF";
        }
        return "";
    }

    private static boolean startsWith(byte[] file, String magic) {
        if (file.length < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if (file[i] != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
