package io.signet.mesh.internal;

import io.signet.mesh.MeshIdentity;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.util.Optional;
import java.util.function.Supplier;

/** This peer's own identity, read by the transport too; follows the renewal of its session keys and keeps those before for what is on its way. */
final class Self {
    private final Supplier<MeshIdentity> source;
    private final NodeId node;
    private volatile MeshIdentity current;
    private Bytes sessionKeyId;
    private Optional<MeshIdentity> previous = Optional.empty();
    private Bytes notice;

    Self(Supplier<MeshIdentity> source) {
        this.source = source;
        this.current = source.get();
        this.node = current.node();
        this.sessionKeyId = current.session().keyId();
        this.notice = IdentityNotice.of(current).encode();
    }

    NodeId node() {
        return node;
    }

    MeshIdentity current() {
        return current;
    }

    /** The encoded {@link IdentityNotice}. */
    Bytes notice() {
        return notice;
    }

    /** Takes over renewed session keys; true if there were any. */
    boolean renew() {
        MeshIdentity now = source.get();
        if (now.session().equals(current.session())) {
            return false;
        }
        if (!now.node().equals(node)) {
            throw new IllegalStateException(
                    "the identity of a running peer changed from " + node + " to " + now.node());
        }
        previous = Optional.of(current);
        current = now;
        sessionKeyId = now.session().keyId();
        notice = IdentityNotice.of(now).encode();
        return true;
    }

    /** The identity whose session key has that id. */
    Optional<MeshIdentity> withKey(Bytes sessionKeyId) {
        if (this.sessionKeyId.equals(sessionKeyId)) {
            return Optional.of(current);
        }
        return previous.filter(p -> p.session().keyId().equals(sessionKeyId));
    }
}
