package io.signet.cli.pallet;

import io.signet.runtime.Limits;
import java.time.Duration;
import java.util.Optional;

/**
 * A pallet of boxes.
 *
 * @param boxes how many there are, 1 to {@value #BOXES_MAX}
 * @param clones how many of them are copies of another's disk, in a machine with a chip of its own
 * @param wrongCodes how many of them have a label with a code that nobody claimed
 * @param registrarDown for how long the registrar is away when half of the honest ones are enrolled; zero for never
 * @param askAgain how long a box waits at most before it asks again
 * @param emulatedTpms whether each has an emulated TPM; else its key is in a file
 */
public record PalletPlan(
        int boxes, int clones, int wrongCodes, Duration registrarDown, Duration askAgain, boolean emulatedTpms) {
    /** Most boxes. */
    public static final int BOXES_MAX = 500;

    /**
     * Most boxes that are refused: all are at one address, of which a registrar tells so many what is wrong before it makes
     * those that can't prove their code wait.
     */
    public static final int REFUSED_MAX = 18;

    public PalletPlan {
        Limits.requireInRange("the number of boxes", boxes, 1, BOXES_MAX);
        Limits.requireInRange("the number of clones", clones, 0, REFUSED_MAX);
        Limits.requireInRange("the number of wrong codes", wrongCodes, 0, REFUSED_MAX);
        if (clones + wrongCodes > REFUSED_MAX || honest(boxes, clones, wrongCodes) < 1) {
            throw new IllegalArgumentException("clones and wrong codes together are at most " + REFUSED_MAX
                    + ", as all boxes are at one address, and fewer than there are boxes");
        }
    }

    private static int honest(int boxes, int clones, int wrongCodes) {
        return boxes - clones - wrongCodes;
    }

    /** How many are honest. */
    public int honest() {
        return honest(boxes, clones, wrongCodes);
    }

    /** How long the registrar is away, if it is. */
    public Optional<Duration> outage() {
        return registrarDown.isZero() ? Optional.empty() : Optional.of(registrarDown);
    }
}
