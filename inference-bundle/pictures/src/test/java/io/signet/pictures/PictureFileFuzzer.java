package io.signet.pictures;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.awt.image.BufferedImage;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile files give the declared exception, or pixels of the size that was announced. */
class PictureFileFuzzer {
    private static final long DECODED_BYTES_MAX = 1 << 20;

    static Stream<byte[]> seeds() {
        return Stream.of(
                Files.png(BufferedImage.TYPE_BYTE_GRAY, 2, 0, 1, 128, 255),
                Files.png(BufferedImage.TYPE_USHORT_GRAY, 2, 0xffff, 0x01ff),
                Files.png(BufferedImage.TYPE_BYTE_BINARY, 8, 0, 1, 0, 1, 1, 1, 0, 0),
                Files.greyAlphaPng(128, 255, 7, 3),
                Files.argbPng(2, 0xff102030, 0x80405060),
                Files.jpeg(9, new int[81]));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void anyBytes_areDecodedOrRefused(byte[] data) {
        try (PictureFile picture = PictureFile.open(data)) {
            if (picture.decodedBytesMax() > DECODED_BYTES_MAX) {
                return;
            }
            DecodedPicture decoded = picture.decode(1, () -> false);
            if (decoded.width() != picture.width() || decoded.height() != picture.height()) {
                throw new IllegalStateException("another size than announced");
            }
            int[] row = new int[decoded.width()];
            for (int y = 0; y < decoded.height(); y++) {
                decoded.row(y, row);
            }
        } catch (PictureException e) {
            // what hostile bytes are
        }
    }
}
