package io.signet.kura.internal;

import io.signet.inference.InferenceService;
import io.signet.mesh.Mesh;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** "Signet Metrics" in Kura's console. Node, mesh and publisher may come and go; it says what there is. */
@Designate(ocd = MetricsOptions.class)
@Component(
        name = MetricsOptions.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = ConfigurableComponent.class)
public final class KuraMetricsComponent implements ConfigurableComponent {
    private static final Logger LOG = LoggerFactory.getLogger(KuraMetricsComponent.class);
    private static final int INTERVAL_S_MIN = 5;
    private static final int INTERVAL_S_MAX = 86_400;
    /** How soon a publisher that comes is seen. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    @Reference(
            name = "CloudPublisher",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable CloudPublisher publisher;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Mesh mesh;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable InferenceService inference;

    private Optional<AgentThread> thread = Optional.empty();

    /** Begins. */
    @Activate
    @Modified
    synchronized void configure(MetricsOptions options) {
        Duration interval;
        try {
            interval = Duration.ofSeconds(
                    Limits.requireInRange("interval.s", options.interval_s(), INTERVAL_S_MIN, INTERVAL_S_MAX));
        } catch (IllegalArgumentException | ComponentException e) {
            LOG.error(
                    "Signet Metrics is not configured as asked: {}. {}",
                    e.getMessage(),
                    thread.isPresent() ? "The interval before stays" : "Nothing is sent");
            return;
        }
        deactivate();
        MetricsAgent agent = new MetricsAgent(
                () -> Optional.ofNullable(publisher),
                () -> NodeMetrics.of(Optional.ofNullable(mesh), Optional.ofNullable(inference)),
                interval,
                Clock.SYSTEM);
        thread = Optional.of(AgentThread.start(agent, IDLE));
    }

    @Deactivate
    synchronized void deactivate() {
        thread.ifPresent(AgentThread::close);
        thread = Optional.empty();
    }
}
