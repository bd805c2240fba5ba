package io.signet.inference.tensorrt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.osgi.FakeRegistry;
import io.signet.inference.spi.EngineAvailability.NotAvailable;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TensorRtEngineComponentTest {
    private final FakeRegistry registry = new FakeRegistry();

    private TensorRtEngineComponent component(Map<String, Object> values) {
        return new TensorRtEngineComponent(
                registry.context(),
                FakeRegistry.config(TensorRtConfig.class, values),
                () -> Optional.of(new NotAvailable("tensorrt", "no CUDA driver: libcuda.so.1")));
    }

    @Test
    void activate_noDevice_registersNothing() {
        TensorRtEngineComponent component = component(Map.of());

        assertThat(registry.services()).isEmpty();
        component.deactivate();
    }

    @Test
    void activate_precisionThatThereIsNot_isRefused() {
        assertThatThrownBy(() -> component(Map.of("precision", "int4")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are fp32, fp16, int8");
    }
}
