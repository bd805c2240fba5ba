package io.signet.inference.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.spi.Engine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A framework's registry, of which engines can be services and nothing else. */
public final class FakeRegistry {
    /** A service and its properties. */
    public record Registered(Engine engine, Dictionary<?, ?> properties) {}

    private final List<Registered> services = new ArrayList<>();

    private final BundleContext context = fake(BundleContext.class, (proxy, method, arguments) -> {
        assertThat(method.getName()).isEqualTo("registerService");
        assertThat(arguments[0]).isEqualTo(Engine.class);
        Registered registered = new Registered((Engine) arguments[1], (Dictionary<?, ?>) arguments[2]);
        services.add(registered);
        return fake(ServiceRegistration.class, (p, unregister, none) -> {
            assertThat(unregister.getName()).isEqualTo("unregister");
            services.remove(registered);
            return null;
        });
    });

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A component's configuration: {@code values}, and the defaults of what they lack. */
    public static <T> T config(Class<T> type, Map<String, Object> values) {
        return fake(
                type, (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    /** The context of the bundle that registers. */
    public BundleContext context() {
        return context;
    }

    /** What is registered now. */
    public List<Registered> services() {
        return List.copyOf(services);
    }
}
