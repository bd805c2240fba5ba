package io.signet.simulator.virtual;

import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Proof;
import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import java.util.LinkedHashMap;
import java.util.Map;

/** The heads under which requesters accepted answers, the latest of all of them together. */
final class HeadsSeen {
    private static final int REMEMBERED_MAX = 1 << 18;

    private final Map<Key, Digest> roots = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Digest> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    private record Key(NodeId node, long size) {}

    /** True if an answer was accepted under another head of that size and log before. */
    boolean contradicts(Proof accepted) {
        try {
            TreeHead head =
                    Receipt.decode(accepted.receipt(), accepted.statement()).head();
            Digest before = roots.putIfAbsent(new Key(head.node(), head.size()), head.root());
            return before != null && !before.equals(head.root());
        } catch (MalformedException e) {
            throw new IllegalStateException("a receipt was accepted that can't be read", e);
        }
    }
}
