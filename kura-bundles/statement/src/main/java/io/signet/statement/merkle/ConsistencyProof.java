package io.signet.statement.merkle;

import io.signet.statement.Digest;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Shows that a later tree only appended to an earlier one (RFC 9162 section 2.1.4).
 *
 * @param from leaves of the earlier tree, 0 to {@code to}
 * @param to leaves of the later tree, at most {@link MerkleTree#SIZE_MAX}
 * @param path the hashes, in the RFC's order; empty if {@code from} is 0 or {@code to}
 */
public record ConsistencyProof(long from, long to, List<Digest> path) {
    /** Most hashes a proof can have. */
    public static final int PATH_MAX = 2 * 48;

    public ConsistencyProof {
        MerkleTree.requireSize(to);
        if (from < 0 || from > to) {
            throw new IllegalArgumentException("the earlier tree has 0 to " + to + " leaves, not " + from);
        }
        path = List.copyOf(path);
        if (path.size() > PATH_MAX) {
            throw new IllegalArgumentException("a consistency proof has at most " + PATH_MAX + " hashes");
        }
    }

    /**
     * Whether the tree with {@code toRoot} contains that with {@code fromRoot} as its beginning (RFC 9162 section
     * 2.1.4.2).
     */
    public boolean holds(Digest fromRoot, Digest toRoot) {
        if (from == 0 && to > 0) {
            // Every tree begins with the empty one; the RFC leaves this case out.
            return path.isEmpty() && fromRoot.equals(MerkleTree.emptyRoot());
        }
        return rootAfter(fromRoot).filter(toRoot::equals).isPresent();
    }

    /**
     * The root of the only later tree that this proof shows to contain the earlier one as its beginning; empty if the
     * proof does not fit {@code fromRoot}, or if the earlier tree is empty, which says nothing about a later one.
     */
    public Optional<Digest> rootAfter(Digest fromRoot) {
        if (from == to) {
            return path.isEmpty() ? Optional.of(fromRoot) : Optional.empty();
        }
        return from == 0 || path.isEmpty() ? Optional.empty() : climb(fromRoot);
    }

    private Optional<Digest> climb(Digest fromRoot) {
        MessageDigest sha256 = Digest.newSha256();
        boolean oldTreeComplete = Long.bitCount(from) == 1;
        long fn = from - 1;
        long sn = to - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        Digest fr = oldTreeComplete ? fromRoot : path.get(0);
        Digest sr = fr;
        for (Digest c : oldTreeComplete ? path : path.subList(1, path.size())) {
            if (sn == 0) {
                return Optional.empty();
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = MerkleTree.nodeHash(sha256, c, fr);
                sr = MerkleTree.nodeHash(sha256, c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = MerkleTree.nodeHash(sha256, sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr.equals(fromRoot) ? Optional.of(sr) : Optional.empty();
    }
}
