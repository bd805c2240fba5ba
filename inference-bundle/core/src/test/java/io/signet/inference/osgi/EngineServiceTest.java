package io.signet.inference.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.FakeEngine;
import io.signet.inference.spi.EngineAvailability;
import org.junit.jupiter.api.Test;

final class EngineServiceTest {
    private final FakeRegistry registry = new FakeRegistry();

    @Test
    void register_engineThatWorks_isAServiceUntilClosed() {
        FakeEngine engine = new FakeEngine(2);
        EngineService service = EngineService.register(registry.context(), new EngineAvailability.Available(engine));

        assertThat(registry.services()).singleElement().satisfies(registered -> {
            assertThat(registered.engine()).isSameAs(engine);
            assertThat(registered.properties().get("engine.name")).isEqualTo("fake");
            assertThat(registered.properties().get("engine.version")).isEqualTo("1.0");
            assertThat(registered.properties().get("engine.device")).isEqualTo("cpu/test");
        });

        service.close();

        assertThat(registry.services()).isEmpty();
    }

    @Test
    void register_engineThatDoesNotWork_isNoService() {
        EngineService service = EngineService.register(
                registry.context(), new EngineAvailability.NotAvailable("fake", "there is no such library"));

        assertThat(registry.services()).isEmpty();
        service.close();
    }
}
