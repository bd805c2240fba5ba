package io.signet.kura.internal;

import io.signet.attestation.HardwareKey;
import io.signet.inference.InferenceService;
import io.signet.kura.rest.NodeRest;
import io.signet.kura.rest.RestAnswer;
import io.signet.mesh.Mesh;
import io.signet.runtime.Clock;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What Kura's REST is told of the node, of whatever parts there are at the time. */
@Component(name = "io.signet.kura.rest", immediate = true, service = NodeRest.class)
public final class NodeRestComponent implements NodeRest {
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

    private final NodeAssembly assembly;
    private final NodeAnswers answers = new NodeAnswers(this::view, Clock.SYSTEM);

    /** Knows how Kura's components stand. */
    @Activate
    public NodeRestComponent(@Reference NodeAssembly assembly) {
        this.assembly = assembly;
    }

    private NodeView view() {
        return new NodeView(
                Optional.ofNullable(mesh),
                Optional.ofNullable(inference),
                Optional.ofNullable(key),
                assembly.home(),
                assembly.reports());
    }

    @Override
    public RestAnswer status() {
        return answers.status();
    }

    @Override
    public RestAnswer identity() {
        return answers.identity();
    }

    @Override
    public RestAnswer nodes() {
        return answers.nodes();
    }

    @Override
    public RestAnswer models() {
        return answers.models();
    }

    @Override
    public RestAnswer metrics() {
        return answers.metrics();
    }

    @Override
    public RestAnswer verify(InputStream receipt) {
        return answers.verify(receipt);
    }
}
