package io.signet.kura.internal;

import org.eclipse.kura.configuration.ConfigurableComponent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** "Signet Gateway" in Kura's console. */
@Designate(ocd = GatewayOptions.class)
@Component(
        name = GatewayOptions.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = ConfigurableComponent.class)
public final class KuraGatewayComponent implements ConfigurableComponent {
    private final NodeAssembly assembly;

    /** Says what it is configured with. It is there even if that is impossible, so that it can be corrected. */
    @Activate
    public KuraGatewayComponent(GatewayOptions options, @Reference NodeAssembly assembly) {
        this.assembly = assembly;
        modified(options);
    }

    @Modified
    void modified(GatewayOptions options) {
        Said.to(assembly, PartName.GATEWAY, () -> GatewayPart.of(options));
    }

    @Deactivate
    void deactivate() {
        assembly.remove(PartName.GATEWAY);
    }
}
