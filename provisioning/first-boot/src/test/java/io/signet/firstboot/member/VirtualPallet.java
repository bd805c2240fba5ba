package io.signet.firstboot.member;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.firstboot.Jitter;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.Trouble;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.RequestAttributes;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.Caller;
import io.signet.registrar.EnrolmentOutcome;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.registrar.NodeBook;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.registrar.Registrar;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.TrustPolicy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * An owner's registrar with its book in memory, and what happens to it in virtual time: whatever is due next happens at once, on
 * one thread. All callers have one address, as those of a pallet do that stands behind one router.
 */
final class VirtualPallet implements AutoCloseable {
    private static final Bytes CHANNEL = ClaimKey.channelOf(new byte[] {1});
    private static final String ADDRESS = "192.0.2.1";

    final RandomGenerator random;
    private final Path directory;
    private final VirtualClock clock = new VirtualClock();
    private final NodeBook book = SqlNodeBook.open("jdbc:h2:mem:", new Properties());
    private final OwnerAuthority authority;
    private final OwnerDesk desk;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::number));
    private Optional<Registrar> registrar = Optional.empty();
    private long scheduled;
    private int keys;

    /** What happens at some time. */
    interface Happening {
        void happen() throws Exception;
    }

    private record Event(long atMillis, long number, Happening happening) {}

    private static final class VirtualClock implements Clock {
        private long millis = 1_800_000_000_000L;

        @Override
        public long wallMillis() {
            return millis;
        }

        @Override
        public long monotonicNanos() {
            return 1_000_000 * millis;
        }
    }

    /**
     * A pallet with its registrar running.
     *
     * @param seed of when things happen; keys are new ones each time
     */
    VirtualPallet(Path directory, long seed) throws Exception {
        this.directory = directory;
        this.random = new Random(seed);
        this.authority =
                OwnerAuthority.selfSigned(SoftwareKey.create(directory.resolve("owner")), "Anna", clock, random);
        this.desk = new OwnerDesk(book, clock, random);
        start();
    }

    /** Starts the registrar as another process: of what the last one had, only the book is left. */
    void start() {
        registrar = Optional.of(
                new Registrar(authority, TrustPolicy.of(List.of(authority.certificate())), book, clock, random));
    }

    void stop() {
        registrar = Optional.empty();
    }

    NodeBook book() {
        return book;
    }

    long nowMillis() {
        return clock.millis;
    }

    void in(Duration wait, Happening happening) {
        events.add(new Event(clock.millis + wait.toMillis(), scheduled++, happening));
    }

    /** From nothing to {@code max}, evenly. */
    Duration within(Duration max) {
        return Duration.ofMillis(random.nextLong(max.toMillis()));
    }

    /** Lets time pass. */
    void pass(Duration time) throws Exception {
        long end = clock.millis + time.toMillis();
        while (!events.isEmpty() && events.peek().atMillis() <= end) {
            Event next = events.remove();
            clock.millis = next.atMillis();
            next.happening().happen();
        }
        clock.millis = end;
    }

    HardwareKey newKey() throws Exception {
        return SoftwareKey.create(directory.resolve("key-" + keys++));
    }

    /** The label of a box that its owner claimed and approved. */
    Label claimed() throws Exception {
        Label label = Label.draw(random);
        desk.claim(label, Place.NOWHERE, true, "anna");
        return label;
    }

    /** One attempt to get the first certificate; empty if no registrar is there. */
    Optional<EnrolmentOutcome> enrol(HardwareKey key, Label label) throws Exception {
        return registrar.isEmpty()
                ? Optional.empty()
                : Optional.of(registrar.get().enrol(request(key, Optional.of(label)), caller(Optional.empty())));
    }

    /** One attempt to get the next certificate; empty if no registrar is there. */
    Optional<EnrolmentOutcome> renew(HardwareKey key, X509Certificate by) throws Exception {
        return registrar.isEmpty()
                ? Optional.empty()
                : Optional.of(registrar.get().renew(request(key, Optional.empty()), caller(Optional.of(by))));
    }

    private static Caller caller(Optional<X509Certificate> certificate) {
        return new Caller(ADDRESS, CHANNEL, certificate);
    }

    private Bytes request(HardwareKey key, Optional<Label> label) throws Exception {
        Bytes nonce = RequestAttributes.decode(registrar.orElseThrow().requestAttributes())
                .nonce();
        return EnrolmentRequest.of(
                        key,
                        key.evidence(nonce),
                        Optional.empty(),
                        label.map(known -> Claim.of(known, key, nonce, CHANNEL)))
                .request()
                .encoded();
    }

    /** When a box asks again that was answered so: as a first boot does. */
    Duration nextAfter(Optional<EnrolmentOutcome> answer) {
        return Jitter.of(waitAfter(answer), random);
    }

    /** The same, on average. */
    static Duration waitAfter(Optional<EnrolmentOutcome> answer) {
        Trouble trouble = answer.filter(Refused.class::isInstance)
                .map(refused -> Trouble.valueOf(((Refused) refused).reason().name()))
                .orElse(Trouble.UNREACHABLE);
        return Failed.of(trouble, "").retryAfter();
    }

    @Override
    public void close() {
        book.close();
    }
}
