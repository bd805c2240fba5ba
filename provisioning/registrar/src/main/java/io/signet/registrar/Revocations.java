package io.signet.registrar;

import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.Revocation;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
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

    private final NodeBook book;
    private final OwnerAuthority authority;
    private final Clock clock;
    private Optional<Made> last = Optional.empty();

    private record Made(Bytes list, long atMillis) {}

    /** Lists of what {@code book} knows, signed by {@code authority}. */
    public Revocations(NodeBook book, OwnerAuthority authority, Clock clock) {
        this.book = book;
        this.authority = authority;
        this.clock = clock;
    }

    /** The list as it is now, in DER. */
    public synchronized Bytes list() throws BookException {
        long now = clock.wallMillis();
        boolean fresh = last.filter(made -> made.atMillis() <= now && now - made.atMillis() < SAME_FOR.toMillis())
                .isPresent();
        if (!fresh) {
            List<Revocation> revoked = book.transact(pages -> pages.withdrawn(now)).stream()
                    .map(Revocations::revocation)
                    .toList();
            // Times of this clock are the numbers: they grow over restarts, and from one process to the next.
            last = Optional.of(new Made(authority.revocationList(revoked, BigInteger.valueOf(now), LIFE), now));
        }
        return last.orElseThrow().list();
    }

    private static Revocation revocation(NodeBook.Withdrawn withdrawn) {
        return new Revocation(
                new BigInteger(withdrawn.serial(), 16),
                Instant.ofEpochMilli(withdrawn.atMillis()),
                withdrawn.state() != NodeState.REVOKED);
    }
}
