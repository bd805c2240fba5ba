package io.signet.registrar.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.SoftwareKey;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Transport;
import io.signet.provisioning.enrolment.NodeProfile.Mesh;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.BookException;
import io.signet.registrar.NodeBook;
import io.signet.registrar.NodeState;
import io.signet.registrar.Revocations;
import io.signet.runtime.Clock;
import io.signet.statement.RevocationList;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationNoticesTest {
    private static final Mesh FARM =
            new Mesh("farm", List.of(URI.create("mqtts://broker.example:8883")), List.of(), 2, 0);

    @TempDir
    private Path directory;

    private final SetClock clock = new SetClock();
    private final List<NodeBook.Withdrawn> withdrawn = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private boolean bookIsBroken;
    private OwnerAuthority owner;
    private RevocationNotices notices;

    @BeforeEach
    void start() throws Exception {
        owner = OwnerAuthority.selfSigned(
                SoftwareKey.create(directory.resolve("owner.key")), "Anna", clock, new Random(1));
        notices = new RevocationNotices(
                new Revocations(new Book(), owner, clock),
                owner.digest(),
                List.of(FARM),
                mesh -> {
                    Link link = new Link();
                    links.add(link);
                    return link;
                },
                clock);
    }

    private void pass(Duration time) {
        clock.millis += time.toMillis();
        notices.doWork();
    }

    private void revoke(long serial) {
        withdrawn.add(new NodeBook.Withdrawn(Long.toString(serial, 16), clock.millis, NodeState.REVOKED));
    }

    private List<Outgoing> published() {
        return links.get(links.size() - 1).published;
    }

    private RevocationList lastList() {
        return new RevocationList(published().get(published().size() - 1).payload());
    }

    @Test
    void revocation_isToldWithinSeconds_retainedAndSignedByTheOwner() {
        pass(Duration.ZERO);
        assertThat(published()).as("nobody is revoked").hasSize(1);
        revoke(4711);
        pass(RevocationNotices.LOOK_EVERY);
        assertThat(published()).hasSize(2).allSatisfy(message -> {
            assertThat(message.retained()).isTrue();
            assertThat(message.topic()).isEqualTo(new Topics("farm").revocations(owner.digest()));
        });
        assertThat(lastList().isSignedBy(owner.certificate())).isTrue();
        assertThat(lastList().size()).isEqualTo(1);
        BigInteger before =
                new RevocationList(published().get(0).payload()).number().orElseThrow();
        assertThat(lastList().number().orElseThrow()).isGreaterThan(before);
    }

    @Test
    void sameList_isToldOnceADay_andToEachBrokerAnew() {
        pass(Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            pass(RevocationNotices.LOOK_EVERY);
        }
        assertThat(published()).hasSize(1);
        links.get(0).epoch++;
        pass(Duration.ofSeconds(1));
        assertThat(published()).hasSize(2);
        assertThat(published().get(1).payload()).isEqualTo(published().get(0).payload());
        for (int hour = 0; hour < 25; hour++) {
            pass(Duration.ofHours(1));
        }
        long madeMillis = lastList().madeMillis();
        assertThat(clock.millis - madeMillis).isLessThan(Duration.ofHours(2).toMillis());
    }

    @Test
    void certificateOfADay_isReplacedBeforeItEnds() {
        pass(Duration.ofHours(15));
        assertThat(links).hasSize(1);
        pass(Duration.ofHours(2));
        assertThat(links).hasSize(2);
        assertThat(links.get(0).closed).isTrue();
        assertThat(published()).as("told to the new connection too").hasSize(1);
    }

    @Test
    void broker_thatIsFullOrAwayIsToldLater() {
        links.get(0).connected = false;
        pass(Duration.ofMinutes(1));
        links.get(0).connected = true;
        links.get(0).full = true;
        pass(Duration.ofMinutes(1));
        assertThat(published()).isEmpty();
        links.get(0).full = false;
        pass(Duration.ofSeconds(1));
        assertThat(published()).hasSize(1);
    }

    @Test
    void brokenBook_isReadAgain() {
        bookIsBroken = true;
        pass(Duration.ofMinutes(1));
        assertThat(published()).isEmpty();
        bookIsBroken = false;
        pass(RevocationNotices.LOOK_EVERY);
        assertThat(published()).hasSize(1);
    }

    @Test
    void listOf75000_isTold_andThatOf120000IsNot() {
        BigInteger large = BigInteger.ONE.shiftLeft(158); // as long as serial numbers are
        for (int i = 0; i < 75_000; i++) {
            withdrawn.add(new NodeBook.Withdrawn(
                    large.add(BigInteger.valueOf(i)).toString(16),
                    clock.millis,
                    NodeState.RETIRED)); // with a reason: longer
        }
        pass(RevocationNotices.LOOK_EVERY);
        assertThat(lastList().size()).isEqualTo(75_000);
        for (int i = 75_000; i < 120_000; i++) {
            withdrawn.add(new NodeBook.Withdrawn(
                    large.add(BigInteger.valueOf(i)).toString(16), clock.millis, NodeState.REVOKED));
        }
        pass(RevocationNotices.LOOK_EVERY);
        assertThat(published()).as("the meshes stay with the list before").hasSize(1);
    }

    /** A clock that a test sets. */
    private static final class SetClock implements Clock {
        long millis = Clock.SYSTEM.wallMillis();

        @Override
        public long wallMillis() {
            return millis;
        }

        @Override
        public long monotonicNanos() {
            return 1_000_000 * millis;
        }
    }

    /** A book with what is withdrawn, and nothing else. */
    private final class Book implements NodeBook {
        @Override
        public <T> T transact(Work<T> work) throws BookException {
            if (bookIsBroken) {
                throw new BookException("the disk is full");
            }
            Pages pages = (Pages) Proxy.newProxyInstance(
                    Pages.class.getClassLoader(), new Class<?>[] {Pages.class}, (proxy, method, arguments) -> {
                        assertThat(method.getName()).isEqualTo("withdrawn");
                        return List.copyOf(withdrawn);
                    });
            return work.on(pages);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** A connection in memory. */
    private static final class Link implements Transport {
        final List<Outgoing> published = new ArrayList<>();
        boolean connected = true;
        boolean full;
        boolean closed;
        long epoch = 1;

        @Override
        public void start(List<String> filters, LongFunction<Optional<Will>> will) {
            assertThat(filters).hasSize(1);
        }

        @Override
        public boolean publish(Outgoing message) {
            return !full && published.add(message);
        }

        @Override
        public int poll(Consumer<Incoming> consumer, int max) {
            return 0;
        }

        @Override
        public boolean connected() {
            return connected;
        }

        @Override
        public long connectionEpoch() {
            return epoch;
        }

        @Override
        public void setWake(Runnable wake) {
            // a test steps the notices itself
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
