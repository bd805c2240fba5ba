package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshIdentity;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Witnessing;
import io.signet.statement.Cosignature;
import io.signet.statement.NodeId;
import io.signet.statement.Sighting;
import io.signet.statement.cose.SigningException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Witnesses the logs of others. Touched by the mesh's agent only, but for completions. */
final class WitnessDesk {
    /** Requests that wait for the witness's memory. */
    private static final int PENDING_MAX = 512;

    private final PeerParts parts;
    private final Witnessing witnessing;
    private final Forks forks;
    private final Runnable wake;
    /** Bounded by {@link #PENDING_MAX}: only pending requests complete. */
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

    private int pending;

    private record Seen(NodeId sender, WitnessRequest request, Sighting sighting) {}

    WitnessDesk(PeerParts parts, Witnessing witnessing, Forks forks, Runnable wake) {
        this.parts = parts;
        this.witnessing = witnessing;
        this.forks = forks;
        this.wake = wake;
    }

    /** Takes a request, whose envelope is open but not checked. */
    void take(Envelope.Unchecked opened) throws Dropped {
        WitnessRequest request = Fields.orDrop(() -> WitnessRequest.readFrom(opened.body()));
        parts.requireMine(request.recipient(), "a witness request");
        parts.requireFresh(opened, "a witness request");
        IdentityRegistry.Known sender = parts.requireSigned(opened, request.identity());
        if (!request.head().node().equals(opened.sender())) {
            throw new Dropped(DropReason.MALFORMED, "a witness request of " + opened.sender() + " for another's log");
        }
        if (opened.sender().equals(parts.self().node())) {
            throw new Dropped(DropReason.UNEXPECTED, "nobody is a witness of his own log");
        }
        if (pending >= PENDING_MAX) {
            reply(opened.sender(), request, new WitnessReply.Refused("too many requests wait"));
            return;
        }
        pending++;
        var unused = witnessing
                .observe(sender.chain(), request.head(), request.path())
                .thenAccept(sighting -> {
                    seen.add(new Seen(opened.sender(), request, sighting));
                    wake.run();
                });
    }

    /** Replies to what was looked at; returns how much it did. */
    int tick() {
        int work = 0;
        for (Seen next = seen.poll(); next != null; next = seen.poll()) {
            pending--;
            work++;
            if (next.sighting() instanceof Sighting.Forked forked) {
                forks.found(forked.proof());
            }
            reply(next.sender(), next.request(), answer(next));
        }
        return work;
    }

    private WitnessReply.Answer answer(Seen seen) {
        Sighting sighting = seen.sighting();
        if (sighting instanceof Sighting.Behind behind) {
            return new WitnessReply.Behind(behind.last());
        } else if (sighting instanceof Sighting.Forked forked) {
            return new WitnessReply.Forked(forked.proof());
        } else if (sighting instanceof Sighting.Refused refused) {
            return new WitnessReply.Refused(refused.reason());
        }
        MeshIdentity self = parts.self().current();
        try {
            Cosignature cosignature = Cosignature.sign(
                    self.signer(),
                    self.session(),
                    self.chain(),
                    seen.request().head(),
                    parts.clock().wallMillis());
            parts.counters().headsCosigned.increment();
            return new WitnessReply.Cosigned(cosignature.message());
        } catch (SigningException e) {
            throw new IllegalStateException("a session key in memory can't fail to sign", e);
        }
    }

    /** A reply that the transport does not take is lost: the node asks again. */
    private void reply(NodeId to, WitnessRequest request, WitnessReply.Answer answer) {
        WitnessReply reply =
                new WitnessReply(to, request.nonce(), answer, parts.self().notice());
        parts.transport()
                .publish(new Outgoing(
                        parts.topics().witness(to),
                        parts.seal(MessageType.WITNESS_REPLY, WitnessReply.KEYS, reply::writeTo),
                        false,
                        Optional.empty(),
                        request.nonce().value(),
                        parts.limits().clockSkewMax()));
    }
}
