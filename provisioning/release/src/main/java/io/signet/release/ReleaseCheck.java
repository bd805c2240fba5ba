package io.signet.release;

import io.signet.release.ReleaseVerdict.Accepted;
import io.signet.release.ReleaseVerdict.Reason;
import io.signet.release.ReleaseVerdict.Refused;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whom to believe: a release is genuine if enough of those signed it whom the newest root names, and the newest root is reached
 * from the trusted one step by step, each signed by its own keys and by those before. So a stolen key, or a few that are fewer
 * than the threshold, are of no use, and who could keep old releases back can do so until they expire.
 *
 * @param trusted the root that is trusted so far
 */
public record ReleaseCheck(SignedRoot trusted) {
    /**
     * The machine that a release is for.
     *
     * @param architecture as Java's {@code os.arch} calls it
     * @param running the sequence of the release that runs, 0 for what the machine came with
     * @param newest the largest sequence that ever ran well here
     */
    public record Machine(String architecture, long running, long newest) {}

    /** Whether {@code head} is genuine at {@code nowMillis}, in milliseconds since 1970. */
    public ReleaseVerdict genuine(ReleaseHead head, long nowMillis) {
        SignedRoot newest = trusted;
        List<SignedRoot> offered = head.roots().stream()
                .sorted(Comparator.comparingInt(signed -> signed.root().version()))
                .toList();
        for (SignedRoot next : offered) {
            if (next.root().version() <= newest.root().version()) {
                continue; // known
            }
            Optional<String> objection = next.objectionAfter(newest);
            if (objection.isPresent()) {
                return new Refused(Reason.ROOT, objection.get());
            }
            newest = next;
        }
        return byRoot(newest, head.release(), nowMillis);
    }

    private static ReleaseVerdict byRoot(SignedRoot newest, SignedRelease signed, long nowMillis) {
        Root root = newest.root();
        Release release = signed.release();
        if (!release.name().product().equals(root.product())) {
            return new Refused(
                    Reason.OTHER_PRODUCT,
                    "the release is of '" + release.name().product() + "', the root of '" + root.product() + "'");
        }
        if (nowMillis > root.expiresMillis()) {
            return expired("root " + root.version(), root.expiresMillis());
        }
        Optional<String> missing = root.releases().objection(signed.document());
        if (missing.isPresent()) {
            return new Refused(Reason.SIGNATURES, release.name() + ": " + missing.get());
        }
        if (nowMillis > release.validity().expiresMillis()) {
            return expired(release.name().toString(), release.validity().expiresMillis());
        }
        return new Accepted(newest);
    }

    private static Refused expired(String what, long atMillis) {
        return new Refused(Reason.EXPIRED, what + " has expired at " + Instant.ofEpochMilli(atMillis));
    }

    /** Whether {@code head} is genuine, and something newer for {@code machine}. */
    public ReleaseVerdict installable(ReleaseHead head, Machine machine, long nowMillis) {
        ReleaseVerdict genuine = genuine(head, nowMillis);
        if (genuine instanceof Refused) {
            return genuine;
        }
        Release release = head.release().release();
        if (!release.isFor(machine.architecture())) {
            return new Refused(
                    Reason.ARCHITECTURE,
                    release.name() + " is for " + String.join(", ", release.architectures()) + ", not for "
                            + machine.architecture());
        }
        if (release.name().sequence() <= machine.newest()) {
            return new Refused(
                    Reason.OLDER, release.name() + " is not newer than " + machine.newest() + ", which ran here");
        }
        if (machine.running() < release.validity().from()) {
            return new Refused(
                    Reason.TOO_FAR,
                    release.name() + " can be installed over "
                            + release.validity().from() + " or newer, here runs " + machine.running());
        }
        return genuine;
    }
}
