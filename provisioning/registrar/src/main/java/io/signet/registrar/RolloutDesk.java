package io.signet.registrar;

import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.registrar.AuditEntry.Action;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.registrar.NodeBook.Pages;
import io.signet.registrar.RolloutPages.Reported;
import io.signet.release.ReleaseArchive;
import io.signet.release.ReleaseCheck;
import io.signet.release.ReleaseHead;
import io.signet.release.ReleaseReport;
import io.signet.release.ReleaseVerdict;
import io.signet.release.ReleaseVerdict.Accepted;
import io.signet.release.SignedRoot;
import io.signet.runtime.Clock;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings releases to an owner's nodes, group by group, as {@link Rollout} says. It goes on whenever a node reports, asks for its
 * profile, or the owner asks how it goes; so it needs no thread, and several registrars may share it. Thread-safe.
 */
public final class RolloutDesk {
    /** How long a node waits before it reports again. */
    public static final Duration REPORT_EVERY_MIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RolloutDesk.class);
    private static final String REGISTRAR = "registrar";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final NodeBook book;
    private final ModelShelf shelf;
    private final Members members;
    private final Clock clock;
    private final AtomicLong lookedAtNanos;

    /** What came of what an owner asked for. */
    public sealed interface Outcome {
        /** It is done, and this is the rollout, if there is one. */
        record Done(Optional<Rollout> rollout) implements Outcome {}

        /** It is not, for that reason. */
        record Refused(String reason) implements Outcome {}
    }

    /**
     * How a rollout goes.
     *
     * @param rollout the last one
     * @param tallies how far each group is
     */
    public record Status(Rollout rollout, Map<String, Rollout.Tally> tallies) {}

    /**
     * A desk over {@code book}.
     *
     * @param shelf the archives of releases
     */
    public RolloutDesk(NodeBook book, ModelShelf shelf, Clock clock) {
        this.book = book;
        this.shelf = shelf;
        this.members = new Members(clock);
        this.clock = clock;
        this.lookedAtNanos = new AtomicLong(clock.monotonicNanos() - LOOK_EVERY.toNanos());
    }

    /** The archives. */
    public ModelShelf shelf() {
        return shelf;
    }

    /** Trusts {@code root}, which is the first, or follows the one that is trusted. */
    public Outcome trust(SignedRoot root, String actor) throws BookException {
        return book.transact(pages -> {
            Optional<SignedRoot> before = pages.releases().root();
            Optional<String> objection =
                    before.isPresent() ? root.objectionAfter(before.get()) : root.objectionToFirst();
            if (objection.isPresent()) {
                return new Outcome.Refused(objection.get());
            }
            pages.releases().put(root);
            note(
                    pages,
                    actor,
                    "trusts root " + root.root().version() + " of "
                            + root.root().product() + ", " + root.fingerprint());
            return new Outcome.Done(pages.releases().rollout());
        });
    }

    /**
     * Begins to bring the archive called {@code name} to nodes.
     *
     * @throws IOException if the archive can't be read, or is damaged
     */
    public Outcome start(String name, RolloutPlan plan, String actor) throws BookException, IOException {
        Optional<ModelShelf.Item> item = shelf.list().stream()
                .filter(known -> known.model().name().equals(name))
                .findFirst();
        if (item.isEmpty()) {
            return new Outcome.Refused("no release '" + name
                    + "' is here: copy it into the directory 'releases' of the owner's directory");
        }
        ReleaseHead head = ReleaseArchive.head(item.get().file());
        ReleaseArchive.check(item.get().file());
        return book.transact(pages -> start(pages, item.get(), head, plan, actor));
    }

    private Outcome start(Pages pages, ModelShelf.Item item, ReleaseHead head, RolloutPlan plan, String actor)
            throws BookException {
        Optional<SignedRoot> trusted = pages.releases().root();
        if (trusted.isEmpty()) {
            return new Outcome.Refused("no root is trusted yet: signet owner update trust");
        }
        Optional<Rollout> before = pages.releases().rolloutToChange();
        if (before.filter(last -> last.state() == Rollout.State.RUNNING).isPresent()) {
            return new Outcome.Refused(before.get().release().name() + " is on its way: stop it first");
        }
        ReleaseVerdict verdict = new ReleaseCheck(trusted.get()).genuine(head, clock.wallMillis());
        if (!(verdict instanceof Accepted accepted)) {
            return new Outcome.Refused(((ReleaseVerdict.Refused) verdict).text());
        }
        Rollout begun = Rollout.start(
                new Rollout.Target(
                        head.release().release().name().toString(),
                        head.release().release().name().sequence(),
                        item.model().digest(),
                        item.model().sizeBytes(),
                        trusted.get().fingerprint()),
                plan,
                clock.wallMillis());
        if (head.roots().stream()
                .noneMatch(root -> root.fingerprint().equals(begun.release().root()))) {
            return new Outcome.Refused("root " + trusted.get().root().version()
                    + ", which is trusted, is not in the release: new nodes could not believe it");
        }
        for (String group : plan.stages()) { // a name that was mistyped would let its stage pass unseen
            if (pages.releases().tally(group, begun.release().sequence()).nodes() == 0) {
                return new Outcome.Refused("no enrolled node is in group '" + group + "'");
            }
        }
        pages.releases().put(accepted.root());
        pages.releases().put(begun);
        note(
                pages,
                actor,
                begun.release().name() + " to " + String.join(", ", plan.stages()) + ", first to group '"
                        + begun.group() + "'");
        return new Outcome.Done(Optional.of(begun));
    }

    /** Lets no other node get what is on its way. */
    public Outcome stop(String actor) throws BookException {
        return book.transact(pages -> {
            Optional<Rollout> last = pages.releases()
                    .rolloutToChange()
                    .filter(rollout ->
                            rollout.state() == Rollout.State.RUNNING || rollout.state() == Rollout.State.DONE);
            if (last.isEmpty()) {
                return new Outcome.Refused("no release is on its way");
            }
            Rollout stopped = last.get().stopped(clock.wallMillis());
            pages.releases().put(stopped);
            note(pages, actor, stopped.release().name() + " is stopped");
            return new Outcome.Done(Optional.of(stopped));
        });
    }

    /** How it goes; empty if there never was a rollout. */
    public Optional<Status> status() throws BookException {
        return book.transact(pages -> {
            Optional<Rollout> rollout = advanced(pages);
            if (rollout.isEmpty()) {
                return Optional.<Status>empty();
            }
            Map<String, Rollout.Tally> tallies = new LinkedHashMap<>();
            for (String group : rollout.get().plan().stages()) {
                tallies.put(
                        group,
                        pages.releases().tally(group, rollout.get().release().sequence()));
            }
            return Optional.of(new Status(rollout.get(), tallies));
        });
    }

    /** The release that the nodes of {@code group} are to run. */
    Optional<NodeProfile.Firmware> wish(Pages pages, String group) throws BookException {
        return (isTimeToLook() ? advanced(pages) : pages.releases().rollout())
                .filter(rollout -> rollout.isFor(group))
                .map(Rollout::release)
                .map(target -> new NodeProfile.Firmware(
                        target.sequence(), target.digest(), target.sizeBytes(), target.root()));
    }

    /** Counting a large group takes its time, and all nodes ask: once in a while is enough. */
    private boolean isTimeToLook() {
        long now = clock.monotonicNanos();
        long last = lookedAtNanos.get();
        return now - last >= LOOK_EVERY.toNanos() && lookedAtNanos.compareAndSet(last, now);
    }

    /** The last rollout, in the stage that it has come to by now. */
    private Optional<Rollout> advanced(Pages pages) throws BookException {
        Optional<Rollout> rollout = pages.releases().rollout();
        if (rollout.filter(last -> last.state() == Rollout.State.RUNNING).isEmpty()) {
            return rollout;
        }
        rollout = pages.releases().rolloutToChange();
        for (int step = 0; step < RolloutPlan.STAGES_MAX && rollout.isPresent(); step++) {
            Rollout now = rollout.get();
            Optional<Rollout> next =
                    now.next(pages.releases().tally(now.group(), now.release().sequence()), clock.wallMillis());
            if (next.isEmpty()) {
                return rollout;
            }
            pages.releases().put(next.get());
            note(pages, REGISTRAR, text(next.get()));
            rollout = next;
        }
        return rollout;
    }

    private static String text(Rollout rollout) {
        String name = rollout.release().name();
        return switch (rollout.state()) {
            case RUNNING -> name + " to group '" + rollout.group() + "'";
            case DONE -> name + " has reached all groups";
            case HALTED -> name + " is halted: " + rollout.reason();
            case STOPPED -> name + " is stopped";
        };
    }

    /** Takes a node's report; what there is against it, if there is. */
    public Optional<Refused> report(X509Certificate certificate, ReleaseReport report) {
        try {
            return book.transact(pages -> {
                Optional<Refused> objection = members.object(pages, certificate, EnumSet.of(NodeState.ENROLLED));
                if (objection.isPresent()) {
                    return objection;
                }
                NodeRecord node =
                        pages.find(NodeId.of(certificate.getPublicKey())).orElseThrow();
                long now = clock.wallMillis();
                Optional<Reported> before = pages.releases().reported(node.label());
                if (before.filter(last -> last.atMillis() <= now && now - last.atMillis() < REPORT_EVERY_MIN.toMillis())
                        .isPresent()) {
                    return Optional.of(new Refused(
                            Reason.TOO_MANY_FAILURES, "Report every " + REPORT_EVERY_MIN.toSeconds() + " s at most."));
                }
                pages.releases().put(node.label(), new Reported(report, now));
                advanced(pages);
                return Optional.<Refused>empty();
            });
        } catch (BookException e) {
            LOG.error("a node's report could not be kept: {}", e.getMessage());
            return Optional.of(
                    new Refused(Reason.UNAVAILABLE, "The registrar can't write its book now. Ask again later."));
        }
    }

    private void note(Pages pages, String actor, String detail) throws BookException {
        pages.note(new AuditEntry(clock.wallMillis(), actor, Action.UPDATE, Optional.empty(), detail));
    }
}
