package org.eclipse.kura.ai.inference;

import java.util.List;
import java.util.Optional;
import org.eclipse.kura.KuraException;
import org.osgi.annotation.versioning.ProviderType;

/** Runs models. */
@ProviderType
public interface InferenceEngineService {
    /** Computes the model's outputs. */
    List<Tensor> infer(ModelInfo model, List<Tensor> inputs) throws KuraException;

    /** Loads a model, from a path if one is given. */
    void loadModel(String name, Optional<String> path) throws KuraException;

    /** Unloads a model. */
    void unloadModel(String name) throws KuraException;

    /** Whether the model can be asked. */
    boolean isModelLoaded(String name) throws KuraException;

    /** The models that there are. */
    List<String> getModelNames() throws KuraException;

    /** What a model takes and gives. */
    Optional<ModelInfo> getModelInfo(String name) throws KuraException;

    /** Whether anything can be asked. */
    boolean isEngineReady() throws KuraException;
}
