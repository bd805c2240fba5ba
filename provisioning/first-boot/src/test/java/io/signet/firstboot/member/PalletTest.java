package io.signet.firstboot.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.EnrolmentOutcome;
import io.signet.registrar.EnrolmentOutcome.Issued;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many boxes at one registrar, in virtual time: the registrar's core and a box's waiting times are the real ones, the network
 * between is not there. A disk is copied after its box was enrolled; of two that come before, the owner tells which is which.
 */
class PalletTest {
    private static final long SEED = 20_261_128;
    private static final int BOXES = 500;
    private static final int COPIES = BOXES / 100;
    private static final int WRONG = BOXES / 50;
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path directory;

    /** A box that asks until it is enrolled. */
    private static final class Box {
        private final VirtualPallet pallet;
        private final HardwareKey key;
        private final Label label;
        private final Set<Reason> heard = EnumSet.noneOf(Reason.class);
        private Optional<X509Certificate> certificate = Optional.empty();
        private long enrolledAtMillis;
        private int refusals;

        Box(VirtualPallet pallet, HardwareKey key, Label label) {
            this.pallet = pallet;
            this.key = key;
            this.label = label;
        }

        void ask() throws Exception {
            Optional<EnrolmentOutcome> answer = pallet.enrol(key, label);
            if (answer.isPresent() && answer.get() instanceof Issued issued) {
                certificate = Optional.of(issued.chain().get(0));
                assertThat(certificate.get().getPublicKey()).isEqualTo(key.publicKey());
                enrolledAtMillis = pallet.nowMillis();
                return;
            }
            if (answer.isPresent() && answer.get() instanceof Refused refused) {
                heard.add(refused.reason());
                refusals++;
            }
            pallet.in(pallet.nextAfter(answer), this::ask);
        }
    }

    @Test
    void palletOf500_isEnrolledThoughTheRegistrarIsAwayForHalfAnHour_copiesAndWrongCodesAreNot() throws Exception {
        try (VirtualPallet pallet = new VirtualPallet(directory, SEED)) {
            List<Box> honest = new ArrayList<>();
            List<Box> wrong = new ArrayList<>();
            for (int i = 0; i < BOXES - COPIES - WRONG; i++) {
                honest.add(new Box(pallet, pallet.newKey(), pallet.claimed()));
            }
            for (int i = 0; i < WRONG; i++) {
                wrong.add(new Box(pallet, pallet.newKey(), Label.draw(pallet.random)));
            }
            for (Box box : (Iterable<Box>) Stream.concat(honest.stream(), wrong.stream())::iterator) {
                pallet.in(pallet.within(HOUR), box::ask);
            }
            pallet.in(HOUR.dividedBy(4), pallet::stop);
            pallet.in(HOUR.dividedBy(4).multipliedBy(3), pallet::start);
            long returned = pallet.nowMillis() + HOUR.toMillis() * 3 / 4;
            pallet.pass(HOUR.dividedBy(4));
            List<Box> copies = new ArrayList<>();
            for (Box original : honest.stream()
                    .filter(box -> box.certificate.isPresent())
                    .limit(COPIES)
                    .toList()) {
                Box copy = new Box(pallet, pallet.newKey(), original.label);
                copies.add(copy);
                pallet.in(pallet.within(HOUR.dividedBy(2)), copy::ask);
            }
            pallet.pass(HOUR);
            assertAllIn(honest, returned);
            assertNoneIn(copies, COPIES, Reason.CODE_USED);
            assertNoneIn(wrong, WRONG, Reason.WRONG_CODE);
            assertThat(copies).allSatisfy(box -> assertThat(box.heard).contains(Reason.CODE_USED));
            // Each, though ten use up what one address may be wrong: a first boot's waits have jitter.
            assertThat(wrong).allSatisfy(box -> assertThat(box.heard).contains(Reason.WRONG_CODE));
            assertBookHas(pallet, honest, 1);
        }
    }

    /** Neither the boxes that are wrong, nor those that came while nobody answered, hold another one up. */
    private static void assertAllIn(List<Box> honest, long returnedAtMillis) {
        Duration waiting = VirtualPallet.waitAfter(Optional.empty());
        for (Box box : honest) {
            assertThat(box.certificate).isPresent();
            assertThat(box.refusals).as("refusals of a box with the right code").isZero();
        }
        assertThat(honest.stream().mapToLong(box -> box.enrolledAtMillis).filter(at -> at >= returnedAtMillis))
                .as("boxes that were not in when the registrar came back")
                .hasSizeGreaterThan(BOXES / 2);
        long waited = honest.stream()
                .mapToLong(box -> box.enrolledAtMillis)
                .filter(at -> at >= returnedAtMillis && at < returnedAtMillis + waiting.toMillis())
                .count();
        assertThat(waited)
                .as("boxes that waited for it, and were in after one wait")
                .isGreaterThan(BOXES / 3);
    }

    private static void assertNoneIn(List<Box> boxes, int count, Reason reason) {
        assertThat(boxes).hasSize(count).allSatisfy(box -> {
            assertThat(box.certificate).isEmpty();
            assertThat(box.heard).isNotEmpty();
            assertThat(EnumSet.of(reason, Reason.TOO_MANY_FAILURES)).containsAll(box.heard);
        });
    }

    private static void assertBookHas(VirtualPallet pallet, List<Box> boxes, int each) throws Exception {
        Map<String, Integer> byLabel = new HashMap<>();
        Set<Integer> counts = pallet.book().transact(pages -> {
            String after = "";
            while (true) {
                var page = pages.certificates(after, 500);
                if (page.isEmpty()) {
                    return Set.copyOf(byLabel.values());
                }
                page.forEach(issued -> byLabel.merge(issued.label().toString(), 1, Integer::sum));
                after = page.get(page.size() - 1).serial();
            }
        });
        assertThat(byLabel).hasSize(boxes.size());
        assertThat(counts).containsExactly(each);
    }

    /** A node that renews its certificate once, when it is time. */
    private static final class Node {
        private final VirtualPallet pallet;
        private final Box box;
        private final Backoff backoff;
        private final Map<Long, Integer> requestsBySecond;
        private long renewedAtMillis;

        Node(VirtualPallet pallet, Box box, Map<Long, Integer> requestsBySecond) {
            this.pallet = pallet;
            this.box = box;
            this.requestsBySecond = requestsBySecond;
            this.backoff = new Backoff(Duration.ofSeconds(30), HOUR, pallet.random);
        }

        void renew() throws Exception {
            requestsBySecond.merge(pallet.nowMillis() / 1000, 1, Integer::sum);
            Optional<EnrolmentOutcome> answer = pallet.renew(box.key, box.certificate.orElseThrow());
            if (answer.isEmpty()) {
                pallet.in(backoff.afterFailure(VirtualPallet.waitAfter(answer)), this::renew);
                return;
            }
            assertThat(answer.get()).isInstanceOf(Issued.class);
            renewedAtMillis = pallet.nowMillis();
        }
    }

    @Test
    void renewalStorm_nodesOfOneHour_areAllRenewedInTime_onceEach_andNotAtOnce() throws Exception {
        try (VirtualPallet pallet = new VirtualPallet(directory, SEED)) {
            List<Box> boxes = new ArrayList<>();
            for (int i = 0; i < BOXES; i++) {
                Box box = new Box(pallet, pallet.newKey(), pallet.claimed());
                boxes.add(box);
                pallet.in(pallet.within(HOUR), box::ask);
            }
            pallet.pass(HOUR);
            Map<Long, Integer> requestsBySecond = new HashMap<>();
            List<Node> nodes = new ArrayList<>();
            long first = Long.MAX_VALUE;
            for (Box box : boxes) {
                Node node = new Node(pallet, box, requestsBySecond);
                nodes.add(node);
                long due = RenewalTime.of(box.certificate.orElseThrow()).toEpochMilli();
                first = Math.min(first, due);
                pallet.in(Duration.ofMillis(due - pallet.nowMillis()), node::renew);
            }
            Duration untilFirst = Duration.ofMillis(first - pallet.nowMillis());
            pallet.in(untilFirst.minusMinutes(1), pallet::stop);
            pallet.in(untilFirst.plusHours(24), pallet::start);
            pallet.pass(untilFirst.multipliedBy(2));
            for (Node node : nodes) {
                assertThat(node.renewedAtMillis)
                        .isBetween(
                                1L,
                                node.box.certificate.orElseThrow().getNotAfter().getTime() - 1);
            }
            assertThat(requestsBySecond.values())
                    .as("requests in one second")
                    .allSatisfy(requests -> assertThat(requests).isLessThanOrEqualTo(5));
            assertBookHas(pallet, boxes, 2);
        }
    }
}
