package io.signet.mesh.internal;

import io.signet.mesh.MeshEvent;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.ChipBinding;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes have shown of their hardware: each is asked once an hour, and again when its process or its connection began
 * anew. It goes into the proofs of their answers. If the trust policy demands evidence, a node without gets no work.
 * Touched by the mesh's agent only.
 */
final class EvidenceBook {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceBook.class);
    /** Questions under way. */
    private static final int ASKING_MAX = 8;
    /** What is kept of all nodes, those whose evidence was used last. */
    private static final long SIZE_BYTES_MAX = 64L << 20;
    /** What an entry takes besides the evidence. */
    private static final int ENTRY_BYTES = 256;

    private static final Duration ASK_EVERY = Duration.ofHours(1);
    /** Nodes renew what they keep each hour; what is older than this when it comes, somebody has kept for longer. */
    private static final Duration AGE_MAX = Duration.ofMinutes(90);
    /** A node that does not answer any more is believed for so long. */
    private static final Duration USED_FOR = AGE_MAX.plus(ASK_EVERY);
    /** A policy that wants younger evidence than is kept has the nodes asked with nonces. */
    private static final Duration KEPT_SUFFICES = Duration.ofHours(3);

    private static final long REPLY_WITHIN_MS = 5_000;
    private static final long AGAIN_AFTER_NO_REPLY_MS = 2_000;
    private static final long AGAIN_AFTER_REFUSAL_MS = 60_000;
    /** All nodes are looked through at most so often. */
    private static final long LOOK_EVERY_MS = 20;

    private final PeerParts parts;
    private final EvidenceExchange exchange;
    private final Trust trust;
    private final boolean demanded;
    private final boolean withNonce;
    private final long askEveryMillis;
    private final Map<NodeId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long sizeBytes;
    private int asking;
    private long lookedMillis = Long.MIN_VALUE / 2;

    /**
     * What is known of a node.
     *
     * @param epoch of the connection that it was asked in
     * @param evidence that was accepted
     * @param timeMillis of that evidence
     * @param objection why there is none; empty if nobody knows
     * @param askAtMillis when it is asked again
     */
    private record Entry(long epoch, Optional<Bytes> evidence, long timeMillis, String objection, long askAtMillis) {
        int sizeBytes() {
            return ENTRY_BYTES + evidence.map(Bytes::size).orElse(0);
        }

        Entry askAgainAt(long millis) {
            return new Entry(epoch, evidence, timeMillis, objection, millis);
        }
    }

    EvidenceBook(PeerParts parts, EvidenceExchange exchange, Trust trust) {
        this.parts = parts;
        this.exchange = exchange;
        this.trust = trust;
        TrustPolicy policy = trust.policy();
        this.demanded = policy.demandsEvidence();
        this.withNonce = policy.maximalAge()
                .filter(age -> age.compareTo(KEPT_SUFFICES) < 0)
                .isPresent();
        this.askEveryMillis = policy.maximalAge()
                .map(age -> age.dividedBy(2))
                .filter(half -> half.compareTo(ASK_EVERY) < 0)
                .orElse(ASK_EVERY)
                .toMillis();
    }

    /** Whether the trust policy demands evidence. */
    boolean demanded() {
        return demanded;
    }

    /** What goes into the proof of an answer of {@code peer}, if there is anything. */
    Optional<Bytes> find(PeerState peer) {
        Entry entry = entries.get(peer.node());
        if (entry == null || entry.epoch() != peer.report().epoch() || isTooOld(entry.timeMillis())) {
            return Optional.empty();
        }
        return entry.evidence();
    }

    private boolean isTooOld(long timeMillis) {
        long age = parts.clock().wallMillis() - timeMillis;
        return age > USED_FOR.toMillis()
                || trust.policy()
                        .maximalAge()
                        .filter(max -> age > max.toMillis())
                        .isPresent();
    }

    /** Whether {@code peer} may be given work. */
    boolean admits(PeerState peer) {
        return !demanded || find(peer).isPresent();
    }

    /** Why {@code peer} may not be given work. */
    String objection(PeerState peer) {
        Entry entry = entries.get(peer.node());
        return entry == null || entry.objection().isEmpty() ? "it has not shown any yet" : entry.objection();
    }

    /** Has those asked of whom nothing is known, as far as there is room. */
    void wantAll(List<PeerState> peers) {
        long now = parts.clock().monotonicMillis();
        if (now - lookedMillis < LOOK_EVERY_MS) {
            return;
        }
        lookedMillis = now;
        for (PeerState peer : peers) {
            if (asking >= ASKING_MAX) {
                break;
            }
            want(peer);
        }
    }

    /** Has {@code peer} asked if it is time to. */
    void want(PeerState peer) {
        long now = parts.clock().monotonicMillis();
        Entry entry = entries.get(peer.node());
        long epoch = peer.report().epoch();
        if (asking >= ASKING_MAX || (entry != null && entry.epoch() == epoch && now < entry.askAtMillis())) {
            return;
        }
        Optional<IdentityRegistry.Known> node = parts.identities().find(peer.node());
        if (node.isEmpty()) {
            return; // its session ended; a new one is on its way
        }
        Bytes nonce = withNonce ? Bytes.random(parts.random(), EvidenceQuestion.NONCE_SIZE_BYTES) : Bytes.EMPTY;
        EvidenceQuestion question = withNonce ? new EvidenceQuestion.Fresh(nonce) : new EvidenceQuestion.Kept();
        if (exchange.ask(
                node.get(), question, now + REPLY_WITHIN_MS, reply -> heard(peer.node(), epoch, nonce, reply))) {
            asking++;
            Entry before = entry != null && entry.epoch() == epoch ? entry : unknown(epoch, "");
            put(peer.node(), before.askAgainAt(Long.MAX_VALUE));
        }
    }

    private static Entry unknown(long epoch, String objection) {
        return new Entry(epoch, Optional.empty(), 0, objection, 0);
    }

    private void heard(NodeId node, long epoch, Bytes nonce, Optional<EvidenceExchange.Reply> reply) {
        asking--;
        long now = parts.clock().monotonicMillis();
        Entry before = Optional.ofNullable(entries.get(node))
                .filter(e -> e.epoch() == epoch)
                .orElseGet(() -> unknown(epoch, ""));
        if (reply.isEmpty()) {
            put(node, before.askAgainAt(now + (demanded ? AGAIN_AFTER_NO_REPLY_MS : AGAIN_AFTER_REFUSAL_MS)));
        } else if (reply.get().answer() instanceof EvidenceAnswer.Busy busy) {
            put(node, before.askAgainAt(now + Math.min(busy.againMillis(), AGAIN_AFTER_REFUSAL_MS)));
        } else if (reply.get().answer() instanceof EvidenceAnswer.Shown shown) {
            check(reply.get().sender(), epoch, nonce, shown.evidence(), now);
        } else if (reply.get().answer() instanceof EvidenceAnswer.Unable unable) {
            refuse(node, epoch, "it says that it can show none: " + unable.reason(), now);
        } else {
            refuse(node, epoch, "it answers what was not asked", now);
        }
    }

    private void check(IdentityRegistry.Known sender, long epoch, Bytes nonce, Bytes encoded, long now) {
        NodeId node = sender.chain().node();
        long wall = parts.clock().wallMillis();
        EvidenceExpectation expected = EvidenceExpectation.of(sender.chain().identityKey(), wall)
                .withBinding(sender.assurance() == Assurance.TPM2 ? ChipBinding.OWNER : ChipBinding.NONE);
        EvidenceVerdict verdict = trust.verifier()
                .checkEvidence(sender.chain(), encoded, withNonce ? expected.withNonce(nonce) : expected);
        if (verdict instanceof EvidenceVerdict.Refused refused) {
            refuse(node, epoch, refused.message(), now);
            return;
        }
        long time;
        try {
            time = 1000 * Evidence.decode(encoded).claims().timeSeconds();
        } catch (MalformedException e) {
            throw new IllegalStateException("evidence that was accepted can't be read", e);
        }
        if (wall - time > AGE_MAX.toMillis()) {
            refuse(
                    node,
                    epoch,
                    "its evidence is of " + Instant.ofEpochMilli(time) + ", but nodes renew theirs every hour",
                    now);
            return;
        }
        put(node, new Entry(epoch, Optional.of(encoded), time, "", now + askEveryMillis));
    }

    private void refuse(NodeId node, long epoch, String reason, long now) {
        Entry before = entries.get(node);
        if (before == null || !before.objection().equals(reason)) {
            LOG.warn("evidence of node {} refused: {}", node, reason);
            parts.events().accept(new MeshEvent.EvidenceRefused(node, reason));
        }
        put(node, unknown(epoch, reason).askAgainAt(now + AGAIN_AFTER_REFUSAL_MS));
    }

    private void put(NodeId node, Entry entry) {
        Entry before = entries.put(node, entry);
        sizeBytes += entry.sizeBytes() - (before == null ? 0 : before.sizeBytes());
        Iterator<Entry> eldest = entries.values().iterator();
        while (sizeBytes > SIZE_BYTES_MAX) {
            sizeBytes -= eldest.next().sizeBytes();
            eldest.remove();
        }
    }
}
