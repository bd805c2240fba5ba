package io.signet.mesh;

import io.signet.runtime.Limits;
import io.signet.statement.Cosignature;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.List;

/**
 * Whom a node asks to cosign the heads of its log.
 *
 * @param count how many witnesses, 0 to {@link Cosignature#COUNT_MAX}
 * @param fixed the nodes to ask, the first preferred; empty to choose among the nodes online, always the same as far as
 *     they are there. A node that does not follow the others needs a list
 * @param patience how long an answer waits for cosignatures, 0 to 5 s; it goes out with those that came
 */
public record WitnessPlan(int count, List<NodeId> fixed, Duration patience) {
    /** Most nodes in a list. */
    public static final int FIXED_MAX = 64;

    /** Asks nobody. */
    public static final WitnessPlan NONE = new WitnessPlan(0, List.of(), Duration.ZERO);

    /** Two of the nodes online, and a quarter of a second. */
    public static final WitnessPlan DEFAULT = new WitnessPlan(2, List.of(), Duration.ofMillis(250));

    public WitnessPlan {
        Limits.requireInRange("witnesses", count, 0, Cosignature.COUNT_MAX);
        Limits.requireInRange("witness.wait.ms", patience.toMillis(), 0, 5_000);
        fixed = List.copyOf(fixed);
        Limits.requireInRange("nodes in the list of witnesses", fixed.size(), 0, FIXED_MAX);
    }
}
