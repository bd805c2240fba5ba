package io.signet.inference.onnxruntime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.osgi.FakeRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OnnxRuntimeEngineComponentTest {
    private final FakeRegistry registry = new FakeRegistry();

    private OnnxRuntimeEngineComponent component(Map<String, Object> values) {
        return new OnnxRuntimeEngineComponent(registry.context(), FakeRegistry.config(OnnxRuntimeConfig.class, values));
    }

    @Test
    void activate_librariesPresent_registersTheEngineUntilDeactivated() {
        OnnxRuntimeEngineComponent component = component(Map.of());

        assertThat(registry.services()).singleElement().satisfies(service -> assertThat(
                        service.engine().supports("onnx"))
                .isTrue());

        component.deactivate();

        assertThat(registry.services()).isEmpty();
    }

    @Test
    void activate_threadsOutOfRange_isRefusedNamingValueAndRange() {
        assertThatThrownBy(() -> component(Map.of("threads", 1_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads = 1000 is out of range: 1 to 256");
    }
}
