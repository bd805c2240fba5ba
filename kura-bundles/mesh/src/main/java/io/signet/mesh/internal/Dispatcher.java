package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.spi.Incoming;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each message that comes to the part of the peer that it is for; counts and drops what is for none. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Set<MessageType> WITNESSING =
            EnumSet.of(MessageType.WITNESS_REQUEST, MessageType.WITNESS_REPLY);

    private final PeerParts parts;
    private final Requesting requesting;
    private final Optional<Serving> serving;
    private final Forks forks;
    private final Revocations revocations;

    /** What a peer that asks is made of. */
    record Requesting(ReplyInbox inbox, Requester requester, EvidenceExchange evidence) {}

    /** What a node adds to it. */
    record Serving(
            ServiceInbox inbox,
            Worker worker,
            Optional<EvidenceDesk> evidence,
            Optional<Witnesses> witnesses,
            Optional<WitnessDesk> desk) {}

    Dispatcher(
            PeerParts parts, Requesting requesting, Optional<Serving> serving, Forks forks, Revocations revocations) {
        this.parts = parts;
        this.requesting = requesting;
        this.serving = serving;
        this.forks = forks;
        this.revocations = revocations;
    }

    void dispatch(Incoming message) {
        try {
            if (!parts.membership().offer(message)
                    && !offerReply(message)
                    && !forks.offer(message)
                    && !revocations.offer(message)
                    && !(serving.isPresent() && offerToNode(message, serving.get()))) {
                throw unexpected(message);
            }
        } catch (Dropped dropped) {
            parts.counters().dropped(dropped.reason());
            LOG.debug("dropped ({}): {}", dropped.reason(), dropped.getMessage());
        }
    }

    private static Dropped unexpected(Incoming message) {
        return new Dropped(DropReason.UNEXPECTED, "a message on topic " + message.topic());
    }

    private boolean offerReply(Incoming message) throws Dropped {
        if (!requesting.inbox().isReply(message)) {
            return false;
        }
        ReplyInbox.Unread reply = requesting.inbox().open(message);
        if (reply.opened().type() == MessageType.EVIDENCE_REPLY) {
            requesting.evidence().take(reply);
        } else {
            requesting.requester().take(reply);
        }
        return true;
    }

    private boolean offerToNode(Incoming message, Serving node) throws Dropped {
        if (node.desk().isPresent()
                && message.topic().equals(parts.topics().witness(parts.self().node()))) {
            offerToWitness(message, node.desk().get(), node.witnesses().orElseThrow());
            return true;
        }
        if (!node.inbox().isRequest(message)) {
            return false;
        }
        ServiceInbox.Request request = node.inbox().open(message);
        if (request.type() == MessageType.REQUEST) {
            node.worker().take(request);
        } else {
            node.evidence()
                    .orElseThrow(
                            () -> new Dropped(DropReason.UNEXPECTED, "a question for evidence, which is not shown"))
                    .take(request);
        }
        return true;
    }

    /** Takes what comes to this node as a witness, or from its own witnesses: both have one topic. */
    private void offerToWitness(Incoming message, WitnessDesk desk, Witnesses own) throws Dropped {
        Envelope.Unchecked opened = parts.envelope().open(message.payload(), WITNESSING);
        if (opened.type() == MessageType.WITNESS_REQUEST) {
            desk.take(opened);
        } else {
            own.take(opened);
        }
    }
}
