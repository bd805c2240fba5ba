package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The questions for evidence that are under way. Touched by the mesh's agent only. */
final class EvidenceExchange {
    /** Questions under way, of the book and of challenges together. */
    private static final int OPEN_MAX = 64;

    private final PeerParts parts;
    private final ReplyInbox inbox;
    private final Map<Nonce, Open> open = new HashMap<>();

    private record Open(NodeId node, long deadlineMillis, Consumer<Optional<Reply>> heard) {}

    /** What a node said, and who it was then. */
    record Reply(IdentityRegistry.Known sender, EvidenceAnswer answer) {}

    EvidenceExchange(PeerParts parts, ReplyInbox inbox) {
        this.parts = parts;
        this.inbox = inbox;
    }

    /**
     * Asks {@code node}.
     *
     * @param heard is told what it says, once; empty if it says nothing until {@code deadlineMillis}
     * @return false if it can't be asked now: too much is under way, or nobody is connected; then nobody is told anything
     */
    boolean ask(
            IdentityRegistry.Known node,
            EvidenceQuestion question,
            long deadlineMillis,
            Consumer<Optional<Reply>> heard) {
        if (open.size() >= OPEN_MAX) {
            return false;
        }
        Nonce nonce = Nonce.draw(parts.random());
        long budget = deadlineMillis - parts.clock().monotonicMillis();
        if (!parts.transport()
                .publish(inbox.request(MessageType.EVIDENCE_REQUEST, node, nonce, question.encode(), budget))) {
            return false;
        }
        open.put(nonce, new Open(node.chain().node(), deadlineMillis, heard));
        return true;
    }

    /** Takes a reply, which is neither checked nor read. */
    void take(ReplyInbox.Unread unread) throws Dropped {
        Nonce nonce = unread.frame().nonce();
        Open question = open.get(nonce);
        if (question == null || !question.node().equals(unread.opened().sender())) {
            throw new Dropped(DropReason.UNEXPECTED, "evidence that was not asked for");
        }
        IdentityRegistry.Known sender = inbox.sender(unread);
        Bytes contents = inbox.contents(unread, sender);
        EvidenceAnswer answer = Fields.orDrop(() -> EvidenceAnswer.decode(contents));
        open.remove(nonce);
        question.heard().accept(Optional.of(new Reply(sender, answer)));
    }

    /** Ends what had no reply for too long; returns how much it did. */
    int tick() {
        if (open.isEmpty()) {
            return 0;
        }
        long now = parts.clock().monotonicMillis();
        List<Map.Entry<Nonce, Open>> late = open.entrySet().stream()
                .filter(e -> now >= e.getValue().deadlineMillis())
                .toList();
        late.forEach(e -> open.remove(e.getKey()));
        late.forEach(e -> e.getValue().heard().accept(Optional.empty()));
        return late.size();
    }

    /** When the next one ends. */
    long dueMillis() {
        return open.values().stream().mapToLong(Open::deadlineMillis).min().orElse(Long.MAX_VALUE);
    }
}
