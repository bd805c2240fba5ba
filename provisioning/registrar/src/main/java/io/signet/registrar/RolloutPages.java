package io.signet.registrar;

import io.signet.provisioning.enrolment.LabelId;
import io.signet.release.ReleaseReport;
import io.signet.release.SignedRoot;
import java.util.Optional;

/** What a {@link NodeBook} knows of releases, in one of its transactions. */
public interface RolloutPages {
    /** The root that the owner trusts. */
    Optional<SignedRoot> root() throws BookException;

    /** Trusts {@code root} from now on. */
    void put(SignedRoot root) throws BookException;

    /** The rollout that was begun last. */
    Optional<Rollout> rollout() throws BookException;

    /** The same; nobody else changes it before this transaction ends. */
    Optional<Rollout> rolloutToChange() throws BookException;

    /** Keeps {@code rollout} in place of the last one. */
    void put(Rollout rollout) throws BookException;

    /**
     * A node's last report.
     *
     * @param report what it said
     * @param atMillis when, in milliseconds since 1970
     */
    record Reported(ReleaseReport report, long atMillis) {}

    /** What the node with that label said last. */
    Optional<Reported> reported(LabelId label) throws BookException;

    /** Keeps what a node says, in place of what it said before. */
    void put(LabelId label, Reported reported) throws BookException;

    /** How far the enrolled nodes of {@code group} are with release {@code sequence}. */
    Rollout.Tally tally(String group, long sequence) throws BookException;
}
