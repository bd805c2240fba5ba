package io.signet.registrar;

import io.signet.provisioning.enrolment.LabelId;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.Voucher;
import io.signet.registrar.AuditEntry.Action;
import io.signet.registrar.NodeBook.Pages;
import io.signet.registrar.OwnerDesk.Act;
import io.signet.runtime.Clock;
import io.signet.statement.Digest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an owner does with nodes after they were claimed; each act is in the audit trail. Thread-safe. */
public final class FleetDesk {
    private static final Set<NodeState> NOT_OVER =
            EnumSet.of(NodeState.CLAIMED, NodeState.WAITING, NodeState.APPROVED, NodeState.ENROLLED);
    private static final Set<NodeState> ENROLLED = EnumSet.of(NodeState.ENROLLED);
    private static final Set<NodeState> RELEASABLE = EnumSet.of(NodeState.ENROLLED, NodeState.RETIRED);

    private final NodeBook book;
    private final OwnerAuthority authority;
    private final Clock clock;

    /** A desk over {@code book}; {@code authority} signs vouchers. */
    public FleetDesk(NodeBook book, OwnerAuthority authority, Clock clock) {
        this.book = book;
        this.authority = authority;
        this.clock = clock;
    }

    /** Names a node otherwise, or says that it is elsewhere. */
    public Act place(LabelId label, Place place, String actor) throws BookException {
        return change(
                label,
                NOT_OVER,
                Action.CHANGE,
                record -> record.called(place),
                "named '" + place.name() + "', at '" + place.site() + "', of '" + place.group() + "'",
                actor);
    }

    /** Says which mesh a node joins; empty for the owner's first. */
    public Act mesh(LabelId label, Optional<String> mesh, String actor) throws BookException {
        return change(
                label,
                NOT_OVER,
                Action.CHANGE,
                record -> record.wished(record.wish().withMesh(mesh)),
                "mesh " + mesh.orElse("of the owner's choice"),
                actor);
    }

    /** Says which packages a node shall have besides those of its group. */
    public Act models(LabelId label, List<Digest> models, String actor) throws BookException {
        return change(
                label,
                NOT_OVER,
                Action.CHANGE,
                record -> record.wished(record.wish().withModels(models)),
                "models " + text(models),
                actor);
    }

    /** Says which packages all nodes of a group shall have. */
    public void modelsOf(String group, List<Digest> models, String actor) throws BookException {
        Place checked = new Place("", "", group);
        Wish.requireModels(models);
        book.transact(pages -> {
            pages.putModelsOf(checked.group(), models);
            pages.note(new AuditEntry(
                    clock.wallMillis(),
                    actor,
                    Action.CHANGE,
                    Optional.empty(),
                    "group '" + group + "': models " + text(models)));
            return checked;
        });
    }

    /** The packages that all nodes of a group shall have. */
    public List<Digest> modelsOf(String group) throws BookException {
        return book.transact(pages -> pages.modelsOf(group));
    }

    private static String text(List<Digest> models) {
        return models.isEmpty() ? "none" : models.stream().map(Digest::toHex).collect(Collectors.joining(" "));
    }

    /** Asks a node to renew its certificate when it asks for its profile next. */
    public Act renew(LabelId label, String actor) throws BookException {
        return change(
                label,
                ENROLLED,
                Action.ASK_RENEWAL,
                record -> record.wished(record.wish().withRenew(true)),
                "",
                actor);
    }

    /** Takes a node out of use: it is told to stop, and its certificate is not renewed. There is no way back. */
    public Act retire(LabelId label, String actor) throws BookException {
        return change(
                label,
                ENROLLED,
                Action.RETIRE,
                record -> record.ended(NodeState.RETIRED, clock.wallMillis()),
                "",
                actor);
    }

    /**
     * Gives a node away: it is told that it may forget its owner, and gets his word for it, which the new owner can check.
     *
     * @param newOwner the SHA-256 of the certificate of whom it goes to; empty for anybody
     */
    public Act release(LabelId label, Optional<Digest> newOwner, String actor) throws BookException {
        return change(
                label,
                RELEASABLE,
                Action.RELEASE,
                record -> released(record, newOwner),
                newOwner.map(owner -> "to the owner " + owner.toHex()).orElse("to anybody"),
                actor);
    }

    private NodeRecord released(NodeRecord record, Optional<Digest> newOwner) {
        long now = clock.wallMillis();
        Voucher voucher = new Voucher(record.shown().orElseThrow().node(), record.label(), newOwner, now);
        return record.ended(NodeState.RELEASED, now).wished(record.wish().withVoucher(voucher.sign(authority)));
    }

    /** Certificates after the serial number {@code after}, 1 to {@link NodeBook#ROWS_MAX}. */
    public List<IssuedCertificate> certificates(String after, int max) throws BookException {
        return book.transact(pages -> pages.certificates(after, max));
    }

    private interface Change {
        NodeRecord of(NodeRecord record);
    }

    private Act change(LabelId label, Set<NodeState> states, Action action, Change change, String detail, String actor)
            throws BookException {
        return book.transact(pages -> {
            Optional<NodeRecord> found = pages.find(label);
            if (found.isEmpty()) {
                return new Act.Refused("no label " + label + " is known here");
            }
            NodeRecord record = found.get();
            if (!states.contains(record.state())) {
                return new Act.Refused("label " + label + " is " + OwnerDesk.word(record.state())
                        + ": this can be done to what is "
                        + states.stream().map(OwnerDesk::word).collect(Collectors.joining(", ")));
            }
            NodeRecord changed = change.of(record);
            if (!changed.equals(record)) {
                put(pages, changed, action, detail, actor);
            }
            return new Act.Done(changed);
        });
    }

    private void put(Pages pages, NodeRecord record, Action action, String detail, String actor) throws BookException {
        pages.put(record);
        pages.note(new AuditEntry(clock.wallMillis(), actor, action, Optional.of(record.label()), detail));
    }
}
