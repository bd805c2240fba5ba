package io.signet.statement.merkle;

import io.signet.statement.Digest;
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
        int first = Long.bitCount(from) == 1 ? 1 : 0; // the RFC leaves it out then
        if (first + path.size() != PrefixProof.pathLength(from, to)) {
            return Optional.empty();
        }
        PrefixProof.Roots roots = PrefixProof.of(this, fromRoot).roots();
        return roots.from().equals(fromRoot) ? Optional.of(roots.to()) : Optional.empty();
    }
}
