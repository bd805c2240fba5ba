package io.signet.simulator.virtual;

import io.signet.attestation.HardwareKey;
import io.signet.firstboot.Jitter;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.Trouble;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.RequestAttributes;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.BookException;
import io.signet.registrar.Caller;
import io.signet.registrar.EnrolmentOutcome;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.registrar.EnrolmentOutcome.Waiting;
import io.signet.registrar.NodeBook;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.registrar.Registrar;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.statement.Bytes;
import io.signet.statement.TrustPolicy;
import io.signet.statement.cose.SigningException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.random.RandomGenerator;

/**
 * An owner's registrar with its book in memory, in virtual time: its core is the real one, the network before it is not there. All
 * callers have one address, as those of a pallet do that stands behind one router.
 */
final class VirtualPallet implements AutoCloseable {
    private static final Bytes CHANNEL = ClaimKey.channelOf(new byte[] {1});
    private static final String ADDRESS = "192.0.2.1";
    private static final String OWNER = "Anna";
    private static final long TIDY_NANOS = Duration.ofHours(1).toNanos();
    private static final int PAGE = 500;

    private final World world;
    private final RandomGenerator random;
    private final LocalClock clock;
    private final NodeBook book;
    private final OwnerAuthority authority;
    private final OwnerDesk desk;
    private Optional<Registrar> registrar = Optional.empty();
    private long second = -1;
    private int inSecond;
    private int inSecondMax;

    /** With its registrar running, whose nodes' certificates last for {@code life}. */
    VirtualPallet(World world, Duration life) throws BookException {
        this.world = world;
        this.random = world.newRandom();
        this.clock = new LocalClock(world, new WallClock());
        this.book = SqlNodeBook.open("jdbc:h2:mem:", new Properties());
        this.authority = OwnerAuthority.selfSigned(new SimulatedKey(random, clock, 0), OWNER, clock, random)
                .withNodeLife(life);
        this.desk = new OwnerDesk(book, clock, random);
        start();
        world.at(TIDY_NANOS, this::tidy);
    }

    /** Starts the registrar as another process: of what the last one had, only the book is left. */
    void start() {
        registrar = Optional.of(
                new Registrar(authority, TrustPolicy.of(List.of(authority.certificate())), book, clock, random));
    }

    /** Nobody answers from now on. */
    void stop() {
        registrar = Optional.empty();
    }

    private void tidy() {
        try {
            if (registrar.isPresent()) {
                registrar.get().tidy();
            }
        } catch (BookException e) {
            throw unreadable(e);
        }
        world.at(world.now() + TIDY_NANOS, this::tidy);
    }

    RandomGenerator random() {
        return random;
    }

    /** A new key, in other hardware than any other. */
    HardwareKey newKey() {
        return new SimulatedKey(random, clock, 0);
    }

    /** The label of a box that its owner claimed and approved. */
    Label claimed() {
        Label label = Label.draw(random);
        try {
            desk.claim(label, Place.NOWHERE, true, OWNER);
        } catch (BookException e) {
            throw unreadable(e);
        }
        return label;
    }

    /** One attempt to get the first certificate; empty if no registrar is there. */
    Optional<EnrolmentOutcome> enrol(HardwareKey key, Label label) {
        count();
        return registrar.map(there -> there.enrol(request(there, key, Optional.of(label)), caller(Optional.empty())));
    }

    /** One attempt to get the next certificate; empty if no registrar is there. */
    Optional<EnrolmentOutcome> renew(HardwareKey key, X509Certificate by) {
        count();
        return registrar.map(there -> there.renew(request(there, key, Optional.empty()), caller(Optional.of(by))));
    }

    private void count() {
        long now = world.now() / 1_000_000_000;
        inSecond = now == second ? inSecond + 1 : 1;
        second = now;
        inSecondMax = Math.max(inSecondMax, inSecond);
    }

    /** Most attempts in one second, whether somebody answered or not. */
    int requestsInASecond() {
        return inSecondMax;
    }

    private static Caller caller(Optional<X509Certificate> certificate) {
        return new Caller(ADDRESS, CHANNEL, certificate);
    }

    private static Bytes request(Registrar there, HardwareKey key, Optional<Label> label) {
        try {
            Bytes nonce = RequestAttributes.decode(there.requestAttributes()).nonce();
            return EnrolmentRequest.of(
                            key,
                            key.evidence(nonce),
                            Optional.empty(),
                            label.map(known -> Claim.of(known, key, nonce, CHANNEL)))
                    .request()
                    .encoded();
        } catch (ProvisioningException | SigningException e) {
            throw new IllegalStateException("a simulated box can't ask: " + e.getMessage(), e);
        }
    }

    /** When a box asks again that was answered so, on average. */
    static Duration waitAfter(Optional<EnrolmentOutcome> answer) {
        if (answer.isPresent() && answer.get() instanceof Waiting waiting) {
            return waiting.retryAfter();
        }
        Trouble trouble = answer.filter(Refused.class::isInstance)
                .map(refused -> Trouble.valueOf(((Refused) refused).reason().name()))
                .orElse(Trouble.UNREACHABLE);
        return Failed.of(trouble, "").retryAfter();
    }

    /** When a box asks again that was answered so: as a first boot does. */
    Duration nextAfter(Optional<EnrolmentOutcome> answer) {
        return Jitter.of(waitAfter(answer), random);
    }

    /** How many certificates were issued, by label. */
    Map<String, Integer> certificates() {
        Map<String, Integer> byLabel = new HashMap<>();
        try {
            return book.transact(pages -> {
                byLabel.clear();
                String after = "";
                while (true) {
                    var page = pages.certificates(after, PAGE);
                    if (page.isEmpty()) {
                        return byLabel;
                    }
                    page.forEach(issued -> byLabel.merge(issued.label().toString(), 1, Integer::sum));
                    after = page.get(page.size() - 1).serial();
                }
            });
        } catch (BookException e) {
            throw unreadable(e);
        }
    }

    private static IllegalStateException unreadable(BookException e) {
        return new IllegalStateException("a book in memory can't fail: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        book.close();
    }
}
