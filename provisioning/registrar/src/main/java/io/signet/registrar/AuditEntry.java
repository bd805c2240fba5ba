package io.signet.registrar;

import io.signet.provisioning.enrolment.LabelId;
import java.util.Optional;

/**
 * Who did what.
 *
 * @param atMillis when, in milliseconds since 1970
 * @param actor who: an owner's login, or {@code node} and the address that it came from
 * @param action what was done, or was refused
 * @param label to which label
 * @param detail the rest in plain words
 */
public record AuditEntry(long atMillis, String actor, Action action, Optional<LabelId> label, String detail) {
    /** Longest name of an actor. */
    public static final int ACTOR_CHARS_MAX = 128;

    /** Longest detail; longer ones are cut. */
    public static final int DETAIL_CHARS_MAX = 1024;

    /** What can be done. */
    public enum Action {
        /** The owner made a label. */
        LABEL,
        /** The owner claimed a box. */
        CLAIM,
        /** A node came with the right code and good evidence, and waits. */
        COME,
        /** The owner approved a node. */
        APPROVE,
        /** A node got its first certificate. */
        ENROL,
        /** A node got its next certificate. */
        RENEW,
        /** The owner named a node otherwise, or wants something else of it. */
        CHANGE,
        /** The owner wants a node to renew its certificate. */
        ASK_RENEWAL,
        /** The owner had a broker or a requester certified. */
        MEMBER,
        /** A root of releases is trusted, or a release goes to nodes, or no further. */
        UPDATE,
        /** The owner took a node out of use. */
        RETIRE,
        /** The owner released a node. */
        RELEASE,
        /** The owner revoked a node. */
        REVOKE,
        /** A node came whose chip came by another label, too. */
        SAME_CHIP,
        /** A node asked in vain. */
        REFUSE
    }

    public AuditEntry {
        if (actor.length() > ACTOR_CHARS_MAX) {
            throw new IllegalArgumentException("an actor's name has at most " + ACTOR_CHARS_MAX + " characters");
        }
        if (detail.length() > DETAIL_CHARS_MAX) {
            detail = detail.substring(0, DETAIL_CHARS_MAX);
        }
    }
}
