package io.signet.mesh;

import io.signet.attestation.HardwareKey;
import io.signet.mesh.spi.Witnessing;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.Digest;
import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.Sighting;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.merkle.PrefixProof;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A node's log in memory, and its memory as a witness. Both outlive the node's process, and can be set back. */
final class TestWitnessing implements Witnessing {
    private final HardwareKey key;
    private final Clock clock;
    private final List<Digest> leaves = new ArrayList<>();
    private final Map<NodeId, TreeHead> seen = new HashMap<>();
    private final List<Equivocation> found = new ArrayList<>();
    final List<Equivocation> heardOf = new ArrayList<>();
    final List<Cosignature> cosignatures = new ArrayList<>();
    /** Says this to whatever it is shown. */
    Optional<Sighting> always = Optional.empty();

    Optional<String> setBackReason = Optional.empty();
    private Optional<TreeHead> head = Optional.empty();

    TestWitnessing(HardwareKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    int size() {
        return leaves.size();
    }

    void append(Bytes statement) {
        leaves.add(MerkleTree.leafHash(statement));
    }

    void truncate(int size) {
        leaves.subList(size, leaves.size()).clear();
        head = Optional.empty();
    }

    private HashTiles tiles() {
        return HashTiles.ofLeaves(i -> leaves.get((int) i));
    }

    TreeHead head(CoseSigner signer, long timeMillis) {
        try {
            TreeHead signed = TreeHead.sign(
                    signer, key.node(), leaves.size(), MerkleTree.root(tiles(), leaves.size()), timeMillis);
            head = Optional.of(signed);
            return signed;
        } catch (SigningException e) {
            throw new IllegalStateException(e);
        }
    }

    InclusionProof prove(int index) {
        return MerkleTree.inclusionProof(tiles(), index, leaves.size());
    }

    @Override
    public TreeHead head() {
        return head.orElseGet(() -> head(key.signer(), clock.wallMillis()));
    }

    @Override
    public CompletionStage<Optional<ConsistencyProof>> consistency(long from, long to) {
        return CompletableFuture.completedStage(Optional.of(MerkleTree.consistencyProof(tiles(), from, to)));
    }

    @Override
    public void cosigned(TreeHead cosigned, Cosignature cosignature) {
        cosignatures.add(cosignature);
    }

    @Override
    public void setBack(String reason) {
        setBackReason = Optional.of(reason);
    }

    @Override
    public CompletionStage<Sighting> observe(IdentityChain identity, TreeHead shown, Optional<PrefixProof> path) {
        Sighting sighting = Sighting.of(identity, shown, path, Optional.ofNullable(seen.get(identity.node())));
        if (sighting instanceof Sighting.Extends) {
            seen.put(identity.node(), shown);
        } else if (sighting instanceof Sighting.Forked forked) {
            found.add(forked.proof());
        }
        return CompletableFuture.completedStage(always.orElse(sighting));
    }

    @Override
    public void keep(Equivocation proof) {
        heardOf.add(proof);
    }

    @Override
    public List<Equivocation> forks() {
        List<Equivocation> all = new ArrayList<>(heardOf);
        all.addAll(found);
        return all;
    }

    @Override
    public List<Equivocation> found() {
        return List.copyOf(found);
    }
}
