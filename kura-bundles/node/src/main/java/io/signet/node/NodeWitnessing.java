package io.signet.node;

import io.signet.attestation.NodeLog;
import io.signet.attestation.WitnessBook;
import io.signet.mesh.spi.Witnessing;
import io.signet.statement.Cosignature;
import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.Sighting;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.PrefixProof;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Has the node's log witnessed by the mesh, and the mesh's logs by the node. Thread-safe. */
public final class NodeWitnessing implements Witnessing {
    private final NodeLog log;
    private final WitnessBook book;
    private final BiConsumer<TreeHead, Cosignature> cosigned;

    /**
     * Joins the parts; owns none of them.
     *
     * @param cosigned hears of each cosignature of a head of {@code log}
     */
    public NodeWitnessing(NodeLog log, WitnessBook book, BiConsumer<TreeHead, Cosignature> cosigned) {
        this.log = log;
        this.book = book;
        this.cosigned = cosigned;
    }

    @Override
    public TreeHead head() {
        return log.head();
    }

    @Override
    public CompletionStage<Optional<ConsistencyProof>> consistency(long from, long to) {
        return book.consistency(from, to);
    }

    @Override
    public void cosigned(TreeHead head, Cosignature cosignature) {
        cosigned.accept(head, cosignature);
    }

    @Override
    public void setBack(String reason) {
        log.suspend(reason);
    }

    @Override
    public CompletionStage<Sighting> observe(IdentityChain identity, TreeHead head, Optional<PrefixProof> path) {
        return book.observe(identity, head, path);
    }

    @Override
    public void keep(Equivocation proof) {
        book.keep(proof);
    }

    @Override
    public List<Equivocation> forks() {
        return book.forks();
    }

    @Override
    public List<Equivocation> found() {
        return book.found();
    }
}
