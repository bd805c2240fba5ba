package io.signet.inference.process.internal;

import io.signet.inference.spi.SessionOptions;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the two ends say to each other on a lane, one message at a time.
 *
 * <pre>
 * process                          node
 *    | Hello -------------------------> |  on each lane
 *    | &lt;------------------------ Init |  on the first; all that follows until Opened, too
 *    | Ready or Absent ---------------> |
 *    | &lt;------------------------ Open |
 *    | Opened or Failed --------------> |
 *    | &lt;------------------------- Run |  the inputs lie in the lane's memory
 *    | Done or Failed ----------------> |  the outputs lie in the lane's memory, or
 *    | Grow --------------------------> |  they find no room there
 *    | &lt;------------------------ More |
 *    | Done --------------------------> |
 * </pre>
 */
sealed interface Message {
    /** Version of this protocol; both ends come from one build, so others are refused. */
    int VERSION = 2;

    /** Most tensors on either side of a model. */
    int TENSORS_MAX = 512;

    /** A version of an engine, which fits into a statement beside the engine's name. */
    Pattern ENGINE_VERSION = Pattern.compile("[0-9A-Za-z.+-]{1,31}");

    /** Longest reason that is told. */
    int TEXT_CHARS_MAX = 2_000;

    /** The process is there, and this connection is that lane. */
    record Hello(int version, int lane) implements Message {}

    /** The program's settings. */
    record Init(Map<String, String> settings) implements Message {}

    /** The engine works. */
    record Ready(String name, String version, String device) implements Message {}

    /** The engine does not work. */
    record Absent(String reason) implements Message {}

    /** Load that model. */
    record Open(String directory, String format, SessionOptions options) implements Message {}

    /** It is loaded, and computed by that version of the engine, if the session says so. */
    record Opened(List<TensorSpec> inputs, List<TensorSpec> outputs, Optional<String> engineVersion)
            implements Message {
        public Opened {
            if (engineVersion.isPresent()
                    && !ENGINE_VERSION.matcher(engineVersion.get()).matches()) {
                throw new IllegalArgumentException("'" + engineVersion.get() + "' is no version of an engine");
            }
        }
    }

    /** A file to be mapped in place of the one before. */
    record Area(String file, int sizeBytes) {}

    /** A tensor in the lane's memory. */
    record Placed(String name, DataType type, List<Long> shape, int offset) {}

    /** Compute. */
    record Run(Optional<Area> area, List<Placed> inputs) implements Message {}

    /** So many bytes are needed for the outputs. */
    record Grow(long sizeBytes) implements Message {}

    /** There they may go. */
    record More(Area area) implements Message {}

    /** It is computed. */
    record Done(List<Placed> outputs) implements Message {}

    /** It could not be done, for the reason that the engine gave. */
    record Failed(String reason) implements Message {}

    /** {@code text}, as long as it may be told. */
    static String cut(String text) {
        return text.substring(0, Math.min(text.length(), TEXT_CHARS_MAX));
    }
}
