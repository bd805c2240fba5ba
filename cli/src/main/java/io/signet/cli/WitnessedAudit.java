package io.signet.cli;

import io.signet.runtime.Clock;
import io.signet.statement.CosignedHead;
import io.signet.statement.IdentityChain;
import io.signet.statement.TreeHead;
import io.signet.statement.Verifier;
import io.signet.statement.tile.LogAudit;
import io.signet.statement.tile.LogWitnesses;
import java.io.IOException;
import java.util.Optional;

/**
 * An audit of a log, and of what it shows of its witnesses.
 *
 * @param place where the log is
 * @param identity of its node
 * @param verifier knows which witnesses count, and how many are demanded; empty if nobody says so
 */
record WitnessedAudit(LogPlace place, IdentityChain identity, Optional<Verifier> verifier, Clock clock) {
    /**
     * What came of it.
     *
     * @param result of the log itself; what witnesses cosigned may prove that it is not sound
     * @param witnesses what is known of them, if the log is sound
     */
    record Outcome(LogAudit.Result result, Optional<LogWitnesses.Result> witnesses) {
        /** Whether nothing was found. */
        boolean isGood() {
            return result instanceof LogAudit.Sound
                    && witnesses
                            .filter(LogWitnesses.NotWitnessed.class::isInstance)
                            .isEmpty();
        }
    }

    /**
     * Reads the log from {@code seen} on; then all of it, if {@code all}.
     *
     * @throws IOException if it can't be read
     */
    Outcome run(Optional<TreeHead> seen, boolean all, ProgressLine line) throws IOException {
        Optional<CosignedHead> cosigned = place.log().cosigned(); // before the head, which is then not older
        LogAudit.Result result =
                LogAudit.run(place.log(), identity, seen, count -> line.show("reading the log: " + count + " entries"));
        if (all && seen.isPresent() && result instanceof LogAudit.Sound) {
            result = LogAudit.run(
                    place.log(),
                    identity,
                    Optional.empty(),
                    count -> line.show("reading the whole log: " + count + " entries"));
        }
        return verifier.isPresent() && result instanceof LogAudit.Sound sound
                ? witnessed(sound, cosigned, verifier.get())
                : new Outcome(result, Optional.empty());
    }

    private Outcome witnessed(LogAudit.Sound sound, Optional<CosignedHead> cosigned, Verifier demanding)
            throws IOException {
        TreeHead head = sound.head();
        long now = clock.wallMillis();
        long at = place.goesOn() ? now : head.timeMillis();
        LogWitnesses.Result witnesses = LogWitnesses.check(place.log(), head, identity, cosigned, demanding, at, now);
        if (witnesses instanceof LogWitnesses.Forked forked) {
            return new Outcome(new LogAudit.Forked(head, forked.proof()), Optional.empty());
        }
        return witnesses instanceof LogWitnesses.Behind behind
                ? new Outcome(new LogAudit.SetBack(head, behind.cosigned()), Optional.empty())
                : new Outcome(sound, Optional.of(witnesses));
    }
}
