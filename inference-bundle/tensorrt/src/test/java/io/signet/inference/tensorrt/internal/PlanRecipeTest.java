package io.signet.inference.tensorrt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.model.CalibrationSamples;
import io.signet.inference.spi.Precision;
import io.signet.inference.spi.SessionOptions;
import io.signet.statement.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanRecipeTest {
    private static final SessionOptions LOWER = SessionOptions.DEFAULT.allowing(Set.copyOf(Precision.LOWER));

    @TempDir
    Path directory;

    private final List<String> log = new ArrayList<>();

    private PlanRecipe recipe(SessionOptions session, Precision owner) {
        return PlanRecipe.of(directory, session, owner, log::add);
    }

    private CalibrationSamples write(float first) throws Exception {
        CalibrationSamples samples = new CalibrationSamples(Map.of("x", Tensor.ofFloats(List.of(2L, 1L), first, 2)));
        Files.write(
                directory.resolve(CalibrationSamples.FILE_NAME),
                samples.encode().toArray());
        return samples;
    }

    @Test
    void samplesAndBothAllow_is8Bits() throws Exception {
        CalibrationSamples samples = write(1);

        PlanRecipe recipe = recipe(LOWER, Precision.INT8);

        assertThat(recipe.precision().text()).isEqualTo("int8-fp16");
        assertThat(recipe.samples()).contains(samples);
        assertThat(log).isEmpty();
    }

    @Test
    void otherSamples_haveAnotherDigest() throws Exception {
        write(1);
        String digest = recipe(LOWER, Precision.INT8).samplesSha256();
        write(3);

        assertThat(digest).hasSize(64);
        assertThat(recipe(LOWER, Precision.INT8).samplesSha256()).isNotEqualTo(digest);
    }

    @Test
    void noSamples_isTheNextThatIsAllowed_saidWithTheReason() {
        PlanRecipe recipe = recipe(LOWER, Precision.INT8);

        assertThat(recipe.precision().text()).isEqualTo("fp16");
        assertThat(recipe.samplesSha256()).isEmpty();
        assertThat(log)
                .containsExactly("int8 is allowed, but the package has no samples for calibration (calibration.cbor);"
                        + " it is fp16 instead");
    }

    @Test
    void damagedSamples_areSaid() throws Exception {
        Files.write(directory.resolve(CalibrationSamples.FILE_NAME), new byte[] {1, 2, 3});

        PlanRecipe recipe = recipe(SessionOptions.DEFAULT.allowing(Set.of(Precision.INT8)), Precision.INT8);

        assertThat(recipe.precision().text()).isEqualTo("fp32");
        assertThat(log)
                .singleElement()
                .asString()
                .contains("calibration.cbor is malformed: ")
                .endsWith("it is fp32 instead");
    }

    @Test
    void ownerOrPublisherAllowsNo8Bits_samplesAreNotRead() throws Exception {
        Files.write(directory.resolve(CalibrationSamples.FILE_NAME), new byte[] {1, 2, 3});

        assertThat(recipe(LOWER, Precision.FP16).samples()).isEmpty();
        assertThat(recipe(SessionOptions.DEFAULT, Precision.INT8).precision().text())
                .isEqualTo("fp32");
        assertThat(log).isEmpty();
    }
}
