package io.signet.simulator.scenario;

import io.signet.runtime.Limits;
import io.signet.statement.Cosignature;

/**
 * How the logs of a mesh's nodes are witnessed.
 *
 * @param asked how many others each node asks to cosign its heads, 0 to 8
 * @param demanded how many cosignatures a requester demands with each answer, 0 to 8
 */
public record Witnesses(int asked, int demanded) {
    /** Nobody witnesses anything. */
    public static final Witnesses NONE = new Witnesses(0, 0);

    public Witnesses {
        Limits.requireInRange("asked", asked, 0, Cosignature.COUNT_MAX);
        Limits.requireInRange("demanded", demanded, 0, Cosignature.COUNT_MAX);
    }
}
