package io.signet.simulator.virtual;

import io.signet.statement.Nonce;
import java.util.HashSet;
import java.util.Set;

/** The last some thousand nonces that one node saw, by their first eight bytes: random ones do not meet in these. */
final class RecentNonces {
    /** At least so many are remembered, and at most twice as many. */
    private static final int REMEMBERED = 8192;

    private Set<Long> newer = new HashSet<>();
    private Set<Long> older = Set.of();

    /** False if {@code nonce} is remembered. */
    boolean add(Nonce nonce) {
        Long first = nonce.value().asBuffer().getLong();
        if (older.contains(first) || !newer.add(first)) {
            return false;
        }
        if (newer.size() >= REMEMBERED) {
            older = newer;
            newer = new HashSet<>();
        }
        return true;
    }
}
