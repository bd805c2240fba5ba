package io.signet.kura.internal;

import io.signet.mesh.Mesh;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.kura.security.tamper.detection.TamperDetectionService;
import org.eclipse.kura.security.tamper.detection.TamperEvent;
import org.eclipse.kura.security.tamper.detection.TamperStatus;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.EventAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows answers that did not prove themselves on Kura's page of tamper detection. */
@Component(
        name = KuraTamperComponent.PID,
        immediate = true,
        property = "kura.service.pid=" + KuraTamperComponent.PID,
        service = TamperDetectionService.class)
public final class KuraTamperComponent implements TamperDetectionService {
    static final String PID = "io.signet.kura.tamper";

    private static final Logger LOG = LoggerFactory.getLogger(KuraTamperComponent.class);
    private static final Duration IDLE = Duration.ofSeconds(1);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Mesh mesh;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable EventAdmin events;

    private final TamperWatch watch = new TamperWatch(() -> Optional.ofNullable(mesh), this::changed, Clock.SYSTEM);
    private Optional<AgentThread> thread = Optional.empty();

    @Activate
    synchronized void activate() {
        thread = Optional.of(AgentThread.start(watch, IDLE));
    }

    @Deactivate
    synchronized void deactivate() {
        thread.ifPresent(AgentThread::close);
        thread = Optional.empty();
    }

    private void changed(TamperStatus status) {
        LOG.warn(
                "{}",
                status.isDeviceTampered()
                        ? "an answer did not prove itself; Kura's page of tamper detection has the count"
                        : "answers that did not prove themselves were marked as seen");
        EventAdmin admin = events;
        if (admin != null) {
            admin.postEvent(new TamperEvent(PID, status));
        }
    }

    @Override
    public String getDisplayName() {
        return "Signet: answers that did not prove themselves";
    }

    @Override
    public TamperStatus getTamperStatus() {
        return watch.status();
    }

    @Override
    public void resetTamperStatus() {
        watch.reset();
    }
}
