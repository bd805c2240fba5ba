package io.signet.inference.tensorrt;

import io.signet.inference.spi.Precision;
import io.signet.runtime.Limits;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * How TensorRT computes.
 *
 * @param precision the fewest bits it may compute with, of models whose publishers allow fewer than 32
 * @param workspaceMib memory of the device that an operation may use beside its tensors, 1 to 65,536 MiB
 * @param graphs whether sizes of runs that come often are started as CUDA graphs
 * @param cache directory of what TensorRT made of models, and of unpacked libraries; used by this engine alone
 */
public record TensorRtOptions(Precision precision, int workspaceMib, boolean graphs, Path cache) {
    /** As few as publishers allow. */
    public static final String PRECISION_DEFAULT = "int8";

    /** What suits a Jetson. */
    public static final int WORKSPACE_MIB_DEFAULT = 512;

    private static final String PRECISION = "precision";
    private static final String WORKSPACE = "workspace.mib";
    private static final String GRAPHS = "graphs";
    private static final String CACHE = "cache";

    public TensorRtOptions {
        Limits.requireInRange("workspace.mib", workspaceMib, 1, 65_536);
    }

    /** As an engine's process gets them. */
    Map<String, String> settings() {
        return Map.of(
                PRECISION, precision.text(),
                WORKSPACE, String.valueOf(workspaceMib),
                GRAPHS, String.valueOf(graphs),
                CACHE, cache.toString());
    }

    /** What {@link #settings} made. */
    public static TensorRtOptions of(Map<String, String> settings) {
        return new TensorRtOptions(
                Precision.of(Objects.requireNonNull(settings.get(PRECISION))),
                Integer.parseInt(Objects.requireNonNull(settings.get(WORKSPACE))),
                Boolean.parseBoolean(settings.get(GRAPHS)),
                Path.of(Objects.requireNonNull(settings.get(CACHE))));
    }

    /** As it is by default. */
    public static TensorRtOptions in(Path cache) {
        return new TensorRtOptions(Precision.of(PRECISION_DEFAULT), WORKSPACE_MIB_DEFAULT, true, cache);
    }
}
