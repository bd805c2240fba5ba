package io.signet.firstboot.member;

import io.signet.attestation.HardwareKey;
import io.signet.firstboot.BoxHome;
import io.signet.firstboot.ClockCheck;
import io.signet.firstboot.Jitter;
import io.signet.firstboot.est.EnrolmentAnswer;
import io.signet.firstboot.est.EnrolmentAnswer.Enrolled;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.EnrolmentAnswer.Waiting;
import io.signet.firstboot.est.Membership;
import io.signet.firstboot.est.Membership.Fetched;
import io.signet.firstboot.est.Trouble;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a running node a member: asks its registrar again and again what its owner wants, has it so, and renews the certificate
 * in time. Whoever makes it calls {@link #turn} on a thread that may be kept waiting.
 */
public final class MemberKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(MemberKeeper.class);
    /** A registrar that does not answer is asked again after this at the latest. */
    private static final Duration ASK_AGAIN_MAX = Duration.ofMinutes(5);

    private static final Duration RENEW_AGAIN_FIRST = Duration.ofSeconds(30);
    private static final Duration RENEW_AGAIN_MAX = Duration.ofHours(1);
    /** A node does its work without its registrar; only after this long it is worth a word to people. */
    private static final Duration SILENCE_MAX = Duration.ofMinutes(10);

    private final BoxHome home;
    private final HardwareKey key;
    private final Settings settings;
    private final Clock clock;
    private final RandomGenerator random;
    private final ProfileModels models;
    private final ClockCheck clockCheck = new ClockCheck();
    private final Backoff asking;
    private final Backoff renewing;
    private final Troubles troubles = new Troubles(LOG);

    private Enrolled enrolled;
    private NodeProfile profile;
    private Standing standing;
    private Optional<Connection> connection = Optional.empty();
    /** Whether the registrar said that {@link #profile} is what the owner wants, since this node runs. */
    private boolean confirmed;
    /** The profile that wanted a renewal which was done. */
    private long renewedForVersion;

    private long askAtNanos;
    private long renewNotBeforeNanos;
    private long heardAtNanos;
    private volatile String status = "";

    /**
     * What can be set.
     *
     * @param every how often the registrar is asked, a fifth more or less
     * @param listeners act on what is wanted, besides this node's own files
     */
    public record Settings(Duration every, List<ProfileListener> listeners) {
        public Settings {
            listeners = List.copyOf(listeners);
        }
    }

    /** The registrar, as it is asked with one certificate. */
    private record Connection(Membership registrar, URI url) {}

    /**
     * Keeps the node in {@code home}.
     *
     * @param key the node's; stays the caller's to close
     * @param random so that not all nodes ask at once
     * @throws ProvisioningException if the node was not enrolled by a registrar, or a file of its own is damaged
     * @throws IOException if its directory can't be written
     */
    public MemberKeeper(BoxHome home, HardwareKey key, Settings settings, Clock clock, RandomGenerator random)
            throws ProvisioningException, IOException {
        this.home = home;
        this.key = key;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.models = new ProfileModels(home);
        this.asking = new Backoff(settings.every(), ASK_AGAIN_MAX, random);
        this.renewing = new Backoff(RENEW_AGAIN_FIRST, RENEW_AGAIN_MAX, random);
        this.enrolled = home.enrolled(key)
                .orElseThrow(
                        () -> new ProvisioningException("no registrar has enrolled the node in " + home.directory()));
        this.profile = home.profile()
                .orElseThrow(() -> new ProvisioningException(
                        "no registrar told the node what to do: " + home.directory() + " has no profile"));
        this.standing = home.isRevoked() ? Standing.REVOKED : Standing.of(profile);
        this.askAtNanos = clock.monotonicNanos();
        this.renewNotBeforeNanos = askAtNanos;
        this.heardAtNanos = askAtNanos;
        carryOut();
    }

    /** Step, trouble and what to do, with tabulators between ({@code NodeStatus} of the launcher). Any thread. */
    public String status() {
        return status;
    }

    /**
     * Does what is due now.
     *
     * @return how long there is nothing to do
     * @throws IOException if the node's directory can't be written; it is tried again in the next turn
     * @throws InterruptedException if this thread is to end
     */
    public Duration turn() throws IOException, InterruptedException {
        if (isDue(askAtNanos)) {
            ask();
        }
        carryOut(); // again, in case that it could not be done before
        if (isDue(renewNotBeforeNanos) && isRenewalDue()) {
            renew();
        }
        sayStatus();
        long renewal = standing == Standing.MEMBER && isRenewalDue() ? renewNotBeforeNanos : askAtNanos;
        return Duration.ofNanos(Math.max(0, Math.min(askAtNanos, renewal) - clock.monotonicNanos()));
    }

    private boolean isDue(long atNanos) {
        return clock.monotonicNanos() - atNanos >= 0;
    }

    private void again(Duration wait) {
        askAtNanos = clock.monotonicNanos() + wait.toNanos();
    }

    /** The registrar, asked by the newest certificate at the newest address; empty if nobody knows one. */
    private Optional<Membership> registrar() {
        Optional<URI> url = home.registrar();
        if (url.isPresent()
                && connection.filter(known -> known.url().equals(url.get())).isEmpty()) {
            Credentials node = new Credentials(key, enrolled.chain());
            connection =
                    Optional.of(new Connection(new Membership(node, enrolled.owner(), url.get(), clock), url.get()));
        }
        return url.isPresent() ? connection.map(Connection::registrar) : Optional.empty();
    }

    private void ask() throws IOException, InterruptedException {
        Optional<Membership> registrar = registrar();
        if (registrar.isEmpty()) {
            troubles.say(
                    Troubles.Kind.REGISTRAR,
                    "the registrar's address is lost",
                    "write it into the file " + BoxHome.REGISTRAR_FILE + " in the node's directory");
            again(settings.every());
            return;
        }
        Optional<String> tag = confirmed ? Optional.of("\"" + profile.version() + "\"") : Optional.empty();
        Fetched fetched = registrar.get().fetch(Membership.PROFILE_PATH, tag, NodeProfile.SIZE_BYTES_MAX);
        if (fetched instanceof Fetched.Not not) {
            refused(not.why());
            return;
        }
        asking.reset();
        heardAtNanos = clock.monotonicNanos();
        again(Jitter.of(settings.every(), random));
        troubles.over(Troubles.Kind.REGISTRAR);
        if (fetched instanceof Fetched.Document document) {
            document.clockAhead().ifPresent(clockCheck::look);
            told(document);
        } else if (fetched instanceof Fetched.Same same) {
            same.clockAhead().ifPresent(clockCheck::look);
            stand(Standing.of(profile));
        }
        fetchModels(registrar.get());
        for (ProfileListener listener : settings.listeners()) {
            listener.told(profile, registrar.get());
        }
    }

    private void refused(Failed why) throws IOException {
        again(asking.afterFailure(why.retryAfter()));
        if (why.trouble() == Trouble.REVOKED) {
            heardAtNanos = clock.monotonicNanos();
            stand(Standing.REVOKED);
            return;
        }
        troubles.say(
                Troubles.Kind.REGISTRAR,
                why.trouble().happened() + " (" + why.said() + ")",
                why.trouble().remedy());
    }

    private void told(Fetched.Document document) throws IOException {
        try {
            NodeProfile now = NodeProfile.decode(document.content());
            if (!now.equals(profile)) {
                home.keep(now);
                LOG.info("the owner wants something else of this node: its profile is now version {}", now.version());
            }
            profile = now;
            confirmed = true;
            troubles.over(Troubles.Kind.PROFILE);
            stand(Standing.of(now));
            carryOut();
        } catch (ProvisioningException e) {
            troubles.say(
                    Troubles.Kind.PROFILE,
                    "the registrar's profile can't be used, the one before stays: " + e.getMessage(),
                    "see that this node and the registrar have the same version of the software");
        }
    }

    private void stand(Standing now) throws IOException {
        if (now == standing) {
            return;
        }
        LOG.warn("{}", now.words());
        home.setRevoked(now == Standing.REVOKED);
        if (now == Standing.RELEASED && profile.standing().voucher().isPresent()) {
            home.keepVoucher(profile.standing().voucher().get());
        }
        standing = now; // only now: if something of it fails, it is done again
        carryOut();
    }

    /** Has the running node do what it is to do; writes nothing if it does so already. */
    private void carryOut() throws IOException {
        home.want(profile, enrolled.chain().get(0), standing == Standing.MEMBER);
    }

    private void fetchModels(Membership registrar) throws IOException, InterruptedException {
        if (standing != Standing.MEMBER) {
            return;
        }
        Optional<Failed> failed = models.step(profile, registrar);
        if (failed.isPresent()) {
            troubles.say(
                    Troubles.Kind.MODELS,
                    "a model package is not there yet: " + failed.get().said(),
                    failed.get().trouble().remedy());
        } else {
            troubles.over(Troubles.Kind.MODELS);
        }
    }

    private boolean isRenewalDue() {
        if (standing != Standing.MEMBER) {
            return false;
        }
        boolean isWanted = confirmed && profile.standing().renew() && renewedForVersion != profile.version();
        return isWanted || !now().isBefore(RenewalTime.of(enrolled.chain().get(0)));
    }

    /** The registrar's time if it told it, as this machine's clock may be years off. */
    private Instant now() {
        return Instant.ofEpochMilli(clock.wallMillis()).minus(clockCheck.ahead());
    }

    private void renew() throws IOException, InterruptedException {
        Optional<Membership> registrar = registrar();
        if (registrar.isEmpty()) {
            renewNotBeforeNanos = askAtNanos;
            return; // which was said when it was to be asked
        }
        EnrolmentAnswer answer = registrar.get().renew();
        if (answer instanceof Enrolled renewed) {
            renewed(renewed);
        } else if (answer instanceof Waiting waiting) {
            later(waiting.retryAfter(), "the registrar lets it wait: " + waiting.said(), "wait");
        } else if (answer instanceof Failed failed) {
            later(
                    failed.retryAfter(),
                    failed.trouble().happened() + " (" + failed.said() + ")",
                    failed.trouble().remedy());
            if (failed.trouble() == Trouble.REVOKED) {
                stand(Standing.REVOKED);
            }
        }
    }

    private void renewed(Enrolled renewed) throws IOException {
        boolean isSame = renewed.chain().get(0).equals(enrolled.chain().get(0));
        if (isSame) { // the registrar gives a young one again
            renewNotBeforeNanos = clock.monotonicNanos()
                    + renewing.afterFailure(RENEW_AGAIN_FIRST).toNanos();
            return;
        }
        home.keepChain(renewed.chain());
        enrolled = renewed;
        connection = Optional.empty(); // the next question is asked by the new certificate
        renewedForVersion = profile.version();
        renewing.reset();
        troubles.over(Troubles.Kind.RENEWAL);
        LOG.info(
                "the node's certificate is renewed, until {}",
                renewed.chain().get(0).getNotAfter().toInstant());
        carryOut();
    }

    private void later(Duration atLeast, String trouble, String help) {
        CertificateLife life = CertificateLife.of(enrolled.chain().get(0), now());
        Duration wait = renewing.afterFailure(atLeast);
        renewNotBeforeNanos = clock.monotonicNanos() + wait.toNanos();
        troubles.say(
                Troubles.Kind.RENEWAL,
                "the node's certificate is not renewed, and " + life.words() + ": " + trouble,
                help);
    }

    private void sayStatus() {
        boolean isSilent = clock.monotonicNanos() - heardAtNanos > SILENCE_MAX.toNanos();
        String words = troubles.first(isSilent)
                .or(clockCheck::trouble)
                .map(trouble -> trouble.words() + "\t" + trouble.help())
                .orElse("\t");
        status = standing == Standing.MEMBER ? "STARTING\t" + words : standing.name() + "\t\t";
    }
}
