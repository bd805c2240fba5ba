package io.signet.registrar;

import io.signet.statement.Digest;
import java.util.Optional;

/**
 * A release on its way to an owner's nodes, group by group.
 *
 * @param release which one
 * @param plan in which order
 * @param stage which group gets it now, from 0; those before have it
 * @param state how it goes
 * @param sinceMillis since when it is in this stage and state, in milliseconds since 1970
 * @param reason why it was halted, else empty
 */
public record Rollout(Target release, RolloutPlan plan, int stage, State state, long sinceMillis, String reason) {
    /** How it goes. */
    public enum State {
        /** Group after group gets it. */
        RUNNING,
        /** All groups have it. */
        DONE,
        /** Too many nodes failed: no other node gets it. */
        HALTED,
        /** The owner stopped it: no other node gets it. */
        STOPPED
    }

    /**
     * A release.
     *
     * @param name for people
     * @param sequence its sequence
     * @param digest the SHA-256 of its archive
     * @param sizeBytes the archive's size
     * @param root the fingerprint of the root that the owner trusts
     */
    public record Target(String name, long sequence, Digest digest, long sizeBytes, Digest root) {}

    /**
     * How many nodes of a group are how far.
     *
     * @param nodes all that are enrolled
     * @param running those that run the release, or a newer one, well
     * @param failed those on which it failed
     */
    public record Tally(int nodes, int running, int failed) {}

    /** Begins. */
    static Rollout start(Target release, RolloutPlan plan, long nowMillis) {
        return new Rollout(release, plan, 0, State.RUNNING, nowMillis, "");
    }

    /** The group that gets it now. */
    public String group() {
        return plan.stages().get(stage);
    }

    /** Whether the nodes of {@code group} are to run it. */
    boolean isFor(String group) {
        int place = plan.stages().indexOf(group);
        boolean goesOn = state == State.RUNNING || state == State.DONE;
        return goesOn && place >= 0 && place <= stage;
    }

    /** The same, ended by its owner. */
    Rollout stopped(long nowMillis) {
        return new Rollout(release, plan, stage, State.STOPPED, nowMillis, "");
    }

    /** What becomes of it now that {@link #group} has got as far as {@code tally} says; empty if nothing does. */
    Optional<Rollout> next(Tally tally, long nowMillis) {
        int needed = plan.needed(tally.nodes());
        if (state != State.RUNNING) {
            return Optional.empty();
        }
        if (tally.failed() > tally.nodes() - needed) {
            String why = "it failed on " + tally.failed() + " of the " + tally.nodes() + " nodes of group '" + group()
                    + "', where " + needed + " must run it";
            return Optional.of(new Rollout(release, plan, stage, State.HALTED, nowMillis, why));
        }
        if (tally.running() < needed || nowMillis - sinceMillis < plan.pause().toMillis()) {
            return Optional.empty();
        }
        boolean last = stage == plan.stages().size() - 1;
        return Optional.of(
                new Rollout(release, plan, last ? stage : stage + 1, last ? State.DONE : State.RUNNING, nowMillis, ""));
    }
}
