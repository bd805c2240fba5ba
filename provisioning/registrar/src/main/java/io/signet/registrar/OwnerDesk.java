package io.signet.registrar;

import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.LabelId;
import io.signet.registrar.AuditEntry.Action;
import io.signet.registrar.NodeBook.Pages;
import io.signet.runtime.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What an owner does with labels and nodes; each act is in the audit trail. Thread-safe. */
public final class OwnerDesk {
    private final NodeBook book;
    private final Clock clock;
    private final RandomGenerator random;

    /**
     * A desk over {@code book}.
     *
     * @param random for labels' codes: a {@link java.security.SecureRandom}
     */
    public OwnerDesk(NodeBook book, Clock clock, RandomGenerator random) {
        this.book = book;
        this.clock = clock;
        this.random = random;
    }

    /** What came of an act. */
    public sealed interface Act {
        /** It is done, and this is how things are now. */
        record Done(NodeRecord record) implements Act {}

        /** It can't be done; why, and what can. */
        record Refused(String message) implements Act {}
    }

    /**
     * Makes a label. Its code is not kept: whoever loses it makes another label.
     *
     * @param actor who does it, for the audit trail
     * @return empty if there are too many
     */
    public Optional<Label> label(String actor) throws BookException {
        Label label = Label.draw(random);
        return book.transact(pages -> {
            if (pages.count() >= NodeBook.LABELS_MAX) {
                return Optional.empty();
            }
            pages.put(NodeRecord.labelled(label.id(), label.key(), clock.wallMillis()));
            note(pages, actor, Action.LABEL, label.id(), "");
            return Optional.of(label);
        });
    }

    /**
     * Claims a box by the code on its label. May be done again with another place as long as the node has not come.
     *
     * @param preApproved true if the node that comes by this label is to get its certificate without being asked about
     */
    public Act claim(Label label, Place place, boolean preApproved, String actor) throws BookException {
        return book.transact(pages -> {
            Optional<NodeRecord> found = pages.find(label.id());
            if (found.isEmpty() && pages.count() >= NodeBook.LABELS_MAX) {
                return new Act.Refused("this registrar has " + NodeBook.LABELS_MAX + " labels already");
            }
            NodeRecord known = found.orElseGet(() -> NodeRecord.labelled(label.id(), label.key(), clock.wallMillis()));
            if (known.state() != NodeState.LABELLED && known.state() != NodeState.CLAIMED) {
                return new Act.Refused("the box with " + label + " is claimed already: it is " + word(known.state())
                        + (known.place().name().isEmpty()
                                ? ""
                                : " as " + known.place().name()));
            }
            NodeRecord claimed = known.claimed(place, preApproved, clock.wallMillis());
            pages.put(claimed);
            note(pages, actor, Action.CLAIM, label.id(), place.name() + (preApproved ? ", approved with it" : ""));
            return new Act.Done(claimed);
        });
    }

    /** Approves the node that waits, or the one that will come by a claimed label. */
    public Act approve(LabelId label, String actor) throws BookException {
        return book.transact(pages -> {
            Optional<NodeRecord> found = pages.find(label);
            if (found.isEmpty()) {
                return unknown(label);
            }
            NodeRecord record = found.get();
            if (record.state() == NodeState.LABELLED || record.state().isOver()) {
                return new Act.Refused(
                        "label " + label + " is " + word(record.state()) + ": only a claimed box can be approved");
            }
            NodeRecord approved =
                    switch (record.state()) {
                        case WAITING -> record.approved(clock.wallMillis());
                        case CLAIMED -> record.claimed(record.place(), true, clock.wallMillis());
                        default -> record; // is approved already
                    };
            if (!approved.equals(record)) {
                pages.put(approved);
                note(pages, actor, Action.APPROVE, label, shown(record));
            }
            return new Act.Done(approved);
        });
    }

    /** Revokes a node with all of its certificates, or a label before a node came. There is no way back. */
    public Act revoke(LabelId label, String actor) throws BookException {
        return book.transact(pages -> {
            Optional<NodeRecord> found = pages.find(label);
            if (found.isEmpty()) {
                return unknown(label);
            }
            NodeRecord record = found.get();
            if (record.state() == NodeState.REVOKED) {
                return new Act.Done(record);
            }
            NodeRecord revoked = record.ended(NodeState.REVOKED, clock.wallMillis());
            pages.revoke(label, clock.wallMillis());
            pages.put(revoked);
            note(pages, actor, Action.REVOKE, label, shown(record));
            return new Act.Done(revoked);
        });
    }

    /**
     * What the evidence of a label's node showed last.
     *
     * @param report it
     * @param sameChip other labels by which the same chip came, unless it is over with them
     */
    public record Seen(EvidenceReport report, List<LabelId> sameChip) {}

    /** What evidence showed, of those of {@code labels} where it was seen; 0 to {@link NodeBook#ROWS_MAX} labels. */
    public Map<LabelId, Seen> seen(List<LabelId> labels) throws BookException {
        return book.transact(pages -> {
            Map<LabelId, List<LabelId>> sameChip = pages.evidence().sameChip(labels);
            Map<LabelId, Seen> seen = new HashMap<>();
            pages.evidence()
                    .of(labels)
                    .forEach((label, report) ->
                            seen.put(label, new Seen(report, sameChip.getOrDefault(label, List.of()))));
            return seen;
        });
    }

    /** What is known of a label. */
    public Act find(LabelId label) throws BookException {
        return book.transact(pages -> {
            Optional<NodeRecord> found = pages.find(label);
            return found.isPresent() ? new Act.Done(found.get()) : unknown(label);
        });
    }

    /** Labels after {@code after} in the order of their ids, 1 to {@link NodeBook#ROWS_MAX}. */
    public List<NodeRecord> list(Optional<LabelId> after, int max) throws BookException {
        return book.transact(pages -> pages.list(after, max));
    }

    /** The newest entries of the audit trail, the newest first, 1 to {@link NodeBook#ROWS_MAX}. */
    public List<AuditEntry> audit(int max) throws BookException {
        return book.transact(pages -> pages.audit(max));
    }

    private static Act unknown(LabelId label) {
        return new Act.Refused("no label " + label + " is known here");
    }

    private static String shown(NodeRecord record) {
        return record.shown()
                .map(came -> "node " + came.node() + ", key " + came.assurance().label() + ", evidence "
                        + came.evidence().toHex())
                .orElse("no node came yet");
    }

    /** The state as people say it. */
    public static String word(NodeState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private void note(Pages pages, String actor, Action action, LabelId label, String detail) throws BookException {
        pages.note(new AuditEntry(clock.wallMillis(), actor, action, Optional.of(label), detail));
    }
}
