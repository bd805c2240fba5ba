package io.signet.simulator.scenario;

import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Limits;
import java.time.Duration;

/**
 * Boxes that become nodes, behind one address, and renew their certificates.
 *
 * @param boxes how many, 1 to {@value #BOXES_MAX}
 * @param switchedOnOver within which time they are switched on, evenly
 * @param clones share of them that have the disk of another, copied after that was enrolled
 * @param wrongCodes share of them whose label nobody claimed
 * @param certificateLife how long their certificates last
 */
public record Pallet(int boxes, Duration switchedOnOver, double clones, double wrongCodes, Duration certificateLife) {
    /** Most boxes. */
    public static final int BOXES_MAX = 10_000;

    /** The largest share of boxes that are copies, and of those with wrong codes. */
    public static final double BAD_MAX = 0.4;

    public Pallet {
        Limits.requireInRange("boxes", boxes, 1, BOXES_MAX);
        Limits.requireInRange(
                "switched-on-over (ms)",
                switchedOnOver.toMillis(),
                0,
                Duration.ofDays(1).toMillis());
        Checks.requireInRange("clones", clones, 0, BAD_MAX);
        Checks.requireInRange("wrong-codes", wrongCodes, 0, BAD_MAX);
        Limits.requireInRange(
                "certificate-life (days)",
                certificateLife.toDays(),
                OwnerAuthority.NODE_LIFE_MIN.toDays(),
                OwnerAuthority.NODE_LIFE_MAX.toDays());
    }

    /** Boxes with another's disk. */
    public int cloneCount() {
        return (int) Math.round(boxes * clones);
    }

    /** Boxes whose label nobody claimed. */
    public int wrongCodeCount() {
        return (int) Math.round(boxes * wrongCodes);
    }

    /** Boxes with the right code. */
    public int goodCount() {
        return boxes - cloneCount() - wrongCodeCount();
    }
}
