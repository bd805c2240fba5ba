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
 * @param cache directory of what TensorRT made of models, and of unpacked libraries; used by this engine alone
 */
public record TensorRtOptions(Precision precision, int workspaceMib, Path cache) {
    /** What suits a Jetson. */
    public static final int WORKSPACE_MIB_DEFAULT = 512;

    private static final String PRECISION = "precision";
    private static final String WORKSPACE = "workspace.mib";
    private static final String CACHE = "cache";

    public TensorRtOptions {
        Limits.requireInRange("workspace.mib", workspaceMib, 1, 65_536);
    }

    /** As an engine's process gets them. */
    Map<String, String> settings() {
        return Map.of(
                PRECISION, precision.text(),
                WORKSPACE, String.valueOf(workspaceMib),
                CACHE, cache.toString());
    }

    /** What {@link #settings} made. */
    public static TensorRtOptions of(Map<String, String> settings) {
        return new TensorRtOptions(
                Precision.of(Objects.requireNonNull(settings.get(PRECISION))),
                Integer.parseInt(Objects.requireNonNull(settings.get(WORKSPACE))),
                Path.of(Objects.requireNonNull(settings.get(CACHE))));
    }

    /** 32 bits. */
    public static TensorRtOptions in(Path cache) {
        return new TensorRtOptions(Precision.FP32, WORKSPACE_MIB_DEFAULT, cache);
    }
}
