package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshIdentity;
import io.signet.mesh.spi.Sealing;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;

/** Seals the contents of requests and responses to their recipient and opens what is sealed to this peer. */
final class Secrecy {
    private final Self self;
    private final Sealing sealing;

    Secrecy(Self self, Sealing sealing) {
        this.self = self;
        this.sealing = sealing;
    }

    SealedFrame seal(IdentityRegistry.Known recipient, Nonce nonce, Bytes contents) {
        Bytes associated = TaskRequest.associated(self.node().value(), nonce);
        return new SealedFrame(
                recipient.chain().node(),
                nonce,
                recipient.sessionKeyId(),
                sealing.seal(recipient.session().sealingKey(), associated, contents));
    }

    Bytes open(SealedFrame frame, NodeId sender) throws Dropped {
        MeshIdentity recipient = self.withKey(frame.sessionKeyId())
                .orElseThrow(() -> new Dropped(DropReason.STALE, "sealed to a session key that is no longer in use"));
        try {
            return sealing.open(
                    recipient.sealingKey(), frame.sealed(), TaskRequest.associated(sender.value(), frame.nonce()));
        } catch (Sealing.UnsealException e) {
            throw new Dropped(DropReason.MALFORMED, e.getMessage());
        }
    }
}
