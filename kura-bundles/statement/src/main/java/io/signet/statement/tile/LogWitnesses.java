package io.signet.statement.tile;

import io.signet.statement.Cosignature;
import io.signet.statement.CosignedHead;
import io.signet.statement.Equivocation;
import io.signet.statement.Finding;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.Statement;
import io.signet.statement.TreeHead;
import io.signet.statement.Verdict.Reason;
import io.signet.statement.Verifier;
import io.signet.statement.WitnessVerdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks what a log shows of its witnesses: that they cosigned a head of this very log, that as many count as the trust
 * policy demands, and that no statement waits for them for longer than {@link #LAG_MAX}.
 */
public final class LogWitnesses {
    /**
     * A node shows a head to its witnesses within a second, and its static files follow within a minute. One that is cut
     * off from them for longer is not witnessed for that time, and a policy that demands witnesses says so.
     */
    public static final Duration LAG_MAX = Duration.ofMinutes(5);

    private static final String NO_WITNESS =
            "That the node shows the same log to everyone is not shown: no witness signed it.";

    private final TiledLog log;
    private final TreeHead head;
    private final IdentityChain identity;
    private final Verifier verifier;

    private LogWitnesses(TiledLog log, TreeHead head, IdentityChain identity, Verifier verifier) {
        this.log = log;
        this.head = head;
        this.identity = identity;
        this.verifier = verifier;
    }

    /**
     * Checks.
     *
     * @param head of a log that {@link LogAudit} found sound
     * @param shown what the log showed before it showed {@code head}
     * @param atMillis when the log was as {@code head} says: now, for a log that goes on; in milliseconds since 1970
     * @param nowMillis the time, in milliseconds since 1970
     * @throws IOException if the log can't be read
     */
    public static Result check(
            TiledLog log,
            TreeHead head,
            IdentityChain identity,
            Optional<CosignedHead> shown,
            Verifier verifier,
            long atMillis,
            long nowMillis)
            throws IOException {
        try {
            return new LogWitnesses(log, head, identity, verifier).check(shown, atMillis, nowMillis);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Result check(Optional<CosignedHead> shown, long atMillis, long nowMillis) throws IOException {
        if (shown.isEmpty()) {
            return verdict(verifier.checkCosignatures(List.of(), head, nowMillis), 0, atMillis);
        }
        TreeHead cosigned = shown.get().head();
        if (!cosigned.node().equals(head.node()) || !cosigned.signedBy(identity.identityKey())) {
            return new NotWitnessed(
                    Reason.BAD_COSIGNATURE, "The head that witnesses cosigned is not signed by the node.", List.of());
        }
        if (cosigned.size() > head.size()) {
            return new Behind(cosigned);
        }
        Optional<Equivocation> fork = LogAudit.fork(new TiledHashes(log, head.size()), identity, cosigned, head);
        if (fork.isPresent()) {
            return new Forked(fork.get());
        }
        return verdict(
                verifier.checkCosignatures(shown.get().cosignatures(), cosigned, nowMillis), cosigned.size(), atMillis);
    }

    private Result verdict(WitnessVerdict verdict, long size, long atMillis) throws IOException {
        if (verdict instanceof WitnessVerdict.Refused refused) {
            return new NotWitnessed(refused.reason(), refused.message(), refused.ignored());
        }
        WitnessVerdict.Enough enough = (WitnessVerdict.Enough) verdict;
        boolean demanded = verifier.policy().witnesses() > 0;
        if (demanded && size < head.size()) {
            Optional<Instant> since = timeOf(size);
            if (since.isEmpty() || atMillis - since.get().toEpochMilli() > LAG_MAX.toMillis()) {
                return new NotWitnessed(Reason.TOO_FEW_WITNESSES, late(size, since), enough.ignored());
            }
        }
        return new Witnessed(head.size(), size, enough.counting(), enough.ignored());
    }

    /** When the node stated entry {@code index}; empty if that is not here, or no statement. */
    private Optional<Instant> timeOf(long index) throws IOException {
        try {
            return Optional.of(
                    Instant.ofEpochMilli(Statement.decode(log.entry(index)).timeMillis()));
        } catch (TileMissingException | MalformedException notKnown) {
            return Optional.empty();
        }
    }

    private String late(long size, Optional<Instant> since) {
        return "No witness signed the statements from " + size + " to " + (head.size() - 1)
                + since.map(time -> ", the first of them of " + time).orElse("")
                + ": the node has been cut off from its witnesses, or it hides the log from them.";
    }

    /** What came of a check. */
    public sealed interface Result {}

    /**
     * All is as the policy demands.
     *
     * @param logSize number of statements in the log
     * @param size how many of them are in the head that was cosigned, 0 if none was
     * @param counting the cosignatures that count
     * @param ignored says of each other one why it does not count
     */
    public record Witnessed(long logSize, long size, List<Cosignature> counting, List<Finding> ignored)
            implements Result {
        public Witnessed {
            counting = List.copyOf(counting);
            ignored = List.copyOf(ignored);
        }

        /** The same in plain words. */
        public Finding finding() {
            if (counting.isEmpty()) {
                return new Finding.NotProved("one log", NO_WITNESS);
            }
            String names = counting.stream()
                    .map(c -> c.witness().node() + " of " + c.witness().owner())
                    .collect(Collectors.joining(", "));
            return new Finding.Proved(
                    "one log",
                    (counting.size() == 1 ? "1 witness" : counting.size() + " witnesses") + " signed that "
                            + (size == logSize
                                    ? "this log extends"
                                    : "the first " + size + " of its " + logSize + " statements extend")
                            + " whatever they saw of it before: " + names + ".");
        }
    }

    /**
     * Too few witnesses count, a cosignature is wrong, or statements wait for witnesses too long.
     *
     * @param reason {@link Reason#TOO_FEW_WITNESSES} or {@link Reason#BAD_COSIGNATURE}
     * @param message the same in plain words
     * @param ignored says of each genuine cosignature that does not count why
     */
    public record NotWitnessed(Reason reason, String message, List<Finding> ignored) implements Result {
        public NotWitnessed {
            ignored = List.copyOf(ignored);
        }
    }

    /** The log is shorter than one that witnesses cosigned. */
    public record Behind(TreeHead cosigned) implements Result {}

    /** What witnesses cosigned is another history than what the log shows. */
    public record Forked(Equivocation proof) implements Result {}
}
