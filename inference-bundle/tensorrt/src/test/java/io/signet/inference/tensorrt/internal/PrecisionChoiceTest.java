package io.signet.inference.tensorrt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.spi.Precision;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PrecisionChoiceTest {
    private static final Set<Precision> BOTH = Set.copyOf(Precision.LOWER);

    private static String text(Set<Precision> publisher, Precision owner) {
        return PrecisionChoice.of(publisher, owner).text();
    }

    @Test
    void publisherAllowsNothing_is32BitsWhateverTheOwnerSays() {
        for (Precision owner : Precision.values()) {
            assertThat(text(Set.of(), owner)).isEqualTo("fp32");
            assertThat(text(Set.of(Precision.FP32), owner)).isEqualTo("fp32");
        }
    }

    @Test
    void ownerAllowsFewer_isWhatBothAllow() {
        assertThat(text(BOTH, Precision.INT8)).isEqualTo("int8-fp16");
        assertThat(text(BOTH, Precision.FP16)).isEqualTo("fp16");
        assertThat(text(BOTH, Precision.FP32)).isEqualTo("fp32");
        assertThat(text(Set.of(Precision.INT8), Precision.INT8)).isEqualTo("int8");
        assertThat(text(Set.of(Precision.INT8), Precision.FP16)).isEqualTo("fp32");
    }

    @Test
    void withoutInt8_leavesTheRest() {
        assertThat(PrecisionChoice.of(BOTH, Precision.INT8).withoutInt8().text())
                .isEqualTo("fp16");
        assertThat(PrecisionChoice.of(Set.of(Precision.INT8), Precision.INT8)
                        .withoutInt8()
                        .text())
                .isEqualTo("fp32");
    }
}
