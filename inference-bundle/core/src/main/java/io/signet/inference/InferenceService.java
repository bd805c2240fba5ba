package io.signet.inference;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Computes requests on the models of this node. Thread-safe; never blocks its callers. */
@ProviderType
public interface InferenceService {
    /**
     * Computes {@code request}, possibly joined with others.
     *
     * @return completes with the outcome, never exceptionally, at the latest shortly after the deadline. It completes on
     *     a thread of the host, or on the caller's if the request is refused at once, or on that of another caller whose
     *     more urgent request takes its place: what is chained to it must be brief
     */
    CompletionStage<InferenceOutcome> infer(InferenceRequest request);

    /** The models that can be asked for now, sorted by name, then by digest. */
    List<ModelInfo> models();

    /**
     * The models of that name, of several packages perhaps. A request that names no package gets the first: what was loaded
     * last.
     */
    List<ModelInfo> models(String name);

    /** How busy this node is now. */
    LoadSnapshot load();
}
