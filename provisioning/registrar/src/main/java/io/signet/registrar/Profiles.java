package io.signet.registrar;

import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.provisioning.enrolment.NodeProfile.Standing;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.registrar.NodeBook.Pages;
import io.signet.runtime.Clock;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells enrolled nodes what their owner wants of them. A node that is retired or released is told so; one that is revoked is
 * told nothing. Thread-safe.
 */
public final class Profiles {
    private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);
    private static final Set<NodeState> TOLD = EnumSet.of(NodeState.ENROLLED, NodeState.RETIRED, NodeState.RELEASED);

    private final NodeBook book;
    private final Offer offer;
    private final RolloutDesk rollouts;
    private final Members members;
    private final NodeClocks clocks;

    /** Profiles of the nodes in {@code book}. */
    public Profiles(NodeBook book, Offer offer, RolloutDesk rollouts, Clock clock) {
        this.book = book;
        this.offer = offer;
        this.rollouts = rollouts;
        this.members = new Members(clock);
        this.clocks = new NodeClocks(clock);
    }

    /** What an owner has for all of his nodes. */
    public Offer offer() {
        return offer;
    }

    /** What a node is told. */
    public sealed interface Told {
        /** What its owner wants of it. */
        record That(NodeProfile profile) implements Told {}

        /** A package. */
        record Packaged(ModelShelf.Item item) implements Told {}

        /** Nothing. */
        record Not(Refused refused) implements Told {}

        /** There is no such package. */
        record NoSuchModel() implements Told {}
    }

    /** The profile of the node that {@code certificate} is of. */
    public Told profile(X509Certificate certificate) {
        return answer(certificate, this::compose);
    }

    /**
     * A node that was told its profile said what time it is; one whose clock is off is worth a word in the log.
     *
     * @param millis since 1970, as text; anything else is ignored
     */
    public void lookAtClock(X509Certificate certificate, String millis) {
        clocks.look(NodeId.of(certificate.getPublicKey()), millis);
    }

    /** The package with that digest, for any node of the owner's. */
    public Told model(X509Certificate certificate, Digest digest) {
        return item(certificate, offer.shelf(), digest);
    }

    /** The archive of a release with that digest, for any node of the owner's. */
    public Told release(X509Certificate certificate, Digest digest) {
        return item(certificate, rollouts.shelf(), digest);
    }

    private Told item(X509Certificate certificate, ModelShelf shelf, Digest digest) {
        return answer(certificate, (pages, record) -> {
            Optional<ModelShelf.Item> item = shelf.find(digest);
            return item.isPresent() ? new Told.Packaged(item.get()) : new Told.NoSuchModel();
        });
    }

    private interface Answerer {
        Told answer(Pages pages, NodeRecord record) throws BookException, IOException;
    }

    private Told answer(X509Certificate certificate, Answerer answerer) {
        try {
            offer.shelf().list(); // reads what is new before the book is held
            rollouts.shelf().list();
            return book.transact(pages -> {
                Optional<Refused> objection = members.object(pages, certificate, TOLD);
                if (objection.isPresent()) {
                    return new Told.Not(objection.get());
                }
                try {
                    return answerer.answer(
                            pages,
                            pages.find(NodeId.of(certificate.getPublicKey())).orElseThrow());
                } catch (IOException e) {
                    throw new BookException("the model packages can't be read: " + e.getMessage(), e);
                }
            });
        } catch (BookException | IOException e) {
            LOG.error("a node could not be told its profile: {}", e.getMessage());
            return new Told.Not(
                    new Refused(Reason.UNAVAILABLE, "The registrar can't read its book now. Ask again later."));
        }
    }

    private Told.That compose(Pages pages, NodeRecord record) throws BookException, IOException {
        NodeProfile first = profile(record, pages.modelsOf(record.place().group()))
                .wishing(rollouts.wish(pages, record.place().group()));
        return new Told.That(first.inVersion(pages.profileVersion(record.label(), Digest.sha256(first.encode()))));
    }

    /** In the first version. */
    private NodeProfile profile(NodeRecord record, List<Digest> ofGroup) throws IOException {
        Set<Digest> wanted = new LinkedHashSet<>(ofGroup);
        wanted.addAll(record.wish().models());
        List<NodeProfile.Model> models = offer.shelf().list().stream()
                .map(ModelShelf.Item::model)
                .filter(model -> wanted.contains(model.digest()))
                .toList();
        return new NodeProfile(
                1,
                record.place().name(),
                record.place().site(),
                record.place().group(),
                offer.mesh(record.wish().mesh()),
                offer.trust(),
                offer.publishers(),
                models,
                new Standing(
                        record.state() == NodeState.RETIRED,
                        record.state() == NodeState.RELEASED,
                        record.wish().renew(),
                        record.wish().voucher()),
                Optional.empty());
    }
}
