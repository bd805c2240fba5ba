package io.signet.mesh.internal;

import io.signet.statement.ChainVerdict;
import io.signet.statement.IdentityChain;
import io.signet.statement.RevocationList;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What everything that comes is checked by: another verifier from when a newer list of revocations came. Touched by the mesh's
 * agent only.
 */
final class Trust {
    private final TrustPolicy policy;
    private Verifier verifier;
    private long madeMillis;

    Trust(TrustPolicy policy) {
        this.policy = policy;
        this.verifier = new Verifier(policy);
        this.madeMillis = newest(policy.revocations());
    }

    /** What is demanded, but for the lists that came since. */
    TrustPolicy policy() {
        return policy;
    }

    /** The present one; not to be kept. */
    Verifier verifier() {
        return verifier;
    }

    /**
     * Whether {@code identity} is believed now. A clock that lags a little does not make a revocation wait: it is at least as late
     * as when the lists were made.
     */
    ChainVerdict check(IdentityChain identity, long nowMillis) {
        return verifier.checkChain(identity, Math.max(nowMillis, madeMillis));
    }

    private static long newest(Collection<RevocationList> lists) {
        return lists.stream().mapToLong(RevocationList::madeMillis).max().orElse(Long.MIN_VALUE);
    }

    /** Believes these lists too, besides those of the policy. */
    void revoke(Collection<RevocationList> lists) {
        List<RevocationList> all = new ArrayList<>(policy.revocations());
        all.addAll(lists);
        madeMillis = newest(all);
        verifier = new Verifier(policy.withRevocations(all));
    }
}
