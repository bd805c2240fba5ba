package io.signet.kura.internal;

import io.signet.attestation.HardwareKey;
import io.signet.inference.InferenceService;
import io.signet.mesh.Mesh;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Sees what of the node there is at a time. */
@Component(name = "io.signet.kura.watch", service = NodeWatch.class)
public final class NodeWatch {
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

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable HardwareKey key;

    /** Where the node's pages are served. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            target = "(signet.port=web)")
    private volatile @Nullable Supplier<OptionalInt> web;

    private final NodeAssembly assembly;

    /** Knows how Kura's components stand. */
    @Activate
    public NodeWatch(@Reference NodeAssembly assembly) {
        this.assembly = assembly;
    }

    private ConsoleState console() {
        Supplier<OptionalInt> port = web;
        return ConsoleState.of(assembly.consoleIsOn(), port == null ? OptionalInt.empty() : port.get());
    }

    /** What there is now. */
    NodeView view() {
        return new NodeView(
                Optional.ofNullable(mesh),
                Optional.ofNullable(inference),
                Optional.ofNullable(key),
                assembly.home(),
                console(),
                assembly.reports());
    }
}
