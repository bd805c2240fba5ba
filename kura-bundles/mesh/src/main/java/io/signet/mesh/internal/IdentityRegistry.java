package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.ChainVerdict;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.RevocationList;
import io.signet.statement.SessionCertificate;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The identities that were checked against the trust policy. Bounded: the least recently used goes first. */
final class IdentityRegistry {
    private final Trust trust;
    private final Clock clock;
    private final Map<NodeId, Known> known;
    /** What those said of themselves whose owner revoked them, to recognise it unread. */
    private final Map<NodeId, Bytes> revoked;

    /**
     * A checked identity.
     *
     * @param notice as received, to recognise it unread
     * @param sessionKeyId of {@code sessionKey}
     * @param previousKey the session key before this one, for messages that were on their way when it was renewed
     */
    record Known(
            Bytes notice,
            IdentityChain chain,
            Assurance assurance,
            String owner,
            SessionCertificate session,
            PublicKey sessionKey,
            Bytes sessionKeyId,
            Optional<PublicKey> previousKey) {}

    IdentityRegistry(Trust trust, Clock clock, int sizeMax) {
        this.trust = trust;
        this.clock = clock;
        this.known = bounded(sizeMax);
        this.revoked = bounded(sizeMax);
    }

    private static <V> Map<NodeId, V> bounded(int sizeMax) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<NodeId, V> eldest) {
                return size() > sizeMax;
            }
        };
    }

    /** The identity of {@code node}, unless unknown or past its session's end. */
    Optional<Known> find(NodeId node) {
        return Optional.ofNullable(known.get(node)).filter(k -> isCurrent(k.session()));
    }

    /** Whether {@code node} was revoked, and has shown no other certificate since. */
    boolean isRevoked(NodeId node) {
        return revoked.containsKey(node);
    }

    /** Why a message of {@code node}, who is not known, is dropped. */
    Dropped unknown(NodeId node, String detail) {
        return isRevoked(node) ? revoked(node) : new Dropped(DropReason.UNKNOWN_SENDER, detail);
    }

    private static Dropped revoked(NodeId node) {
        return new Dropped(DropReason.REVOKED, node + " was revoked by its owner");
    }

    /** Forgets those whom {@code list}, which the verifier has, revokes; returns them. */
    List<NodeId> revoke(RevocationList list) {
        List<NodeId> gone = new ArrayList<>();
        long now = clock.wallMillis();
        for (Map.Entry<NodeId, Known> entry : known.entrySet()) {
            IdentityChain chain = entry.getValue().chain();
            if (list.names(chain)
                    && trust.check(chain, now) instanceof ChainVerdict.Refused refused
                    && refused.revoked()) {
                gone.add(entry.getKey());
            }
        }
        gone.forEach(node -> revoked.put(node, known.remove(node).notice()));
        return gone;
    }

    private boolean isCurrent(SessionCertificate session) {
        return clock.wallMillis() <= session.notAfterMillis();
    }

    /** Checks {@code encoded}, which {@code claimed} is said to have sent, and remembers it. */
    Known learn(Bytes encoded, NodeId claimed) throws Dropped {
        Known before = known.get(claimed);
        if (before != null && before.notice().equals(encoded) && isCurrent(before.session())) {
            return before;
        }
        if (before == null && encoded.equals(revoked.get(claimed))) {
            throw revoked(claimed);
        }
        if (encoded.size() > IdentityNotice.SIZE_BYTES_MAX) {
            throw new Dropped(DropReason.OVERSIZED, "identity of " + encoded.size() + " bytes");
        }
        try {
            return remember(encoded, IdentityNotice.decode(encoded), claimed, Optional.ofNullable(before));
        } catch (MalformedException e) {
            throw new Dropped(DropReason.MALFORMED, e.getMessage());
        }
    }

    private Known remember(Bytes encoded, IdentityNotice notice, NodeId claimed, Optional<Known> before)
            throws Dropped, MalformedException {
        SessionCertificate session = notice.session();
        long now = clock.wallMillis();
        if (!notice.chain().node().equals(claimed) || !session.node().equals(claimed)) {
            throw new Dropped(DropReason.UNKNOWN_SENDER, "the identity is not that of " + claimed);
        }
        if (trust.check(notice.chain(), now) instanceof ChainVerdict.Refused refused) {
            if (refused.revoked()) {
                if (before.isEmpty()) { // else it has a newer certificate, and somebody shows its old one
                    revoked.put(claimed, encoded);
                }
                throw revoked(claimed);
            }
            throw new Dropped(DropReason.UNKNOWN_SENDER, claimed + ": " + refused.message());
        }
        if (now > session.notAfterMillis()) {
            throw new Dropped(DropReason.STALE, "the session key of " + claimed + " is out of date");
        }
        if (!session.issuedBy(notice.chain().identityKey())) {
            throw new Dropped(DropReason.BAD_SIGNATURE, "the session key of " + claimed + " is not its own");
        }
        if (before.isPresent()
                && session.notBeforeMillis() < before.get().session().notBeforeMillis()) {
            throw new Dropped(DropReason.REPLAYED, "an older session key of " + claimed);
        }
        Known checked = new Known(
                encoded,
                notice.chain(),
                notice.chain().assurance(),
                notice.chain().owner(),
                session,
                session.signingPublicKey(),
                session.keyId(),
                before.map(Known::sessionKey));
        known.put(claimed, checked);
        revoked.remove(claimed);
        return checked;
    }

    /** Checks that {@code message} was signed by {@code sender}, with its present session key or the one before. */
    static void check(Envelope envelope, Envelope.Unchecked message, Known sender) throws Dropped {
        try {
            envelope.check(message, sender.sessionKey());
        } catch (Dropped notThePresentKey) {
            if (sender.previousKey().isEmpty()) {
                throw notThePresentKey;
            }
            envelope.check(message, sender.previousKey().get());
        }
    }
}
