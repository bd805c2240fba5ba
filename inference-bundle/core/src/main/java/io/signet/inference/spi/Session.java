package io.signet.inference.spi;

import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A loaded model. {@link #run} may be called by as many threads at once as {@link SessionOptions#runsMax} said when it
 * was opened. Equal inputs give equal outputs, whatever else runs.
 */
@ConsumerType
public interface Session extends AutoCloseable {
    /** What {@link #run} takes, sorted by name. */
    List<TensorSpec> inputs();

    /** What {@link #run} gives, sorted by name. */
    List<TensorSpec> outputs();

    /**
     * Computes all outputs. Does not write to the inputs, and does not keep them: their memory is the caller's again on
     * return. The outputs' memory belongs to nobody else and lives as long as they are reachable.
     *
     * @param inputs one tensor for each of {@link #inputs()}, fitting it; direct buffers spare the engine a copy
     * @return one tensor for each of {@link #outputs()}; may hold NaN and infinities, as computed
     * @throws EngineException if the inputs do not fit or the computation failed; the session stays usable
     * @throws IllegalStateException if the session is closed
     */
    Map<String, Tensor> run(Map<String, Tensor> inputs) throws EngineException;

    /**
     * Says that inputs of later runs may lie in {@code memory}, so that an engine whose device reads it where it lies can
     * prepare it for that.
     *
     * @param memory direct; it stays where it is until {@link #takeBack} of it, or until this is closed
     */
    default void lend(ByteBuffer memory) {}

    /** Says that no later run's inputs lie in {@code memory}, and that no run under way uses it. */
    default void takeBack(ByteBuffer memory) {}

    /**
     * Version of the engine as it computes this model, if that says more than {@link Engine#version}: {@code 10.3.0-fp16}.
     * Statements give it.
     */
    default Optional<String> engineVersion() {
        return Optional.empty();
    }

    /**
     * Why no further run can succeed, such as a process that ended again and again: the model has to be opened anew, or by
     * another engine. Empty as long as runs can succeed.
     */
    default Optional<String> failure() {
        return Optional.empty();
    }

    /** Frees the model. Waits for runs under way. Closing again does nothing. */
    @Override
    void close();
}
