package io.signet.statement;

import java.util.List;

/** What came of a check of the cosignatures of a head. */
public sealed interface WitnessVerdict {
    /** Says of each genuine cosignature that does not count why. */
    List<Finding> ignored();

    /**
     * As many as the policy demands count, and none is wrong.
     *
     * @param counting those that count
     */
    record Enough(List<Cosignature> counting, List<Finding> ignored) implements WitnessVerdict {
        public Enough {
            counting = List.copyOf(counting);
            ignored = List.copyOf(ignored);
        }
    }

    /**
     * Too few count, or one is wrong.
     *
     * @param reason {@link Verdict.Reason#TOO_FEW_WITNESSES} or {@link Verdict.Reason#BAD_COSIGNATURE}
     * @param message the same in plain words
     */
    record Refused(Verdict.Reason reason, String message, List<Finding> ignored) implements WitnessVerdict {
        public Refused {
            ignored = List.copyOf(ignored);
        }
    }
}
