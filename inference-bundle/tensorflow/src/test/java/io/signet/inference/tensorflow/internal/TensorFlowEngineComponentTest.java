package io.signet.inference.tensorflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.spi.Engine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

final class TensorFlowEngineComponentTest {
    private record Registered(Engine engine, Dictionary<?, ?> properties) {}

    private final List<Registered> registry = new ArrayList<>();

    /** A bundle's context that can register services and nothing else. */
    private final BundleContext context = fake(BundleContext.class, (proxy, method, arguments) -> {
        assertThat(method.getName()).isEqualTo("registerService");
        assertThat(arguments[0]).isEqualTo(Engine.class);
        Registered registered = new Registered((Engine) arguments[1], (Dictionary<?, ?>) arguments[2]);
        registry.add(registered);
        return fake(ServiceRegistration.class, (p, unregister, none) -> {
            assertThat(unregister.getName()).isEqualTo("unregister");
            registry.remove(registered);
            return null;
        });
    });

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static TensorFlowConfig config(Map<String, Object> values) {
        return fake(
                TensorFlowConfig.class,
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void activate_librariesPresent_registersTheEngineUntilDeactivated() {
        TensorFlowEngineComponent component = new TensorFlowEngineComponent(context, config(Map.of()));

        assertThat(registry).hasSize(1);
        Engine engine = registry.get(0).engine();
        assertThat(engine.supports("tensorflow-savedmodel")).isTrue();
        assertThat(registry.get(0).properties().get("engine.version")).isEqualTo(engine.version());
        assertThat(registry.get(0).properties().get("engine.device")).isEqualTo(engine.device());

        component.deactivate();

        assertThat(registry).isEmpty();
    }

    @Test
    void activate_threadsOutOfRange_isRefusedNamingValueAndRange() {
        TensorFlowConfig config = config(Map.of("threads_intra", 1_000));

        assertThatThrownBy(() -> new TensorFlowEngineComponent(context, config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads.intra = 1000 is out of range: 1 to 256");
    }
}
