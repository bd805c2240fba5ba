package io.signet.simulator.virtual;

import io.signet.attestation.HardwareKey;
import io.signet.firstboot.member.Backoff;
import io.signet.firstboot.member.RenewalTime;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.EnrolmentOutcome;
import io.signet.registrar.EnrolmentOutcome.Issued;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunRecorder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A box: asks until it is enrolled, with the waits of a first boot, and then renews, with those of a running node. */
final class PalletBox {
    /** As of a running node. */
    private static final Duration RETRY_FIRST = Duration.ofSeconds(30);

    private static final Duration RETRY_LONGEST = Duration.ofHours(1);

    /** What is wrong with a box. */
    enum Kind {
        GOOD,
        CLONE,
        WRONG_CODE
    }

    private final World world;
    private final VirtualPallet pallet;
    private final RunRecorder recorder;
    private final EventLog events;
    private final Duration patience;
    private final Kind kind;
    private final int number;
    private final HardwareKey key;
    private final Label label;
    private final Backoff backoff;
    private final Set<Reason> heard = EnumSet.noneOf(Reason.class);
    private Optional<X509Certificate> certificate = Optional.empty();
    private OptionalLong enrolledNanos = OptionalLong.empty();
    private long switchedOnNanos;
    private long job;
    private int issued;
    private boolean lapsed;

    /**
     * A box that is off.
     *
     * @param patience until when a report counts it as not enrolled
     */
    PalletBox(
            World world,
            VirtualPallet pallet,
            RunRecorder recorder,
            EventLog events,
            Duration patience,
            Kind kind,
            int number,
            Label label) {
        this.world = world;
        this.pallet = pallet;
        this.recorder = recorder;
        this.events = events;
        this.patience = patience;
        this.kind = kind;
        this.number = number;
        this.key = pallet.newKey();
        this.label = label;
        this.backoff = new Backoff(RETRY_FIRST, RETRY_LONGEST, pallet.random());
    }

    /** It is switched on. */
    void start() {
        switchedOnNanos = world.now();
        events.record(EventLog.Kind.NODE_STARTED, number, 0, 0);
        if (kind == Kind.GOOD) {
            job = recorder.jobSubmitted(now(), 1, patience);
        }
        ask();
    }

    private void ask() {
        Optional<EnrolmentOutcome> answer = pallet.enrol(key, label);
        if (answer.isPresent() && answer.get() instanceof Issued given) {
            enrolled(given.chain().get(0));
            return;
        }
        heard(answer);
        in(pallet.nextAfter(answer), this::ask);
    }

    private void enrolled(X509Certificate first) {
        enrolledNanos = OptionalLong.of(world.now());
        if (kind != Kind.GOOD) {
            violated(Invariant.ENROLLED_ONCE, "it got a certificate");
            return;
        }
        recorder.answered(now(), job, 0, 1, 0);
        recorder.jobEnded(now(), job, true);
        has(first);
    }

    private void has(X509Certificate next) {
        if (!next.getPublicKey().equals(key.publicKey())) {
            violated(Invariant.ENROLLED_ONCE, "it got the certificate of another");
        }
        certificate = Optional.of(next);
        issued++;
        events.record(EventLog.Kind.JOB_ENDED, number, issued, 0);
        long due = RenewalTime.of(next).toEpochMilli() - WallClock.START_MILLIS;
        world.at(Duration.ofMillis(due).toNanos(), this::renew);
    }

    private void renew() {
        X509Certificate present = certificate.orElseThrow();
        if (lapsed(present)) {
            return;
        }
        Optional<EnrolmentOutcome> answer = pallet.renew(key, present);
        if (answer.isPresent() && answer.get() instanceof Issued given) {
            backoff.reset();
            has(given.chain().get(0));
            return;
        }
        heard(answer);
        in(backoff.afterFailure(VirtualPallet.waitAfter(answer)), this::renew);
    }

    private boolean lapsed(X509Certificate present) {
        lapsed |= present.getNotAfter().toInstant().toEpochMilli() < WallClock.START_MILLIS + world.now() / 1_000_000;
        return lapsed;
    }

    private void heard(Optional<EnrolmentOutcome> answer) {
        if (answer.isPresent() && answer.get() instanceof Refused refused) {
            heard.add(refused.reason());
            if (kind == Kind.GOOD) {
                violated(Invariant.RIGHT_CODE_GOES_THROUGH, "it was refused: " + refused.reason());
            }
        }
    }

    private void in(Duration wait, Runnable deed) {
        world.at(world.now() + wait.toNanos(), deed);
    }

    private Duration now() {
        return Duration.ofNanos(world.now());
    }

    private void violated(Invariant invariant, String what) {
        recorder.violated(
                now(), invariant, "box " + number + " (" + kind.name().toLowerCase(Locale.ROOT) + "): " + what);
    }

    /** Looks in the end whether the book has as many certificates of its label as it was given. */
    void requireIssued(int inBook) {
        if (kind == Kind.GOOD && inBook != issued) {
            violated(Invariant.ENROLLED_ONCE, "the book has " + inBook + " certificates, and it was given " + issued);
        }
    }

    Label label() {
        return label;
    }

    Kind kind() {
        return kind;
    }

    /** True if it has a certificate that has not ended. */
    boolean isNode() {
        return certificate.isPresent() && !lapsed(certificate.get());
    }

    /** True if it was told what is wrong with it. */
    boolean heardWhy() {
        return heard.contains(kind == Kind.CLONE ? Reason.CODE_USED : Reason.WRONG_CODE);
    }

    /** How long after {@code returnedNanos} it was enrolled, if it was on before and had to wait for that. */
    Optional<Duration> waitedAfter(long returnedNanos) {
        return enrolledNanos.isPresent()
                        && switchedOnNanos < returnedNanos
                        && enrolledNanos.getAsLong() >= returnedNanos
                ? Optional.of(Duration.ofNanos(enrolledNanos.getAsLong() - returnedNanos))
                : Optional.empty();
    }
}
