package io.signet.attestation.internal;

import io.signet.statement.Cosignature;
import io.signet.statement.CosignedHead;
import io.signet.statement.Digest;
import io.signet.statement.TreeHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers the cosignatures of heads as they come, one by one, and knows the newest head that has as many as those before.
 * Fewer are better than none only when a witness has been gone for a while. Any thread may call this.
 */
public final class CosignedHeads {
    /** A newer head with fewer cosignatures takes the place of an older one after so long. */
    static final Duration FEWER_AFTER = Duration.ofMinutes(1);

    private static final int GATHERING_MAX = 16;

    private final Map<Key, CosignedHead> gathering = new LinkedHashMap<>();
    private Optional<CosignedHead> newest;

    /** Goes on from {@code newest}. */
    public CosignedHeads(Optional<CosignedHead> newest) {
        this.newest = newest;
    }

    /** The newest head that has as many cosignatures as can be expected. */
    public synchronized Optional<CosignedHead> newest() {
        return newest;
    }

    /** Takes a cosignature of {@code head}. */
    public synchronized void add(TreeHead head, Cosignature cosignature) {
        if (newest.isPresent() && head.size() < newest.get().head().size()) {
            return;
        }
        Key key = new Key(head.size(), head.root());
        CosignedHead grown = with(Optional.ofNullable(gathering.remove(key)), head, cosignature);
        gathering.put(key, grown);
        if (newest.isEmpty() || isBetter(grown, newest.get())) {
            newest = Optional.of(grown);
            gathering.keySet().removeIf(other -> other.size < head.size());
        }
        if (gathering.size() > GATHERING_MAX) {
            Iterator<Key> oldest = gathering.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private static CosignedHead with(Optional<CosignedHead> before, TreeHead head, Cosignature cosignature) {
        List<Cosignature> all = new ArrayList<>();
        before.stream()
                .flatMap(known -> known.cosignatures().stream())
                .filter(c -> !c.witness().node().equals(cosignature.witness().node()))
                .limit(Cosignature.COUNT_MAX - 1)
                .forEach(all::add);
        all.add(cosignature);
        return new CosignedHead(before.map(CosignedHead::head).orElse(head), all);
    }

    private static boolean isBetter(CosignedHead one, CosignedHead other) {
        long laterMillis = one.head().timeMillis() - other.head().timeMillis();
        return one.cosignatures().size() >= other.cosignatures().size() || laterMillis > FEWER_AFTER.toMillis();
    }

    private record Key(long size, Digest root) {}
}
