package io.signet.mesh.spi;

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
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A node's part in witnessing: its own log, which others witness, and what it saw of the others' logs. Called on the mesh's
 * thread; never blocks. Any thread may complete the stages, none of which ends exceptionally.
 */
@ConsumerType
public interface Witnessing {
    /** The last signed head of this node's log. */
    TreeHead head();

    /**
     * Proves that this node's log only appends.
     *
     * @param from 0 to {@code to}
     * @param to 0 to the size of {@link #head()}
     * @return empty if the log can't be read now
     */
    CompletionStage<Optional<ConsistencyProof>> consistency(long from, long to);

    /**
     * A witness cosigned a head of this node's log. It was checked.
     *
     * @param head that was cosigned
     */
    void cosigned(TreeHead head, Cosignature cosignature);

    /**
     * This node's log is not what the node signed before: it was set back, or copied. Nothing may be added to it any more.
     *
     * @param reason for an operator
     */
    void setBack(String reason);

    /**
     * Looks at the head of another node's log, and remembers it over restarts. With {@link Sighting.Extends} this node
     * will cosign it.
     *
     * @param identity of the node, which was found trusted
     * @param path from what the node believes this one to have seen last
     */
    CompletionStage<Sighting> observe(IdentityChain identity, TreeHead head, Optional<PrefixProof> path);

    /** Remembers a proof, which was checked, over restarts. */
    void keep(Equivocation proof);

    /** All proofs of forks that are known, the latest last. */
    List<Equivocation> forks();

    /** Those that this node found itself, the latest last. */
    List<Equivocation> found();
}
