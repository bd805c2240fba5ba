package io.signet.gateway.internal;

import io.signet.attestation.HardwareKey;
import io.signet.inference.InferenceService;
import io.signet.inference.PackageStore;
import io.signet.mesh.Mesh;
import io.signet.mesh.OwnTasks;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Clock;
import io.signet.runtime.OneKeyTls;
import io.signet.runtime.SystemRandom;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's gateway, if one is configured: as soon as the node is a member of its mesh, until it leaves it. */
@Designate(ocd = GatewayConfig.class)
@Component(
        name = GatewayConfig.PID,
        configurationPid = GatewayConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = GatewayComponent.class)
public final class GatewayComponent {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayComponent.class);

    private final Listeners listeners;
    private final Pictures pictures;

    /**
     * Starts to listen.
     *
     * @throws IllegalArgumentException if a value is out of range
     * @throws ProvisioningException if profile, certificates or trust policy can't be read, or the certificate is not for the
     *     node's key
     * @throws IOException if an address can't be listened on
     */
    @Activate
    public GatewayComponent(
            GatewayConfig config,
            @Reference HardwareKey key,
            @Reference InferenceService inference,
            @Reference PackageStore packages,
            @Reference OwnTasks own,
            @Reference Mesh mesh)
            throws ProvisioningException, IOException {
        this(config, key, inference, packages, own, mesh, Patience.DEFAULT);
    }

    /** The same, with other patience. */
    GatewayComponent(
            GatewayConfig config,
            HardwareKey key,
            InferenceService inference,
            PackageStore packages,
            OwnTasks own,
            Mesh mesh,
            Patience patience)
            throws ProvisioningException, IOException {
        GatewaySettings settings = GatewaySettings.of(config);
        PackageSettings packageSettings = PackageSettings.of(config);
        GatewayIdentity identity = GatewayIdentity.read(config.profile_file(), key);
        SSLContext tls = OneKeyTls.context(key.handle(), identity.chain(), identity.owners());
        Catalog catalog = new Catalog(inference, mesh, own.node(), version());
        Answers answers = new Answers(catalog, own, mesh, Clock.SYSTEM, SystemRandom.create());
        Promptness promptness = new Promptness(patience);
        pictures = Pictures.open(Clock.SYSTEM);
        Router router =
                new Router(catalog, answers, pictures, packages, packageSettings, settings, patience, promptness);
        try {
            listeners = Listeners.start(settings.listeners(), tls, patience, promptness, router);
        } catch (IOException e) {
            pictures.close();
            throw e;
        }
        LOG.info(
                "the gateway answers at https://{}:{}/v2, clients: {}",
                config.address(),
                listeners.port(),
                config.clients());
        listeners.localPort().ifPresent(port -> LOG.info("programs on this machine call http://localhost:{}/v2", port));
    }

    private static String version() {
        return Optional.ofNullable(GatewayComponent.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** The port where HTTPS is served. */
    int port() {
        return listeners.port();
    }

    /** The port for programs on this machine, if there is one. */
    OptionalInt localPort() {
        return listeners.localPort();
    }

    /** Answers what is under way, for five seconds at most, and closes. */
    @Deactivate
    void deactivate() {
        listeners.close();
        pictures.close();
        LOG.info("the gateway is closed");
    }
}
