package io.signet.simulator.virtual;

import io.signet.simulator.scenario.Adversary;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What nodes run, and what a cheat shows of itself instead. */
final class FalseEvidence {
    /** What trust policies list, if they list any. */
    static final Digest LISTED = Digest.sha256(Bytes.utf8("listed firmware"));

    /** One for all nodes, of which there are many. */
    private static final FirmwareLog LISTED_LOG = started(LISTED);

    private static final FirmwareLog OTHER_LOG = started(Digest.sha256(Bytes.utf8("other firmware")));
    private static final int NONCE_SIZE_BYTES = 32;

    private FalseEvidence() {}

    /** The firmware that is listed. */
    static FirmwareLog listed() {
        return LISTED_LOG;
    }

    /** Another. */
    static FirmwareLog other() {
        return OTHER_LOG;
    }

    private static FirmwareLog started(Digest bundle) {
        FirmwareItem item = new FirmwareItem("io.signet.simulated", "1", bundle);
        return new FirmwareLog(List.of(new FirmwareRun(List.of(item))));
    }

    /** Whether who cheats in that way runs firmware that is not listed. */
    static boolean hides(Adversary.Kind kind) {
        return switch (kind) {
            case OTHER_FIRMWARE, COPIED_EVIDENCE, OLD_EVIDENCE -> true;
            default -> false;
        };
    }

    /**
     * What the node with {@code key} shows in place of what its key says.
     *
     * @param another key, of another node
     */
    static Optional<Bytes> of(Adversary way, SimulatedKey key, SimulatedKey another, RandomGenerator random) {
        Bytes nonce = Bytes.random(random, NONCE_SIZE_BYTES);
        long before = WallClock.START_MILLIS
                - (long) (way.amount() * Duration.ofHours(1).toMillis());
        try {
            return switch (way.kind()) {
                case COPIED_EVIDENCE -> Optional.of(another.evidence(nonce, listed(), WallClock.START_MILLIS));
                case OLD_EVIDENCE -> Optional.of(key.evidence(nonce, listed(), before));
                default -> Optional.empty();
            };
        } catch (SigningException e) {
            throw new IllegalStateException("a simulated key that is there can't fail to sign", e);
        }
    }
}
