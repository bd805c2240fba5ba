package io.signet.registrar;

import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.Revocation;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.RevocationList;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The list of certificates that nobody shall believe any more (RFC 5280 section 5), signed by the owner. Whoever asks gets one
 * that is at most half a minute old. Thread-safe.
 */
public final class Revocations {
    /** Until when a newer list is there. */
    public static final Duration LIFE = Duration.ofDays(7);

    private static final Duration SAME_FOR = Duration.ofSeconds(30);
    /** Whoever is told of changes hears at least so often, so that his list is never overdue. */
    private static final Duration TOLD_AGAIN_AFTER = Duration.ofDays(1);

    private final Source source;
    private final OwnerAuthority authority;
    private final Clock clock;
    private Optional<Made> last = Optional.empty();
    private Optional<Made> told = Optional.empty();
    private long number;

    /** Who knows what is revoked. */
    @FunctionalInterface
    public interface Source {
        /** Certificates that end after {@code nowMillis} and that nobody shall believe any more. */
        List<NodeBook.Withdrawn> withdrawn(long nowMillis) throws BookException;
    }

    private record Made(Bytes list, List<Revocation> revoked, long atMillis) {
        boolean isYounger(Duration age, long nowMillis) {
            return atMillis <= nowMillis && nowMillis - atMillis < age.toMillis();
        }
    }

    /** Lists of what {@code book} knows, signed by {@code authority}. */
    public Revocations(NodeBook book, OwnerAuthority authority, Clock clock) {
        this((long now) -> book.transact(pages -> pages.withdrawn(now)), authority, clock);
    }

    /** Lists of what {@code source} knows, signed by {@code authority}. */
    public Revocations(Source source, OwnerAuthority authority, Clock clock) {
        this.source = source;
        this.authority = authority;
        this.clock = clock;
    }

    /** The list as it is now, in DER. */
    public synchronized Bytes list() throws BookException {
        long now = clock.wallMillis();
        if (last.filter(made -> made.isYounger(SAME_FOR, now)).isEmpty()) {
            last = Optional.of(make(revoked(now), now));
        }
        return last.orElseThrow().list();
    }

    /** The list for those who are told of changes, in DER: the same one until something changes, or for a day. */
    public synchronized Bytes latest() throws BookException {
        long now = clock.wallMillis();
        List<Revocation> revoked = revoked(now);
        boolean same = told.filter(made -> made.isYounger(TOLD_AGAIN_AFTER, now))
                .filter(made -> made.revoked().equals(revoked))
                .isPresent();
        if (!same) {
            told = Optional.of(make(revoked, now));
        }
        return told.orElseThrow().list();
    }

    /**
     * What a broker has under this owner's name: if that is a newer list of the same owner's, made before this process or this
     * clock was set back, the next one gets a larger number, as nobody takes a smaller one.
     */
    public synchronized void heard(Bytes payload) {
        if (payload.size() == 0) {
            return;
        }
        RevocationList heard;
        try {
            heard = new RevocationList(payload);
        } catch (IllegalArgumentException e) {
            return; // whoever may publish there wrote something else: it is written over
        }
        Optional<BigInteger> theirs = heard.number().filter(n -> n.bitLength() < Long.SIZE);
        if (theirs.isPresent() && theirs.get().longValue() > number && heard.isSignedBy(authority.certificate())) {
            number = theirs.get().longValue();
            last = Optional.empty();
            told = Optional.empty();
        }
    }

    private List<Revocation> revoked(long now) throws BookException {
        return source.withdrawn(now).stream().map(Revocations::revocation).toList();
    }

    private Made make(List<Revocation> revoked, long now) {
        // Times of this clock are the numbers: they grow over restarts, as long as the clock does; see also heard.
        number = Math.max(now, number + 1);
        return new Made(authority.revocationList(revoked, BigInteger.valueOf(number), LIFE), revoked, now);
    }

    private static Revocation revocation(NodeBook.Withdrawn withdrawn) {
        return new Revocation(
                new BigInteger(withdrawn.serial(), 16),
                Instant.ofEpochMilli(withdrawn.atMillis()),
                withdrawn.state() != NodeState.REVOKED);
    }
}
