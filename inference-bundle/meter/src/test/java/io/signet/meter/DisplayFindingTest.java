package io.signet.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.meter.drawing.DrawnMeter;
import io.signet.meter.drawing.MeterArtist;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayFindingTest {
    private static final int PICTURES = 60;
    /** Farther off, a crop shows its digit incompletely. */
    private static final double OFF_MAX = 0.16;

    private final MeterReader reader = new MeterReader();

    @ParameterizedTest
    @CsvSource({"0, 60", "0.5, 59", "1, 57"})
    void drawnMeters_areFoundWhereTheyWereDrawn(double severity, int least) {
        int found = 0;
        StringBuilder missed = new StringBuilder();
        for (int seed = 0; seed < PICTURES; seed++) {
            SplittableRandom random = new SplittableRandom(31_000 + seed);
            int width = random.nextInt(200, 500);
            DrawnMeter meter =
                    MeterArtist.draw(MeterArtist.randomScene(random, severity, width, width * 3 / 5), random);
            if (farthest(meter, reader.split("drawn", meter.picture())) <= OFF_MAX) {
                found++;
            } else {
                missed.append(' ').append(31_000 + seed);
            }
        }
        assertThat(found).as("found; the seeds of those missed:%s", missed).isGreaterThanOrEqualTo(least);
    }

    @Test
    void largePicture_isSplitAsItsReducedCopyIs() {
        SplittableRandom random = new SplittableRandom(5);
        DrawnMeter meter = MeterArtist.draw(MeterArtist.randomScene(random, 0.5, 1_500, 900), random);
        assertThat(farthest(meter, reader.split("large", meter.picture()))).isLessThan(OFF_MAX);
    }

    /** How far a crop's middle is off its digit's, at most, in digit heights. */
    private static double farthest(DrawnMeter meter, Split.Digits split) {
        double farthest = 0;
        for (int i = 0; i < MeterModel.DIGITS; i++) {
            double off = Math.hypot(
                    split.centres().get(i).x() - meter.centres().get(i).x(),
                    split.centres().get(i).y() - meter.centres().get(i).y());
            farthest = Math.max(farthest, off / meter.digitHeight());
        }
        return farthest;
    }
}
