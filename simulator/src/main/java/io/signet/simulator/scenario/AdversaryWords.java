package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Shape.Decimal;
import io.signet.simulator.scenario.Shape.Share;
import io.signet.simulator.scenario.Shape.Whole;

/** What the language says of each kind of adversary. */
final class AdversaryWords {
    private AdversaryWords() {}

    /** What {@link Adversary#amount} may be. */
    static Shape amount(Adversary.Kind kind) {
        return switch (kind) {
            case ALTERED_OUTPUT, WRONG_INPUT, WRONG_KEY, OLD_ANSWER, ATTESTED_LIE, LAZY, EQUIVOCATING_LOG ->
                new Share(0, 1);
            case FALSE_CAPACITY,
                    REPLAY,
                    FLOOD,
                    STOLEN_SESSION_KEY,
                    SIGNS_EVERYTHING,
                    OTHER_FIRMWARE,
                    TALKS_ON,
                    COPIED_EVIDENCE,
                    OLD_EVIDENCE,
                    EVIDENCE_FLOOD -> new Decimal(0, 1_000_000);
            case FORGED_IDENTITY -> new Whole(1, 1_000_000);
        };
    }

    /** What it means. */
    static String amountMeaning(Adversary.Kind kind) {
        return switch (kind) {
            case ALTERED_OUTPUT, WRONG_INPUT, WRONG_KEY, OLD_ANSWER, ATTESTED_LIE, EQUIVOCATING_LOG ->
                "share of their answers";
            case LAZY -> "share of their tasks";
            case FALSE_CAPACITY -> "times their speed that they report";
            case REPLAY, FLOOD -> "messages a second";
            case STOLEN_SESSION_KEY -> "messages a second in the name of each";
            case SIGNS_EVERYTHING, OTHER_FIRMWARE, COPIED_EVIDENCE, TALKS_ON -> "of no meaning";
            case OLD_EVIDENCE -> "hours by which it is older than the run";
            case EVIDENCE_FLOOD -> "questions a second";
            case FORGED_IDENTITY -> "how many";
        };
    }

    /** What they do. */
    static String meaning(Adversary.Kind kind) {
        return switch (kind) {
            case ALTERED_OUTPUT -> "Nodes alter outputs after they stated them.";
            case WRONG_INPUT -> "Nodes state another input than they were given.";
            case WRONG_KEY -> "Nodes' heads are signed by another key.";
            case OLD_ANSWER -> "Nodes answer inputs that they had before as they did then.";
            case ATTESTED_LIE -> "Nodes compute a wrong result and attest it duly.";
            case FALSE_CAPACITY -> "Nodes report more than their speed, and an empty queue.";
            case LAZY -> "Nodes take tasks and never answer.";
            case EQUIVOCATING_LOG ->
                "Nodes give answers under a second head of the size of the one before, in which the answer before is not.";
            case SIGNS_EVERYTHING -> "Nodes cosign, as witnesses, whatever they are shown.";
            case STOLEN_SESSION_KEY ->
                "A thief has the session keys of nodes, and reports false capacity in their names.";
            case OTHER_FIRMWARE -> "Nodes run firmware that is not listed, and show so duly.";
            case COPIED_EVIDENCE -> "Nodes run firmware that is not listed, and show the evidence of another.";
            case OLD_EVIDENCE ->
                "Nodes run firmware that is not listed, and show evidence of the time when they did not.";
            case TALKS_ON -> "Nodes don't hear that their owner revoked them, and go on as before.";
            case REPLAY -> "A broker sends old messages again.";
            case FLOOD -> "An outsider sends random bytes to random members.";
            case EVIDENCE_FLOOD -> "A member asks random nodes for fresh evidence, whatever they say.";
            case FORGED_IDENTITY -> "Nodes of an owner whom nobody trusts join and offer their services.";
        };
    }
}
