package io.signet.inference.tensorrt;

import io.signet.runtime.Limits;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * How TensorRT computes.
 *
 * @param precision with how many bits
 * @param workspaceMib memory of the device that an operation may use beside its tensors, 1 to 65,536 MiB
 * @param graphs whether sizes of runs that come often are started as CUDA graphs
 * @param cache directory of what TensorRT made of models, and of unpacked libraries; used by this engine alone
 */
public record TensorRtOptions(Precision precision, int workspaceMib, boolean graphs, Path cache) {
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

    /** 32 bits, and otherwise as it is by default. */
    public static TensorRtOptions in(Path cache) {
        return in(cache, Precision.FP32);
    }

    /** As it is by default, with {@code precision}. */
    public static TensorRtOptions in(Path cache, Precision precision) {
        return new TensorRtOptions(precision, WORKSPACE_MIB_DEFAULT, true, cache);
    }
}
