package io.signet.mesh.spi;

import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import java.util.List;

/**
 * What this node can take now.
 *
 * @param models what it serves; a report holds the first {@value #REPORTED_MODELS_MAX}, or
 *     {@value #REPORTED_WITH_LOG_MAX} if the node shows its log
 * @param queuedRows rows that wait or run
 * @param freeMemoryMib free memory in MiB
 * @param strain whether its hardware needs relief; the others then give it less work
 */
public record NodeLoad(List<ServedModel> models, int queuedRows, long freeMemoryMib, Strain strain) {
    /** Models in one report, which keeps it within 512 bytes. */
    public static final int REPORTED_MODELS_MAX = 6;

    /** Models in the report of a node that says where it shows its log: the address takes the place of two. */
    public static final int REPORTED_WITH_LOG_MAX = 4;

    public NodeLoad {
        models = List.copyOf(models);
    }
}
