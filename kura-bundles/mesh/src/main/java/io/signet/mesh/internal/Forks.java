package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Witnessing;
import io.signet.statement.Bytes;
import io.signet.statement.ChainVerdict;
import io.signet.statement.Equivocation;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes whose logs are proved to have forked. Everybody checks the proofs himself, gives such a node no more work, for
 * good, and publishes those that he found himself. Touched by the mesh's agent only.
 */
final class Forks {
    /** Proofs in one message, the latest. */
    static final int PROOFS_MAX = 16;

    static final int MESSAGE_SIZE_BYTES_MAX = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Forks.class);
    /** Nodes remembered; a mesh with more of them has other problems. */
    private static final int NODES_MAX = 10_000;

    private final PeerParts parts;
    private final Trust trust;
    private final Optional<Witnessing> witnessing;
    private final Set<NodeId> known = new HashSet<>();
    private final List<Equivocation> found = new ArrayList<>();
    private Optional<Equivocation> own = Optional.empty();
    private long publishedEpoch;
    private int published;

    Forks(PeerParts parts, Trust trust, Optional<Witnessing> witnessing) {
        this.parts = parts;
        this.trust = trust;
        this.witnessing = witnessing;
        witnessing.ifPresent(book -> {
            found.addAll(book.found());
            book.forks().forEach(this::shun);
        });
    }

    /** The proof that this node's own log forked, if there is one. */
    Optional<Equivocation> own() {
        return own;
    }

    /** Takes {@code message} if it holds proofs. */
    boolean offer(Incoming message) throws Dropped {
        if (parts.topics().nodeOf(message.topic(), "equivocation").isEmpty()) {
            return false;
        }
        if (message.payload().size() > MESSAGE_SIZE_BYTES_MAX) {
            throw new Dropped(
                    DropReason.OVERSIZED, "proofs of " + message.payload().size() + " bytes");
        }
        if (message.payload().size() > 0) { // an empty one clears the retained
            try {
                read(message.payload());
            } catch (MalformedException e) {
                throw new Dropped(DropReason.MALFORMED, e.getMessage());
            }
        }
        return true;
    }

    private void read(Bytes payload) throws MalformedException, Dropped {
        CborReader in = new CborReader(payload);
        int count = in.readArraySize();
        if (count > PROOFS_MAX) {
            throw Fields.malformed(in, "more than " + PROOFS_MAX + " proofs");
        }
        for (int i = 0; i < count; i++) {
            Equivocation proof = Equivocation.decode(in.readBytes(Equivocation.SIZE_BYTES_MAX));
            if (!known.contains(proof.node())) {
                check(proof);
                witnessing.ifPresent(book -> book.keep(proof));
                learn(proof);
            }
        }
        in.expectEnd();
    }

    private void check(Equivocation proof) throws Dropped {
        if (trust.verifier().checkChain(proof.identity(), parts.clock().wallMillis())
                instanceof ChainVerdict.Refused refused) {
            throw new Dropped(DropReason.UNKNOWN_SENDER, proof.node() + ": " + refused.message());
        }
        if (!proof.holds()) {
            throw new Dropped(
                    DropReason.BAD_SIGNATURE, "what is said to prove a fork of " + proof.node() + " does not");
        }
    }

    /** This node found it, as a witness. */
    void found(Equivocation proof) {
        if (!known.contains(proof.node())) {
            found.add(proof);
            learn(proof);
        }
    }

    private void learn(Equivocation proof) {
        LOG.error("{}; it gets no more work", proof.describe());
        shun(proof);
        parts.events().accept(new MeshEvent.LogForked(proof.node(), proof.describe()));
    }

    private void shun(Equivocation proof) {
        if (proof.node().equals(parts.self().node())) {
            own = Optional.of(proof);
        } else if (known.size() < NODES_MAX && known.add(proof.node())) {
            parts.membership().shun(proof.node());
        }
    }

    /** Publishes what was found, to each broker anew; returns how much it did. */
    int tick() {
        long epoch = parts.transport().connectionEpoch();
        if (found.isEmpty()
                || !parts.transport().connected()
                || (publishedEpoch == epoch && published == found.size())) {
            return 0;
        }
        if (!parts.transport()
                .publish(Outgoing.retained(
                        parts.topics().equivocation(parts.self().node()), latest(), Duration.ZERO))) {
            return 0;
        }
        publishedEpoch = epoch;
        published = found.size();
        return 1;
    }

    /** As many of the latest as fit into a message. */
    private Bytes latest() {
        List<Bytes> proofs = new ArrayList<>();
        int size = 16;
        for (int i = found.size() - 1; i >= 0 && proofs.size() < PROOFS_MAX; i--) {
            Bytes proof = found.get(i).encode();
            size += proof.size() + 8;
            if (size > MESSAGE_SIZE_BYTES_MAX) {
                break;
            }
            proofs.add(proof);
        }
        CborWriter out = new CborWriter(size).startArray(proofs.size());
        proofs.forEach(out::writeBytes);
        return out.toBytes();
    }
}
