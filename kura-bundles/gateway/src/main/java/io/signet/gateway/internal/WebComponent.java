package io.signet.gateway.internal;

import io.signet.attestation.HardwareKey;
import io.signet.gateway.web.WebPages;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Limits;
import io.signet.runtime.OneKeyTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the node's pages over HTTPS, if that is configured and somebody has pages; whether the node is a member or not. Whoever wants to
 * know where finds it as the supplier of a port with the property {@code signet.port}.
 */
@Designate(ocd = WebConfig.class)
@Component(
        name = WebConfig.PID,
        configurationPid = WebConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        property = "signet.port=web",
        service = {WebComponent.class, Supplier.class})
public final class WebComponent implements Supplier<OptionalInt> {
    private static final Logger LOG = LoggerFactory.getLogger(WebComponent.class);

    private final Optional<Listeners> listeners;

    /**
     * Starts to listen, if there are pages; when some come, the component is made anew.
     *
     * @throws IllegalArgumentException if a value is out of range
     * @throws ProvisioningException if profile, certificates or trust policy can't be read, or the certificate is not for the
     *     node's key
     * @throws IOException if the address can't be listened on
     */
    @Activate
    public WebComponent(
            WebConfig config,
            @Reference HardwareKey key,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    WebPages pages)
            throws ProvisioningException, IOException {
        this(config, key, Optional.ofNullable(pages), Patience.DEFAULT);
    }

    /** The same, with other patience. */
    WebComponent(WebConfig config, HardwareKey key, Optional<WebPages> pages, Patience patience)
            throws ProvisioningException, IOException {
        listeners = pages.isPresent() ? Optional.of(start(config, key, pages.get(), patience)) : Optional.empty();
        LOG.info(
                "{}",
                listeners
                        .map(open -> "the node's pages are at https://" + config.address() + ":" + open.port() + "/")
                        .orElse("there are no pages to show: their configuration is missing, or not right"));
    }

    private static Listeners start(WebConfig config, HardwareKey key, WebPages pages, Patience patience)
            throws ProvisioningException, IOException {
        ListenerPlan plan = new ListenerPlan(
                "signet-web",
                new InetSocketAddress(
                        GatewaySettings.address(config.address()),
                        Limits.requireInRange("port", config.port(), 0, 65_535)),
                ListenerPlan.Clients.ASKED,
                OptionalInt.empty(),
                Limits.requireInRange("connections.max", config.connections_max(), 1, 65_535));
        int requestsMax = Limits.requireInRange("requests.max", config.requests_max(), 1, 1024);
        long bodies = (long) Limits.requireInRange("bodies.mib.max", config.bodies_mib_max(), 1, 4096) << 20;
        GatewayIdentity identity = GatewayIdentity.read(config.profile_file(), key);
        SSLContext tls = OneKeyTls.context(key.handle(), identity.chain(), identity.owners());
        Promptness promptness = new Promptness(patience);
        WebHandler handler = new WebHandler(pages, requestsMax, new ByteBudget(bodies), patience, promptness);
        return Listeners.start(plan, tls, patience, promptness, handler);
    }

    /** The port where HTTPS is served; none if there are no pages. */
    public OptionalInt port() {
        return listeners.map(open -> OptionalInt.of(open.port())).orElse(OptionalInt.empty());
    }

    @Override
    public OptionalInt get() {
        return port();
    }

    /** Answers what is under way, for five seconds at most, and closes. */
    @Deactivate
    public void deactivate() {
        listeners.ifPresent(Listeners::close);
        LOG.info("the node's pages are closed");
    }
}
