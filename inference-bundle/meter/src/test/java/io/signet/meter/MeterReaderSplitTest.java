package io.signet.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.meter.Split.Refusal;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeterReaderSplitTest {
    private final MeterReader reader = new MeterReader();

    private void assertRefused(Bytes file, Refusal refusal, String reason) {
        Split split = reader.split("hall.png", file);
        assertThat(split).isInstanceOfSatisfying(Split.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(refusal);
            assertThat(refused.file()).isEqualTo("hall.png");
            assertThat(refused.message()).startsWith("hall.png ").contains(reason);
        });
    }

    private Split.Digits assertSplit(Bytes file) {
        Split split = reader.split("hall.png", file);
        assertThat(split).isInstanceOf(Split.Digits.class);
        return (Split.Digits) split;
    }

    @Test
    void png_ofAMeter_isSplitIntoSixCrops() {
        Split.Digits digits = assertSplit(PictureFiles.meter().png());
        assertThat(digits.displayFound()).isTrue();
        assertThat(digits.crops().type()).isEqualTo(DataType.UINT8);
        assertThat(digits.crops().shape()).containsExactly(6L, 32L, 24L, 1L);
        assertThat(digits.crops().data().isDirect()).isTrue();
    }

    @Test
    void jpeg_ofAMeter_givesNearlyTheCropsOfThePng() {
        Split.Digits png = assertSplit(PictureFiles.meter().png());
        Split.Digits jpeg = assertSplit(PictureFiles.meter().jpeg());
        assertThat(jpeg.displayFound()).isTrue();
        long difference = 0;
        for (int i = 0; i < png.crops().sizeBytes(); i++) {
            difference += Math.abs(
                    (png.crops().data().get(i) & 0xff) - (jpeg.crops().data().get(i) & 0xff));
        }
        assertThat(difference / png.crops().sizeBytes()).isLessThan(12);
    }

    @Test
    void drawnPicture_givesTheCropsOfItsFile() {
        assertThat(reader.split("drawn", PictureFiles.meter()).crops())
                .isEqualTo(assertSplit(PictureFiles.meter().png()).crops());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_3BYTE_BGR
            })
    void png_ofAnyPixelType_isSplit(int imageType) throws IOException {
        assertThat(assertSplit(PictureFiles.encode(PictureFiles.meter(imageType), "png"))
                        .displayFound())
                .isTrue();
    }

    @Test
    void greyPng_keepsItsBrightness() throws IOException {
        BufferedImage grey = new BufferedImage(60, 30, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 60 * 30; i++) {
            grey.getRaster().setSample(i % 60, i / 60, 0, 100);
        }
        assertThat(assertSplit(PictureFiles.encode(grey, "png")).crops().data().get(0))
                .isEqualTo((byte) 100);
    }

    @Test
    void picture_withoutADisplay_isDividedAsAWhole() throws IOException {
        Split.Digits digits = assertSplit(PictureFiles.blank(60, 30));
        assertThat(digits.displayFound()).isFalse();
        assertThat(digits.centres().get(0).x()).isEqualTo(5);
        assertThat(digits.centres().get(5).x()).isEqualTo(55);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 200, 4_000})
    void truncatedPng_isRefused(int sizeBytes) {
        assertRefused(PictureFiles.truncated(PictureFiles.meter().png(), sizeBytes), Refusal.TRUNCATED, "is truncated");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 700, 4_000})
    void truncatedJpeg_isRefused(int sizeBytes) {
        assertRefused(
                PictureFiles.truncated(PictureFiles.meter().jpeg(), sizeBytes), Refusal.TRUNCATED, "is truncated");
    }

    @Test
    void jpeg_thatEndsEarlyButSaysSo_isRefused() {
        byte[] file = PictureFiles.meter().jpeg().toArray();
        file[4_000] = (byte) 0xff;
        file[4_001] = (byte) 0xd9;
        assertRefused(PictureFiles.truncated(Bytes.copyOf(file), 4_002), Refusal.TRUNCATED, "is truncated");
    }

    @Test
    void png_withAFlippedBit_isRefused() {
        byte[] file = PictureFiles.meter().png().toArray();
        file[file.length / 2] ^= 1;
        assertRefused(Bytes.copyOf(file), Refusal.CORRUPT, "checksum");
    }

    @Test
    void picture_ofOnePixel_isRefused() throws IOException {
        assertRefused(PictureFiles.blank(1, 1), Refusal.TOO_SMALL, "has 1 x 1 pixels, at least 24 x 12 are needed");
    }

    @ParameterizedTest
    @CsvSource({"24, 12, true", "23, 12, false", "24, 11, false"})
    void smallPicture_isSplitFromTheLeastSizeOn(int width, int height, boolean accepted) throws IOException {
        assertThat(reader.split("small", PictureFiles.blank(width, height)) instanceof Split.Digits)
                .isEqualTo(accepted);
    }

    @Test
    void pngHeader_ofAHundredMegapixels_isRefusedBeforeDecoding() {
        assertRefused(
                PictureFiles.pngHeader(10_000, 10_000),
                Refusal.TOO_MANY_PIXELS,
                "has 10000 x 10000 pixels (100 megapixels), at most 40 megapixels are read");
    }

    @Test
    void png_ofFortyMegapixels_isDecodedAtAFractionOfItsSize() throws IOException {
        BufferedImage large = new BufferedImage(8_000, 5_000, BufferedImage.TYPE_BYTE_BINARY);
        assertThat(assertSplit(PictureFiles.encode(large, "png"))
                        .centres()
                        .get(5)
                        .x())
                .isLessThan(2_400);
    }

    @Test
    void textFile_isRefused() {
        assertRefused(Bytes.utf8("meter reading: 123456\n"), Refusal.NOT_A_PICTURE, "neither PNG nor JPEG");
    }

    @Test
    void emptyFile_isRefused() {
        assertRefused(Bytes.EMPTY, Refusal.NOT_A_PICTURE, "is empty");
    }

    @ParameterizedTest
    @CsvSource({"gif, GIF", "bmp, BMP", "tiff, TIFF"})
    void otherFormat_isRefusedByName(String format, String name) throws IOException {
        assertRefused(
                PictureFiles.encode(PictureFiles.meter(BufferedImage.TYPE_INT_RGB), format),
                Refusal.UNSUPPORTED,
                "is a " + name + " file; only PNG and JPEG are read");
    }

    @Test
    void animatedPng_isRefused() {
        assertRefused(
                PictureFiles.withChunk(PictureFiles.meter().png(), "acTL", new byte[8]),
                Refusal.UNSUPPORTED,
                "is an animation");
    }

    @Test
    void png_withABombInItsText_isSplitWithoutReadingTheText() {
        Bytes plain = PictureFiles.meter().png();
        Bytes bomb = PictureFiles.withChunk(plain, "zTXt", new byte[] {'k', 0, 0, 'b', 'a', 'd'});
        assertThat(assertSplit(bomb).crops()).isEqualTo(assertSplit(plain).crops());
    }

    @Test
    void missingFile_isRefused(@TempDir Path directory) {
        Path missing = directory.resolve("missing.png");
        assertThat(reader.split(missing)).isInstanceOfSatisfying(Split.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.NO_FILE);
            assertThat(refused.message()).isEqualTo(missing + " does not exist");
        });
    }

    @Test
    void directory_isRefused(@TempDir Path directory) {
        assertThat(reader.split(directory))
                .isInstanceOfSatisfying(Split.Refused.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(Refusal.NO_FILE));
    }

    @Test
    void fileOfMoreThanTheLimit_isRefused(@TempDir Path directory) throws IOException {
        Path large = directory.resolve("large.png");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(MeterReader.FILE_BYTES_MAX + 1L); // sparse: takes no room on the disk
        }
        assertThat(reader.split(large)).isInstanceOfSatisfying(Split.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.FILE_TOO_LARGE);
            assertThat(refused.message()).contains("32 MiB");
        });
    }

    @Test
    void file_onTheDisk_isSplit(@TempDir Path directory) throws IOException {
        Path file = Files.write(
                directory.resolve("meter.png"), PictureFiles.meter().png().toArray());
        assertThat(reader.split(file)).isInstanceOf(Split.Digits.class);
    }
}
