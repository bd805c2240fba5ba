package io.signet.inference.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TensorSpecTest {
    private static final String LONGEST = "0123456789012345678901234567890123456789012345678901234567890123";

    @ParameterizedTest
    @ValueSource(strings = {"x", "serving_default:0", "a b", "~", LONGEST})
    void nameOfPrintableAscii_canStandInAStatement(String name) {
        Tensor tensor = Tensor.ofFloats(List.of(1L), 1);
        TensorSpec spec = new TensorSpec(name, DataType.FP32, List.of(1L));
        assertThat(TensorDigest.of(Map.of(spec.name(), tensor))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "gr\u00f6\u00dfe", "\u001b[2J", "a\nb", "\u007f", LONGEST + "4"})
    void anyOtherName_isRefused(String name) {
        assertThatThrownBy(() -> new TensorSpec(name, DataType.FP32, List.of(1L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor name must be 1 to 64 characters of printable ASCII");
    }
}
