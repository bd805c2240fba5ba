package io.signet.statement;

import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.merkle.PrefixProof;
import java.util.Optional;

/** What a witness makes of a tree head that it is shown, given the last head of that log which it signed for. */
public sealed interface Sighting {
    /** The head extends the last one, or is the first of its log, or the same again: it may be cosigned once it is durable. */
    record Extends() implements Sighting {}

    /**
     * The head is older than the last one, or the path does not begin where that ends. Nothing is wrong with this; the node
     * may try again with a path from {@code last}. A node that has not got as far as {@code last} was set back.
     *
     * @param last what the witness signed for
     */
    record Behind(TreeHead last) implements Sighting {}

    /** The node has two histories. */
    record Forked(Equivocation proof) implements Sighting {}

    /**
     * The witness does not sign, and can prove nothing.
     *
     * @param reason for a person
     */
    record Refused(String reason) implements Sighting {}

    /**
     * The rule of docs/protocol.md, section "Cosignature". Whoever calls this has checked that somebody trusted issued
     * {@code identity}.
     *
     * @param identity of the node whose log it is
     * @param head that it shows
     * @param path from the last head that it believes the witness to have seen; empty if it does not know of any, or if
     *     that has the same size
     * @param last the last head of this log that the witness signed for, if any
     */
    static Sighting of(IdentityChain identity, TreeHead head, Optional<PrefixProof> path, Optional<TreeHead> last) {
        if (!head.node().equals(identity.node()) || !head.signedBy(identity.identityKey())) {
            return new Refused("the head is not signed by the node whose log it is");
        }
        if (head.size() == 0) {
            return last.isPresent() && last.get().size() > 0 ? new Behind(last.get()) : ofEmpty(head);
        }
        if (last.isEmpty() || last.get().size() == 0) {
            return new Extends();
        }
        return head.size() == last.get().size()
                ? ofSameSize(identity, head, last.get())
                : ofOtherSize(identity, head, path, last.get());
    }

    private static Sighting ofEmpty(TreeHead head) {
        return head.root().equals(MerkleTree.emptyRoot())
                ? new Extends()
                : new Refused("a log without statements has another root");
    }

    private static Sighting ofSameSize(IdentityChain identity, TreeHead head, TreeHead last) {
        return head.root().equals(last.root())
                ? new Extends()
                : new Forked(new Equivocation(identity, last, head, Optional.empty()));
    }

    private static Sighting ofOtherSize(
            IdentityChain identity, TreeHead head, Optional<PrefixProof> path, TreeHead last) {
        if (head.size() < last.size()
                || path.isEmpty()
                || path.get().from() != last.size()
                || path.get().to() != head.size()) {
            return new Behind(last);
        }
        PrefixProof.Roots roots = path.get().roots();
        if (!roots.to().equals(head.root())) {
            return new Refused("the path does not lead to the root of the head");
        }
        return roots.from().equals(last.root())
                ? new Extends()
                : new Forked(new Equivocation(identity, last, head, path));
    }
}
