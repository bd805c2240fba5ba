package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.MeshLimits;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Transport;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.SigningException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What the requesting and the serving side of one peer share.
 *
 * @param identities of nodes, whose keys are protected as well as the policy demands
 * @param askers of who only asks: his owner's certificate is enough, as nobody has to believe what he says
 */
record PeerParts(
        Self self,
        Topics topics,
        Envelope envelope,
        Secrecy secrecy,
        IdentityRegistry identities,
        IdentityRegistry askers,
        Membership membership,
        Transport transport,
        Clock clock,
        RandomGenerator random,
        MeshLimits limits,
        Counters counters,
        Consumer<MeshEvent> events) {
    /** What a request or response has beyond its tensors: an identity, or a receipt and its cosignatures. */
    private static final int OVERHEAD_BYTES = 64 << 10;

    /** Parses a message of one of the {@code expected} types, as small as its kind and this peer's limits say. */
    Envelope.Unchecked open(Bytes message, Set<MessageType> expected) throws Dropped {
        return envelope.open(
                message,
                expected,
                type -> type == MessageType.REQUEST || type == MessageType.RESPONSE
                        ? limits.taskBytesMax() + OVERHEAD_BYTES
                        : type.sizeBytesMax());
    }

    /** A message of this peer, as {@link Envelope#seal} makes it, now. */
    Bytes seal(MessageType type, int keys, Consumer<CborWriter> body) {
        try {
            return envelope.seal(self.current(), type, clock.wallMillis(), keys, body);
        } catch (SigningException e) {
            throw new IllegalStateException("a session key in memory can't fail to sign", e);
        }
    }

    /** The same, of {@code sizeBytes} or so. */
    Bytes seal(MessageType type, int keys, int sizeBytes, Consumer<CborWriter> body) {
        try {
            return envelope.seal(self.current(), type, clock.wallMillis(), keys, sizeBytes, body);
        } catch (SigningException e) {
            throw new IllegalStateException("a session key in memory can't fail to sign", e);
        }
    }

    /** Drops what is not for this peer. */
    void requireMine(NodeId recipient, String what) throws Dropped {
        if (!recipient.equals(self.node())) {
            throw new Dropped(DropReason.WRONG_RECIPIENT, what + " to " + recipient);
        }
    }

    /** Drops a message whose time is too far from now. */
    void requireFresh(Envelope.Unchecked message, String what) throws Dropped {
        if (Math.abs(clock.wallMillis() - message.timeMillis())
                > limits.clockSkewMax().toMillis()) {
            throw new Dropped(DropReason.STALE, what + " of " + message.sender() + " at " + message.timeMillis());
        }
    }

    /** The node that signed {@code message}, which brings its encoded identity. */
    IdentityRegistry.Known requireSigned(Envelope.Unchecked message, Bytes identity) throws Dropped {
        return signer(identities, message, identity);
    }

    /** Whoever signed {@code message}, which brings his encoded identity, and wants something of this node. */
    IdentityRegistry.Known requireSignedByAsker(Envelope.Unchecked message, Bytes identity) throws Dropped {
        return signer(askers, message, identity);
    }

    private IdentityRegistry.Known signer(IdentityRegistry registry, Envelope.Unchecked message, Bytes identity)
            throws Dropped {
        IdentityRegistry.Known sender = registry.learn(identity, message.sender());
        IdentityRegistry.check(envelope, message, sender);
        return sender;
    }
}
