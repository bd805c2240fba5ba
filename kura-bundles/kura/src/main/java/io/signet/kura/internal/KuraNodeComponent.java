package io.signet.kura.internal;

import org.eclipse.kura.configuration.ConfigurableComponent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** "Signet Node" in Kura's console. */
@Designate(ocd = NodeOptions.class)
@Component(
        name = NodeOptions.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = ConfigurableComponent.class)
public final class KuraNodeComponent implements ConfigurableComponent {
    private final NodeAssembly assembly;

    /** Says what it is configured with. It is there even if that is impossible, so that it can be corrected. */
    @Activate
    public KuraNodeComponent(NodeOptions options, @Reference NodeAssembly assembly) {
        this.assembly = assembly;
        modified(options);
    }

    @Modified
    void modified(NodeOptions options) {
        Said.to(assembly, PartName.NODE, () -> NodePart.of(options));
    }

    @Deactivate
    void deactivate() {
        assembly.remove(PartName.NODE);
    }
}
