package io.signet.attestation;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.merkle.PrefixProof;
import java.util.ArrayList;
import java.util.List;

/** A node with as many histories as it likes. All of them begin with the same statements. */
public final class ForkingNode {
    private final TestKey key = new TestKey();
    private final IdentityChain chain = TestCertificate.of(key);
    private final int common;

    /** The histories part after {@code common} statements. */
    public ForkingNode(int common) {
        this.common = common;
    }

    public IdentityChain chain() {
        return chain;
    }

    private HashTiles tiles(int branch) {
        List<Digest> leaves = new ArrayList<>();
        return HashTiles.ofLeaves(index -> {
            for (long i = leaves.size(); i <= index; i++) {
                leaves.add(MerkleTree.leafHash(Bytes.utf8((i < common ? "common " : "branch " + branch + " ") + i)));
            }
            return leaves.get((int) index);
        });
    }

    public TreeHead head(int branch, int size) {
        try {
            return TreeHead.sign(key.signer(), chain.node(), size, MerkleTree.root(tiles(branch), size), 1000 + size);
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    PrefixProof path(int branch, int from, int to) {
        return PrefixProof.of(tiles(branch), from, to);
    }

    /** Whether one history can have both heads. */
    boolean consistent(Shown one, Shown other) {
        return one.branch == other.branch || Math.min(one.size, other.size) <= common;
    }

    /** A head that was shown. */
    record Shown(int branch, int size) {}
}
