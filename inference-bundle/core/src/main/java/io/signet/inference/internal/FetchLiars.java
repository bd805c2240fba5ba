package io.signet.inference.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The peers that sent what no honest one sends. They are not asked again until this node starts anew. */
public final class FetchLiars {
    /** So many are remembered; in a mesh with more the owners have other worries. */
    private static final int REMEMBERED_MAX = 4_096;

    private final Set<Object> keys = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    });

    /** True if it was the first lie of {@code peer}. */
    boolean add(FetchSource peer) {
        return keys.add(peer.key());
    }

    boolean contains(FetchSource source) {
        return source.peer().isPresent() && keys.contains(source.key());
    }
}
