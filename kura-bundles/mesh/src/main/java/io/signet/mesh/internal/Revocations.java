package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.RevocationMemory;
import io.signet.mesh.spi.Topics;
import io.signet.statement.Bytes;
import io.signet.statement.ChainVerdict;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.RevocationList;
import io.signet.statement.Verifier;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom the trusted owners revoked, as their lists say that come over the mesh. Each list is checked here by its owner's
 * certificate; the number never goes back. Nobody but the owner can make one, so a broker can only hold one back: what a peer
 * knows stays in force when a list is overdue. Touched by the mesh's agent only.
 */
final class Revocations {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
    private static final long CHECK_EVERY_MS = 10_000;

    private final PeerParts parts;
    /** Of nodes, and of those who only ask. */
    private final List<Trust> trusts;

    private final RevocationMemory memory;
    /** By topic: what other topics say is nobody's whom this peer trusts. */
    private final Map<String, Owner> owners = new LinkedHashMap<>();

    private Optional<String> self = Optional.empty();
    private long checkedMillis;

    /** One trusted owner, and what he said last. */
    private static final class Owner {
        final X509Certificate certificate;
        final Digest digest;
        Optional<RevocationList> list = Optional.empty();
        /** A newer one that is not yet of the present, as the clock goes: it may be wrong and be set right. */
        Optional<RevocationList> early = Optional.empty();

        boolean saidOverdue;

        Owner(X509Certificate certificate, Digest digest) {
            this.certificate = certificate;
            this.digest = digest;
        }
    }

    Revocations(PeerParts parts, List<Trust> trusts, RevocationMemory memory) {
        this.parts = parts;
        this.trusts = trusts;
        this.memory = memory;
        for (X509Certificate certificate : trusts.get(0).policy().owners()) {
            Digest digest = digest(certificate);
            owners.put(parts.topics().revocations(digest), new Owner(certificate, digest));
        }
        owners.values().forEach(this::remember);
    }

    private static Digest digest(X509Certificate certificate) {
        try {
            return Digest.sha256(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("an owner's certificate can't be encoded", e);
        }
    }

    /** Where the owners' lists come. */
    List<String> topics() {
        return List.copyOf(owners.keySet());
    }

    /** Why nobody believes this peer itself any more, if so. */
    Optional<String> self() {
        return self;
    }

    private void remember(Owner owner) {
        Optional<Bytes> kept = memory.kept(owner.digest);
        if (kept.isPresent()) {
            try {
                take(owner, check(owner, kept.get()), false);
            } catch (Dropped dropped) {
                LOG.warn("the kept list of revocations of {} is of no use: {}", name(owner), dropped.getMessage());
            }
        }
    }

    /** Takes {@code message} if it is a list of revocations. */
    boolean offer(Incoming message) throws Dropped {
        if (!parts.topics().isRevocations(message.topic())) {
            return false;
        }
        Owner owner = owners.get(message.topic());
        if (owner == null) {
            throw new Dropped(DropReason.UNKNOWN_SENDER, "a list of revocations of an owner who is not trusted");
        }
        if (message.payload().size() > 0 && !isPresent(owner, message.payload())) { // an empty one clears the retained
            take(owner, check(owner, message.payload()), true);
        }
        return true;
    }

    /** The retained one comes again with every connection. */
    private static boolean isPresent(Owner owner, Bytes payload) {
        return owner.list.filter(list -> list.der().equals(payload)).isPresent();
    }

    private RevocationList check(Owner owner, Bytes payload) throws Dropped {
        if (payload.size() > Topics.REVOCATIONS_SIZE_BYTES_MAX) {
            throw new Dropped(DropReason.OVERSIZED, "a list of revocations of " + payload.size() + " bytes");
        }
        RevocationList list;
        try {
            list = new RevocationList(payload);
        } catch (IllegalArgumentException e) {
            throw new Dropped(DropReason.MALFORMED, e.getMessage());
        }
        if (!list.isSignedBy(owner.certificate)) {
            throw new Dropped(DropReason.BAD_SIGNATURE, "a list of revocations that " + name(owner) + " did not sign");
        }
        BigInteger number = list.number()
                .orElseThrow(() -> new Dropped(DropReason.MALFORMED, "a list of revocations without a number"));
        Optional<BigInteger> last = owner.list.flatMap(RevocationList::number);
        if (last.filter(n -> n.compareTo(number) >= 0).isPresent()) {
            throw new Dropped(
                    DropReason.REPLAYED,
                    "list of revocations " + number + ", where " + last.get() + " was seen before");
        }
        return list;
    }

    private void take(Owner owner, RevocationList list, boolean keep) throws Dropped {
        // What is kept was of the present once; a clock that lags since must not let an older one in.
        if (keep && list.madeMillis() > parts.clock().wallMillis() + Verifier.CLOCK_SKEW_MAX.toMillis()) {
            owner.early = Optional.of(list);
            throw new Dropped(
                    DropReason.STALE,
                    "a list of revocations of " + Instant.ofEpochMilli(list.madeMillis()) + ", which is yet to come");
        }
        owner.list = Optional.of(list);
        owner.early = Optional.empty();
        owner.saidOverdue = false;
        List<RevocationList> all =
                owners.values().stream().flatMap(o -> o.list.stream()).toList();
        trusts.forEach(trust -> trust.revoke(all));
        if (keep) {
            memory.keep(owner.digest, list.der());
        }
        Set<NodeId> gone = new LinkedHashSet<>(parts.identities().revoke(list));
        parts.askers().revoke(list).stream() // who is a node, too, may have shown a newer certificate as one
                .filter(node -> parts.identities().find(node).isEmpty())
                .forEach(gone::add);
        for (NodeId node : gone) {
            String reason = reason(owner, list);
            LOG.warn("node {}: {}; it gets no more work, and nothing that it says counts", node, reason);
            parts.membership().revoked(node);
            parts.events().accept(new MeshEvent.Revoked(node, reason));
        }
        checkSelf();
    }

    private static String reason(Owner owner, RevocationList list) {
        return name(owner) + " revoked its certificate, as the list of " + Instant.ofEpochMilli(list.madeMillis())
                + " says";
    }

    private static String name(Owner owner) {
        return owner.certificate.getSubjectX500Principal().getName();
    }

    private void checkSelf() {
        Optional<String> before = self; // for good: a member with another certificate is another peer
        self = trusts.get(0).check(parts.self().current().chain(), parts.clock().wallMillis())
                                instanceof ChainVerdict.Refused refused
                        && refused.revoked()
                ? Optional.of(refused.message())
                : Optional.empty();
        if (self.isPresent() && before.isEmpty()) {
            LOG.error(
                    "this member is revoked: {} Nobody who knows believes it any more; ask the owner, or enrol it again",
                    self.get());
            parts.events().accept(new MeshEvent.SelfRevoked(self.get()));
        }
    }

    /** Takes lists whose time has come, and says which are overdue; returns how much it did. */
    int tick() {
        long now = parts.clock().monotonicMillis();
        if (now - checkedMillis < CHECK_EVERY_MS) {
            return 0;
        }
        checkedMillis = now;
        return owners.values().stream().mapToInt(this::tick).sum();
    }

    private int tick(Owner owner) {
        long now = parts.clock().wallMillis();
        if (!owner.saidOverdue
                && owner.list.isPresent()
                && owner.list.get().nextMillis().orElse(Long.MAX_VALUE) < now) {
            owner.saidOverdue = true;
            LOG.warn(
                    "the list of revocations of {} was to be renewed by {}: is its registrar running, and does the broker pass it on?"
                            + " What it says stays in force",
                    name(owner),
                    Instant.ofEpochMilli(owner.list.get().nextMillis().getAsLong()));
        }
        if (owner.early.isEmpty() || owner.early.get().madeMillis() > now + Verifier.CLOCK_SKEW_MAX.toMillis()) {
            return 0;
        }
        Bytes early = owner.early.get().der();
        owner.early = Optional.empty();
        try {
            take(owner, check(owner, early), true);
        } catch (Dropped dropped) {
            parts.counters().dropped(dropped.reason());
        }
        return 1;
    }
}
