package io.signet.simulator.scenario;

import java.time.Duration;
import java.util.Locale;

/**
 * Who does not play by the rules.
 *
 * @param kind what they do
 * @param nodes which nodes of the fleet do it; of no meaning for outsiders
 * @param amount the kind's number, see there; 1 unless given
 * @param from when they begin
 */
public record Adversary(Kind kind, Selection nodes, double amount, Duration from) {
    /** Kinds of adversaries, in the language by their lower-case names with hyphens. */
    public enum Kind {
        /** The node alters the outputs of a share {@code amount} of its answers after it stated them. */
        ALTERED_OUTPUT(true),
        /** The node states another input than it was given, in a share {@code amount} of its answers. */
        WRONG_INPUT(true),
        /** The node's heads are signed by another key, in a share {@code amount} of its answers. */
        WRONG_KEY(true),
        /** The node answers inputs that it had before as it did then, in a share {@code amount} of its answers. */
        OLD_ANSWER(true),
        /** The node computes a wrong result and attests it duly, in a share {@code amount} of its answers. */
        ATTESTED_LIE(true),
        /** The node reports {@code amount} times its speed, and an empty queue. */
        FALSE_CAPACITY(true),
        /** The node takes a share {@code amount} of its tasks and never answers. */
        LAZY(true),
        /** The node gives a share {@code amount} of its answers under a second head, of the size of the one before. */
        EQUIVOCATING_LOG(true),
        /** The node cosigns whatever it is shown as a witness. */
        SIGNS_EVERYTHING(true),
        /** A thief reports false capacity with the node's session key, {@code amount} times a second. */
        STOLEN_SESSION_KEY(true),
        /** The node runs firmware that is not listed, and shows so duly. */
        OTHER_FIRMWARE(true),
        /** The node runs firmware that is not listed, and shows the evidence of another node. */
        COPIED_EVIDENCE(true),
        /** The node runs firmware that is not listed, and shows evidence that it made {@code amount} hours before the run. */
        OLD_EVIDENCE(true),
        /** The node does not hear that its owner revoked it, and goes on reporting, answering and cosigning. */
        TALKS_ON(true),
        /** A broker sends {@code amount} messages a second again, picked from all that it has seen. */
        REPLAY(false),
        /** An outsider sends {@code amount} messages of random bytes a second, to random members. */
        FLOOD(false),
        /** A member asks nodes for fresh evidence {@code amount} times a second. */
        EVIDENCE_FLOOD(false),
        /** {@code amount} nodes of an owner whom nobody trusts join and offer their services. */
        FORGED_IDENTITY(false);

        private final boolean ofFleet;

        Kind(boolean ofFleet) {
            this.ofFleet = ofFleet;
        }

        /** As it is written in scenarios and reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** True for nodes of the fleet that cheat, false for outsiders. */
        public boolean ofFleet() {
            return ofFleet;
        }
    }

    public Adversary {
        Checks.requireInRange("amount", amount, 0, 1_000_000);
    }
}
