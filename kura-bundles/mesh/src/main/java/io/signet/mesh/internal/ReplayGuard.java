package io.signet.mesh.internal;

import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the nonces of requests for as long as a copy of one would still look fresh. Bounded: when full of fresh
 * nonces it admits nothing, rather than forget one.
 */
final class ReplayGuard {
    private final int sizeMax;
    private final long rememberMillis;
    private final Map<Key, Long> seen = new LinkedHashMap<>();

    private record Key(NodeId sender, Nonce nonce) {}

    enum Admission {
        FIRST,
        SEEN_BEFORE,
        FULL
    }

    ReplayGuard(int sizeMax, long rememberMillis) {
        this.sizeMax = sizeMax;
        this.rememberMillis = rememberMillis;
    }

    /** Admits a request once, at {@code nowMillis} of a clock that never runs backwards. */
    Admission admit(NodeId sender, Nonce nonce, long nowMillis) {
        forget(nowMillis);
        Key key = new Key(sender, nonce);
        if (seen.size() >= sizeMax) {
            return seen.containsKey(key) ? Admission.SEEN_BEFORE : Admission.FULL;
        }
        return seen.putIfAbsent(key, nowMillis) == null ? Admission.FIRST : Admission.SEEN_BEFORE;
    }

    private void forget(long nowMillis) {
        Iterator<Long> oldest = seen.values().iterator();
        while (oldest.hasNext() && oldest.next() + rememberMillis < nowMillis) {
            oldest.remove();
        }
    }
}
