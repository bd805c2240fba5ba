package io.signet.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.pictures.PictureException.Reason;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PictureFileTest {
    private static int[] decode(byte[] file) throws PictureException {
        try (PictureFile picture = PictureFile.open(file)) {
            DecodedPicture decoded = picture.decode(1, () -> false);
            int[] all = new int[picture.width() * picture.height()];
            int[] row = new int[decoded.width()];
            for (int y = 0; y < decoded.height(); y++) {
                decoded.row(y, row);
                System.arraycopy(row, 0, all, y * row.length, row.length);
            }
            return all;
        }
    }

    @Test
    void grey_isTheLevelsOfTheFile() throws Exception {
        byte[] file = Files.png(BufferedImage.TYPE_BYTE_GRAY, 2, 0, 1, 128, 255);
        assertThat(decode(file)).containsExactly(0, 1, 128, 255);
        try (PictureFile picture = PictureFile.open(file)) {
            assertThat(picture.decode(1, () -> false).grey()).isTrue();
        }
    }

    @Test
    void greyOfSixteenBits_losesTheLowerEight() throws Exception {
        assertThat(decode(Files.png(BufferedImage.TYPE_USHORT_GRAY, 2, 0xffff, 0x01ff)))
                .containsExactly(255, 1);
    }

    @Test
    void greyWithTransparency_hasLevelsAndOpacity() throws Exception {
        assertThat(decode(Files.greyAlphaPng(128, 255, 7, 3))).containsExactly(0xff808080, 0x03070707);
    }

    @Test
    void colours_areThoseOfTheFile() throws Exception {
        byte[] file = Files.argbPng(2, 0xff102030, 0x80405060);
        assertThat(decode(file)).containsExactly(0xff102030, 0x80405060);
        try (PictureFile picture = PictureFile.open(file)) {
            assertThat(picture.decode(1, () -> false).grey()).isFalse();
        }
    }

    @Test
    void size_isKnownBeforeAnythingIsDecoded() throws Exception {
        try (PictureFile picture = PictureFile.open(Files.argbPng(3, 1, 2, 3, 4, 5, 6))) {
            assertThat(picture.width()).isEqualTo(3);
            assertThat(picture.height()).isEqualTo(2);
            assertThat(picture.decodedBytesMax()).isEqualTo(48);
        }
    }

    @Test
    void step_keepsEverySecondPixel() throws Exception {
        try (PictureFile picture = PictureFile.open(Files.png(BufferedImage.TYPE_BYTE_GRAY, 3, 1, 2, 3))) {
            DecodedPicture decoded = picture.decode(2, () -> false);
            assertThat(decoded.width()).isEqualTo(2);
            int[] row = new int[2];
            decoded.row(0, row);
            assertThat(row).containsExactly(1, 3);
        }
    }

    @Test
    void whoeverWaitsNoLonger_isToldSo() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (PictureFile picture = PictureFile.open(Files.png(BufferedImage.TYPE_BYTE_GRAY, 10, new int[1000]))) {
            assertThatThrownBy(() -> picture.decode(1, () -> asked.incrementAndGet() > 10))
                    .isInstanceOfSatisfying(
                            PictureException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_SLOW));
        }
    }

    @Test
    void brokenFiles_sayWhatIsWrong() {
        byte[] file = Files.argbPng(2, 1, 2);
        assertRefused(
                Arrays.copyOf(file, file.length - 5), Reason.TRUNCATED, "is truncated: it ends before its IEND chunk");
        byte[] altered = file.clone();
        altered[altered.length - 20] ^= 1;
        assertRefused(altered, Reason.CORRUPT, "is corrupt: wrong checksum of the chunk at byte ");
        assertRefused(new byte[0], Reason.NOT_A_PICTURE, "is empty");
        assertRefused(new byte[100], Reason.NOT_A_PICTURE, "is not a picture: it is neither PNG nor JPEG");
        assertRefused(
                "GIF89a".getBytes(java.nio.charset.StandardCharsets.US_ASCII), Reason.UNSUPPORTED, "is a GIF file");
    }

    private static void assertRefused(byte[] file, Reason reason, String message) {
        assertThatThrownBy(() -> decode(file))
                .isInstanceOfSatisfying(
                        PictureException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
