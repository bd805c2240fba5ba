package io.signet.meter.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PublisherKey;
import io.signet.meter.MeterDigits;
import io.signet.meter.MeterModel;
import io.signet.meter.MeterReader;
import io.signet.meter.MeterSample;
import io.signet.meter.MeterSamples;
import io.signet.meter.Reading;
import io.signet.meter.Split;
import io.signet.meter.drawing.DrawnMeter;
import io.signet.meter.drawing.MeterArtist;
import io.signet.meter.drawing.NonMeter;
import io.signet.meter.drawing.NonMeterArtist;
import io.signet.statement.Tensor;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package that comes with the meter bundle, run by the engines on pictures no training has seen. */
class MeterDigitsTest {
    /** Training draws its seeds from {@link TrainingOptions#seed()}; these are none of them. */
    private static final long FRESH_SEED = 0x00f7_e5a1L << 20;

    private static final int METERS = 200;
    private static final int OTHERS_OF_A_KIND = 30;

    @TempDir
    private static Path directory;

    private static ModelPackage model;
    private static PackagedModel running;

    private final MeterReader reader = new MeterReader();

    @BeforeAll
    static void open() throws Exception {
        Path file = Files.write(
                directory.resolve(MeterDigits.FILE_NAME),
                MeterDigits.packageFile().toArray());
        model = ModelPackage.read(file, Set.of(PublisherKey.fromHex(MeterDigits.publisher())));
        running = PackagedModel.open(model, Files.createDirectory(directory.resolve("cache")));
    }

    @AfterAll
    static void close() {
        running.close();
    }

    @Test
    void committedPackage_isSmallAndSignedAndHasItsDigest() throws Exception {
        assertThat(MeterDigits.packageFile().size()).isLessThan(600_000);
        assertThat(model.digest()).isEqualTo(MeterDigits.digest());
        assertThat(model.publisher().toHex()).isEqualTo(MeterDigits.publisher());
        assertThat(model.manifest().identity().name()).isEqualTo(MeterModel.NAME);
        assertThat(model.manifest().contract().labels()).isEqualTo(MeterModel.labels());
        assertThat(model.manifest().licence().spdxId()).isEqualTo("Apache-2.0");
        assertThat(new String(model.content(model.manifest().card()).toArray(), StandardCharsets.UTF_8))
                .contains("# meter-digits", "What it is not for");
    }

    @Test
    void committedPackage_wasTrainedByTheDefaultOptions() {
        assertThat(model.manifest().properties())
                .containsEntry("training.seed", Long.toString(TrainingOptions.DEFAULT.seed()))
                .containsEntry("training.steps", Integer.toString(TrainingOptions.DEFAULT.steps()))
                .containsEntry("training.batch", Integer.toString(TrainingOptions.DEFAULT.batch()));
    }

    @Test
    void session_takesAndGivesWhatTheManifestStates() {
        assertThat(running.session().inputs())
                .isEqualTo(model.manifest().contract().inputs());
        assertThat(running.session().outputs())
                .isEqualTo(model.manifest().contract().outputs());
    }

    @Test
    void samples_areAllReadRight() throws Exception {
        for (MeterSample sample : MeterSamples.all()) {
            Split.Digits split = (Split.Digits) reader.split(sample.fileName(), sample.png());
            assertThat(reader.read(running.classify(split)))
                    .as(sample.fileName())
                    .isInstanceOfSatisfying(Reading.Readable.class, reading -> assertThat(reading.digits())
                            .isEqualTo(sample.digits()));
        }
    }

    @Test
    void samples_getTheSameProbabilitiesFromOnnxRuntime() throws Exception {
        double tolerance = model.manifest().tolerance().orElseThrow().absolute();
        try (PackagedModel onnx = PackagedModel.openOnnx(model, Files.createDirectory(directory.resolve("onnx")))) {
            assertThat(onnx.session().inputs()).isEqualTo(running.session().inputs());
            assertThat(onnx.session().outputs()).isEqualTo(running.session().outputs());
            for (MeterSample sample : MeterSamples.all()) {
                Split.Digits split = (Split.Digits) reader.split(sample.fileName(), sample.png());
                FloatBuffer one = running.classify(split).floats();
                FloatBuffer other = onnx.classify(split).floats();
                while (one.hasRemaining()) {
                    assertThat((double) other.get()).as(sample.fileName()).isCloseTo(one.get(), within(tolerance));
                }
            }
        }
    }

    @Test
    void freshMeters_areReadWithNinetyNinePercentOfDigitsRightAndNoReadingWrong() throws Exception {
        int right = 0;
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < METERS; i++) {
            SplittableRandom random = new SplittableRandom(FRESH_SEED + i);
            double severity = random.nextDouble();
            DrawnMeter meter = MeterArtist.draw(MeterArtist.randomScene(random, severity, 300, 180), random);
            Tensor probabilities = running.classify(reader.split("fresh", meter.picture()));
            right += right(probabilities, meter.digits());
            if (reader.read(probabilities) instanceof Reading.Readable reading
                    && !reading.digits().equals(meter.digits())) {
                wrong.add("seed " + (FRESH_SEED + i) + ": " + meter.digits() + " read as " + reading.digits());
            }
        }
        assertThat(right / (double) (METERS * MeterModel.DIGITS)).isGreaterThanOrEqualTo(0.99);
        assertThat(wrong).isEmpty();
    }

    @Test
    void picturesWithoutAReading_areUnreadableRatherThanGuessed() throws Exception {
        List<String> guessed = new ArrayList<>();
        for (NonMeter kind : NonMeter.values()) {
            for (int i = 0; i < OTHERS_OF_A_KIND; i++) {
                SplittableRandom random = new SplittableRandom(FRESH_SEED + i);
                Split.Digits split = reader.split("other", NonMeterArtist.draw(kind, 300, 180, random));
                if (reader.read(running.classify(split)) instanceof Reading.Readable reading) {
                    guessed.add(kind + " of seed " + (FRESH_SEED + i) + " read as " + reading.digits());
                }
            }
        }
        assertThat(guessed).isEmpty();
    }

    private static int right(Tensor probabilities, String digits) {
        FloatBuffer values = probabilities.floats();
        int right = 0;
        for (int digit = 0; digit < MeterModel.DIGITS; digit++) {
            int best = 0;
            for (int c = 1; c < MeterModel.CLASSES; c++) {
                if (values.get(digit * MeterModel.CLASSES + c) > values.get(digit * MeterModel.CLASSES + best)) {
                    best = c;
                }
            }
            if (best == digits.charAt(digit) - '0') {
                right++;
            }
        }
        return right;
    }
}
