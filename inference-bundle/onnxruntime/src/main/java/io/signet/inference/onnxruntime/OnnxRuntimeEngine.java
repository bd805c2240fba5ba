package io.signet.inference.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.signet.inference.onnxruntime.internal.LastingEnvironment;
import io.signet.inference.onnxruntime.internal.OnnxSession;
import io.signet.inference.spi.Cpu;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs ONNX models on the CPU. All models share one pool of threads, which does not spin: a node has other work for its
 * processors.
 *
 * <p>The native libraries (libonnxruntime, libonnxruntime4j_jni) are found through {@code java.library.path}.
 */
public final class OnnxRuntimeEngine implements Engine {
    /** The format that this engine supports: a directory with {@code model.onnx}. */
    public static final String FORMAT = "onnx";

    /** Its name, in statements and in settings. */
    public static final String NAME = "onnxruntime";

    private static final String DEVICE = Cpu.device();

    private final OrtEnvironment environment;

    private OnnxRuntimeEngine(OrtEnvironment environment) {
        this.environment = environment;
    }

    /** Loads ONNX Runtime's libraries, which takes a fraction of a second, and tells whether that worked. */
    public static EngineAvailability probe(OnnxRuntimeOptions options) {
        try {
            return new EngineAvailability.Available(new OnnxRuntimeEngine(LastingEnvironment.get(options.threads())));
        } catch (LinkageError e) { // a library that is missing, or of another system
            return EngineAvailability.NotAvailable.of(
                    NAME,
                    e,
                    "unpack the libraries for this system out of onnxruntime's jar and name their directory in"
                            + " -Djava.library.path");
        } catch (OrtException e) {
            return new EngineAvailability.NotAvailable(NAME, "it does not start: " + e.getMessage());
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return environment.getVersion();
    }

    @Override
    public String device() {
        return DEVICE;
    }

    @Override
    public boolean supports(String format) {
        return format.equals(FORMAT);
    }

    @Override
    public Session open(Path directory, String format, SessionOptions options) throws EngineException {
        require(format);
        return OnnxSession.load(environment, directory, options.runsMax());
    }

    @Override
    public Session openInMemory(Map<String, ByteBuffer> files, String format, SessionOptions options)
            throws EngineException {
        require(format);
        return OnnxSession.loadInMemory(environment, files, options.runsMax());
    }

    private void require(String format) throws EngineException {
        if (!supports(format)) {
            throw new EngineException("ONNX Runtime runs " + FORMAT + ", not " + format);
        }
    }
}
