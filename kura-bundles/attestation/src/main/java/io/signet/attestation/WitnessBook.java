package io.signet.attestation;

import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.Sighting;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.PrefixProof;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What this node saw as a witness of other nodes' logs, over restarts. It keeps the last head of each log, and the proof if
 * a log forked. Any thread may call this.
 */
@ProviderType
public interface WitnessBook {
    /**
     * Looks at a head of another node's log. The stage never fails; it completes once what was seen is durable, on the
     * book's own thread, and if it completes with {@link Sighting.Extends}, this node may cosign the head.
     *
     * @param identity of the node whose log it is, issued by an owner who is trusted
     * @param path from the last head that the node believes this witness to have seen, if any
     */
    CompletionStage<Sighting> observe(IdentityChain identity, TreeHead head, Optional<PrefixProof> path);

    /** Remembers that a node's log forked, as somebody else proved; the caller has checked the proof. */
    void keep(Equivocation proof);

    /** The proofs of all forks known, the latest last. */
    List<Equivocation> forks();

    /** The proofs of those forks that this node found itself, the latest last. */
    List<Equivocation> found();

    /**
     * Proves to a witness of this node's own log that it only appends; see {@link NodeLog#consistency}. It is made on the
     * book's thread, since reading the log may take its time. The stage never fails; it is empty if the log can't be read.
     *
     * @param from 0 to {@code to}
     * @param to 0 to {@link NodeLog#size()}
     */
    CompletionStage<Optional<ConsistencyProof>> consistency(long from, long to);
}
