package io.signet.meter.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeterArtistTest {
    private static DrawnMeter draw(long seed, DisplayStyle style, Distortion distortion) {
        return MeterArtist.draw(new MeterScene("908172", style, distortion, 200, 120), new SplittableRandom(seed));
    }

    @ParameterizedTest
    @EnumSource(DisplayStyle.class)
    void sameSeed_givesTheSamePicture(DisplayStyle style) {
        Distortion distortion = Distortion.random(new SplittableRandom(3), 1);
        assertThat(draw(7, style, distortion).picture().png())
                .isEqualTo(draw(7, style, distortion).picture().png())
                .isNotEqualTo(draw(8, style, distortion).picture().png());
    }

    @ParameterizedTest
    @EnumSource(NonMeter.class)
    void sameSeed_givesTheSameOtherPicture(NonMeter kind) {
        assertThat(NonMeterArtist.draw(kind, 90, 60, new SplittableRandom(7)).png())
                .isEqualTo(NonMeterArtist.draw(kind, 90, 60, new SplittableRandom(7))
                        .png())
                .isNotEqualTo(NonMeterArtist.draw(kind, 90, 60, new SplittableRandom(8))
                        .png());
    }

    @Test
    void centres_lieInsideThePictureFromLeftToRight() {
        DrawnMeter meter = draw(7, DisplayStyle.SEVEN_SEGMENT_LCD, Distortion.NONE);
        double last = 0;
        for (PicturePoint centre : meter.centres()) {
            assertThat(centre.x()).isBetween(last, 200.0);
            assertThat(centre.y()).isBetween(0.0, 120.0);
            last = centre.x();
        }
    }

    @Test
    void lowLight_darkensThePicture() {
        Distortion night = new Distortion(0, 0, 0, 0, 0, 0, 0.2, 1, 0);
        assertThat(mean(draw(7, DisplayStyle.SEVEN_SEGMENT_LCD, night).picture()))
                .isLessThan(mean(draw(7, DisplayStyle.SEVEN_SEGMENT_LCD, Distortion.NONE)
                                .picture())
                        / 2);
    }

    @Test
    void scene_withFiveDigits_isAnError() {
        assertThatThrownBy(() -> new MeterScene("12345", DisplayStyle.DOT_MATRIX_LCD, Distortion.NONE, 200, 120))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 digits, not '12345'");
    }

    @Test
    void distortion_outOfRange_isAnErrorThatNamesTheRange() {
        assertThatThrownBy(() -> new Distortion(0, 0, 0, 0, 0.9, 0, 1, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("glare = 0.9 is out of range: 0.0 to 0.7");
    }

    @Test
    void pixelOutsideAPicture_isAnError() {
        Picture picture =
                draw(7, DisplayStyle.SEVEN_SEGMENT_LCD, Distortion.NONE).picture();
        assertThatThrownBy(() -> picture.rgb(200, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static double mean(Picture picture) {
        double sum = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                sum += picture.luma(x, y);
            }
        }
        return sum / picture.width() / picture.height();
    }
}
