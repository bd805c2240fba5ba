package io.signet.inference.tensorflow;

import io.signet.inference.spi.Cpu;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.tensorflow.internal.SavedModelSession;
import java.nio.file.Path;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.ConfigProto;

/**
 * Runs TensorFlow SavedModels: tag {@code serve}, signature {@code serving_default}. Owns the process's
 * {@link ConfigProto}: make one engine a process.
 *
 * <p>The native libraries (libtensorflow_cc, libtensorflow_framework, libjnitensorflow) are found through
 * {@code java.library.path}, or in a jar on the class path.
 */
public final class TensorFlowEngine implements Engine {
    /** The format that this engine supports: a directory with {@code saved_model.pb}. */
    public static final String FORMAT = "tensorflow-savedmodel";

    /** Its name, in statements and in settings. */
    public static final String NAME = "tensorflow";

    private static final String DEVICE = Cpu.device();
    private static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxPhysicalBytes";

    private final String version;
    private final ConfigProto config;

    private TensorFlowEngine(String version, ConfigProto config) {
        this.version = version;
        this.config = config;
    }

    /** Loads TensorFlow's libraries, which takes up to a few seconds the first time, and tells whether that worked. */
    public static EngineAvailability probe(TensorFlowOptions options) {
        // JavaCPP's default fails every allocation once the process, TensorFlow's own memory included, exceeds 4 x Xmx
        if (System.getProperty(MAX_PHYSICAL_BYTES) == null) {
            System.setProperty(MAX_PHYSICAL_BYTES, "0");
        }
        try {
            ConfigProto config = ConfigProto.newBuilder()
                    .setIntraOpParallelismThreads(options.intraOpThreads())
                    .setInterOpParallelismThreads(options.interOpThreads())
                    .build();
            return new EngineAvailability.Available(new TensorFlowEngine(TensorFlow.version(), config));
        } catch (LinkageError e) { // a library that is missing, or of another system
            return EngineAvailability.NotAvailable.of(
                    NAME,
                    e,
                    "unpack tensorflow-core-native for this system and name the directory in -Djava.library.path");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return version;
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
        if (!supports(format)) {
            throw new EngineException("TensorFlow runs " + FORMAT + ", not " + format);
        }
        return SavedModelSession.load(directory, config);
    }
}
