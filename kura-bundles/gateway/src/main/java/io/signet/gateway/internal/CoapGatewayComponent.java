package io.signet.gateway.internal;

import io.signet.attestation.HardwareKey;
import io.signet.coaps.CoapListener;
import io.signet.coaps.DtlsIdentity;
import io.signet.inference.InferenceService;
import io.signet.mesh.Mesh;
import io.signet.mesh.OwnTasks;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Clock;
import io.signet.runtime.SystemRandom;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.californium.core.CoapResource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's gateway for sensors, if one is configured: as soon as the node is a member of its mesh, until it leaves it. */
@Designate(ocd = CoapGatewayConfig.class)
@Component(
        name = CoapGatewayConfig.PID,
        configurationPid = CoapGatewayConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = CoapGatewayComponent.class)
public final class CoapGatewayComponent {
    private static final Logger LOG = LoggerFactory.getLogger(CoapGatewayComponent.class);

    private static final int WORKERS = 2;

    private final CoapListener listener;
    private final ExecutorService workers;
    private final Pictures pictures;

    /**
     * Starts to listen.
     *
     * @throws IllegalArgumentException if a value is out of range
     * @throws ProvisioningException if profile, certificates or trust policy can't be read, or the certificate is not for the
     *     node's key
     * @throws IOException if the address can't be listened on
     */
    @Activate
    public CoapGatewayComponent(
            CoapGatewayConfig config,
            @Reference HardwareKey key,
            @Reference InferenceService inference,
            @Reference OwnTasks own,
            @Reference Mesh mesh)
            throws ProvisioningException, IOException {
        CoapSettings settings = CoapSettings.of(config);
        GatewayIdentity identity = GatewayIdentity.read(config.profile_file(), key);
        Catalog catalog = new Catalog(inference, mesh, own.node(), "");
        Answers answers = new Answers(catalog, own, mesh, Clock.SYSTEM, SystemRandom.create());
        workers = Executors.newFixedThreadPool(WORKERS, CoapGatewayComponent::worker);
        pictures = Pictures.open(Clock.SYSTEM);
        CoapModels models = new CoapModels(catalog, answers, pictures, settings, workers);
        try {
            listener = CoapListener.start(
                    settings.address(),
                    settings.limits(),
                    new DtlsIdentity(key.handle(), identity.chain(), identity.owners()),
                    root -> root.add(new CoapResource("v2", false).add((CoapResource) models)));
        } catch (IOException e) {
            workers.shutdown();
            pictures.close();
            throw e;
        }
        LOG.info("sensors call coaps://{}:{}/v2/models/MODEL/infer", config.address(), listener.port());
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "signet-gateway-coap");
        thread.setDaemon(true);
        return thread;
    }

    /** The port where it listens. */
    int port() {
        return listener.port();
    }

    /** Closes. */
    @Deactivate
    void deactivate() {
        listener.close();
        workers.shutdown();
        pictures.close();
        LOG.info("the gateway for sensors is closed");
    }
}
