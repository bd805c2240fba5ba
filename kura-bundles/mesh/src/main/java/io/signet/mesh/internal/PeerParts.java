package io.signet.mesh.internal;

import io.signet.mesh.MeshEvent;
import io.signet.mesh.MeshLimits;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Transport;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.SigningException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What the requesting and the serving side of one peer share. */
record PeerParts(
        Self self,
        Topics topics,
        Envelope envelope,
        Secrecy secrecy,
        IdentityRegistry identities,
        Membership membership,
        Transport transport,
        Clock clock,
        RandomGenerator random,
        MeshLimits limits,
        Counters counters,
        Consumer<MeshEvent> events) {
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
}
