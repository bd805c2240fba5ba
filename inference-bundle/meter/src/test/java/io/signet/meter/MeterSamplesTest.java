package io.signet.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.meter.drawing.Picture;
import io.signet.meter.drawing.SampleScenes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MeterSamplesTest {
    private static final int PNG_BYTES_MAX = 200_000;

    @Test
    void samples_areTwelveSmallPicturesNamedAfterTheirReading() {
        List<MeterSample> samples = MeterSamples.all();
        assertThat(samples).hasSize(12).allSatisfy(sample -> {
            assertThat(sample.fileName()).matches("meter-" + sample.digits() + "(-[a-z]+)+\\.png");
            assertThat(sample.png().size()).isLessThan(PNG_BYTES_MAX);
        });
        assertThat(samples)
                .filteredOn(sample -> sample.fileName().contains("hard"))
                .hasSize(2);
    }

    @Test
    void samples_areWhatTheirScenesDraw() throws IOException {
        List<MeterSample> samples = MeterSamples.all();
        List<SampleScenes.SampleScene> scenes = SampleScenes.all();
        for (int i = 0; i < samples.size(); i++) {
            assertThat(samples.get(i).fileName()).isEqualTo(scenes.get(i).fileName());
            BufferedImage file =
                    ImageIO.read(new ByteArrayInputStream(samples.get(i).png().toArray()));
            Picture drawn = scenes.get(i).draw();
            for (int pixel = 0; pixel < drawn.width() * drawn.height(); pixel++) {
                int x = pixel % drawn.width();
                int y = pixel / drawn.width();
                if ((file.getRGB(x, y) & 0xffffff) != drawn.rgb(x, y)) {
                    throw new AssertionError(samples.get(i).fileName() + " differs at " + x + ", " + y);
                }
            }
        }
    }

    @Test
    void samples_areFound() {
        MeterReader reader = new MeterReader();
        for (MeterSample sample : MeterSamples.all()) {
            assertThat(reader.split(sample.fileName(), sample.png()))
                    .isInstanceOfSatisfying(Split.Digits.class, digits -> assertThat(digits.displayFound())
                            .as(sample.fileName())
                            .isTrue());
        }
    }
}
