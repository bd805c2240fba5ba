package io.signet.mesh.spi;

import io.signet.mesh.ServedModel;
import java.util.List;

/**
 * What this node can take now.
 *
 * @param models what it serves; a report holds the first {@value #REPORTED_MODELS_MAX}
 * @param queuedRows rows that wait or run
 * @param freeMemoryMib free memory in MiB
 */
public record NodeLoad(List<ServedModel> models, int queuedRows, long freeMemoryMib) {
    /** Models in one report, which keeps it within 512 bytes. */
    public static final int REPORTED_MODELS_MAX = 6;

    public NodeLoad {
        models = List.copyOf(models);
    }
}
