package io.signet.kura.internal;

import io.signet.inference.InferenceService;
import io.signet.mesh.Mesh;
import io.signet.runtime.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.ComponentException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Producer;
import org.osgi.service.wireadmin.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * "Signet Mesh Job" among Kura's wire components. It answers on the thread that brings the records, as Kura's own do, and keeps it for
 * the time-out at most.
 */
@Designate(ocd = WireOptions.class, factory = true)
@Component(
        name = WireOptions.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        property = "kura.ui.service.hide:Boolean=true",
        service = {
            ConfigurableComponent.class,
            WireComponent.class,
            WireEmitter.class,
            WireReceiver.class,
            Producer.class,
            Consumer.class
        })
public final class KuraWireComponent implements WireEmitter, WireReceiver, ConfigurableComponent {
    /** Why a record failed. */
    static final String ERROR = "signet.error";

    private static final Logger LOG = LoggerFactory.getLogger(KuraWireComponent.class);

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

    private final WireSupport wires;
    private volatile Setup setup = new Setup(Optional.empty(), true, "nothing is set");

    /**
     * What is in force.
     *
     * @param jobs empty if nothing possible was set yet
     * @param emitErrors whether a record that fails is emitted
     * @param reason why there are no jobs
     */
    private record Setup(Optional<WireJobs> jobs, boolean emitErrors, String reason) {}

    /** Takes its place in the graph. It is there even if what is set is impossible, so that it can be corrected. */
    @Activate
    @SuppressWarnings("unchecked") // Kura wants the reference of the component that this is
    public KuraWireComponent(ComponentContext context, WireOptions options, @Reference WireHelperService helper) {
        wires = helper.newWireSupport(
                this, (ServiceReference<WireComponent>) (ServiceReference<?>) context.getServiceReference());
        modified(options);
    }

    @Modified
    void modified(WireOptions options) {
        try {
            WireSettings settings = WireSettings.of(options);
            WireJobs jobs = new WireJobs(
                    settings, () -> Optional.ofNullable(mesh), () -> Optional.ofNullable(inference), Clock.SYSTEM);
            setup = new Setup(Optional.of(jobs), settings.emitErrors(), "");
        } catch (IllegalArgumentException | ComponentException e) {
            String reason = String.valueOf(e.getMessage());
            LOG.error(
                    "Signet Mesh Job is not configured as asked: {}. {}",
                    reason,
                    setup.jobs().isPresent() ? "What was set before stays" : "Records fail");
            setup = setup.jobs().isPresent() ? setup : new Setup(Optional.empty(), true, reason);
        }
    }

    /** Answers, and emits what came of each record, in their order. */
    @Override
    public void onWireReceive(WireEnvelope envelope) {
        Setup now = setup;
        List<Map<String, Object>> records =
                envelope.getRecords().stream().map(KuraWireComponent::values).toList();
        List<WireAnswer> answers = now.jobs().map(jobs -> jobs.answer(records)).orElseGet(() -> records.stream()
                .<WireAnswer>map(record -> new WireAnswer.Failed(now.reason()))
                .toList());
        List<WireRecord> emitted = new ArrayList<>();
        for (WireAnswer answer : answers) {
            if (answer instanceof WireAnswer.Answered answered) {
                emitted.add(record(answered.properties()));
            } else if (answer instanceof WireAnswer.Failed failed) {
                if (now.emitErrors()) {
                    emitted.add(record(Map.of(ERROR, failed.reason())));
                } else {
                    LOG.warn("a record was dropped: {}", failed.reason());
                }
            }
        }
        if (!emitted.isEmpty()) {
            wires.emit(emitted);
        }
    }

    private static Map<String, Object> values(WireRecord record) {
        Map<String, Object> values = new HashMap<>();
        record.getProperties().forEach((name, value) -> values.put(name, value.getValue()));
        return values;
    }

    private static WireRecord record(Map<String, Object> values) {
        Map<String, TypedValue<?>> typed = new HashMap<>();
        values.forEach((name, value) -> typed.put(name, typed(value)));
        return new WireRecord(typed);
    }

    private static TypedValue<?> typed(Object value) {
        if (value instanceof byte[] bytes) {
            return TypedValues.newByteArrayValue(bytes);
        }
        if (value instanceof Boolean bool) {
            return TypedValues.newBooleanValue(bool);
        }
        if (value instanceof Float number) {
            return TypedValues.newFloatValue(number);
        }
        if (value instanceof Double number) {
            return TypedValues.newDoubleValue(number);
        }
        if (value instanceof Integer number) {
            return TypedValues.newIntegerValue(number);
        }
        return value instanceof Long number
                ? TypedValues.newLongValue(number)
                : TypedValues.newStringValue(value.toString());
    }

    @Override
    public void consumersConnected(Wire @Nullable [] connected) {
        wires.consumersConnected(connected);
    }

    @Override
    public void producersConnected(Wire @Nullable [] connected) {
        wires.producersConnected(connected);
    }

    @Override
    public Object polled(Wire wire) {
        return wires.polled(wire);
    }

    @Override
    public void updated(Wire wire, Object value) {
        wires.updated(wire, value);
    }
}
