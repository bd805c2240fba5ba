package io.signet.inference.tensorflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.osgi.FakeRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TensorFlowEngineComponentTest {
    private final FakeRegistry registry = new FakeRegistry();

    private TensorFlowEngineComponent component(Map<String, Object> values) {
        return new TensorFlowEngineComponent(registry.context(), FakeRegistry.config(TensorFlowConfig.class, values));
    }

    @Test
    void activate_librariesPresent_registersTheEngineUntilDeactivated() {
        TensorFlowEngineComponent component = component(Map.of());

        assertThat(registry.services()).singleElement().satisfies(service -> assertThat(
                        service.engine().supports("tensorflow-savedmodel"))
                .isTrue());

        component.deactivate();

        assertThat(registry.services()).isEmpty();
    }

    @Test
    void activate_threadsOutOfRange_isRefusedNamingValueAndRange() {
        assertThatThrownBy(() -> component(Map.of("threads_intra", 1_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads.intra = 1000 is out of range: 1 to 256");
    }
}
