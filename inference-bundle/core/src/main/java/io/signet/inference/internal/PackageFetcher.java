package io.signet.inference.internal;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PublisherKey;
import io.signet.inference.spi.PackagePeers;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.runtime.FinishedFile;
import io.signet.runtime.Limits;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads the packages that a node is to have, one after the other, and puts each among the node's models once it is
 * verified. What was interrupted goes on where it was, after a restart and from another source, too; {@link FetchPolicy} says
 * who is asked.
 */
public final class PackageFetcher implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(PackageFetcher.class);
    private static final int WANTED_MAX = 256;
    private static final long STALLED_AFTER_MS = 30_000;
    /** What a peer sends at least in {@link #STALLED_AFTER_MS}: there are others, and one that trickles may mean to. */
    private static final long PEER_BYTES_MIN = 256 << 10;
    /** One attempt; then the others have their turn, and the next one goes on where it was. */
    private static final long ATTEMPT_MAX_MS = 900_000;
    /** How often a download that goes on is looked at. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /** How often peers are looked for that have what is wanted. */
    private static final long PEERS_EVERY_MS = 2_000;

    private final Path directory;
    private final Set<PublisherKey> trusted;
    private final List<Wanted> wanted = new ArrayList<>();
    private final Predicate<Digest> present;
    private final Clock clock;
    private final FetchClients clients = new FetchClients();
    private Optional<Running> running = Optional.empty();

    /** A package, and when it is tried next. */
    private static final class Wanted {
        final WantedPackage spec;
        final FetchPolicy policy;
        long dueMillis;

        Wanted(WantedPackage spec, FetchPolicy policy) {
            this.spec = spec;
            this.policy = policy;
        }
    }

    private static final class Running {
        final Wanted wanted;
        final FetchSource source;
        final PackageDownload download;
        final long startedMillis;
        boolean tooLarge;
        long sizeBytes;
        long grownMillis;

        Running(Wanted wanted, FetchSource source, PackageDownload download, long nowMillis) {
            this.wanted = wanted;
            this.source = source;
            this.download = download;
            this.startedMillis = nowMillis;
            this.sizeBytes = download.sizeBytes();
            this.grownMillis = nowMillis;
        }

        /** What has to come for the attempt to go on. */
        long growthMin() {
            return source.peer().isPresent() ? PEER_BYTES_MIN : 1;
        }
    }

    /**
     * Fetches {@code wanted} of {@code trusted} publishers into {@code directory}, which is made if it is not there.
     *
     * @param present whether a package is here already, in whatever file
     */
    public PackageFetcher(
            Path directory,
            Set<PublisherKey> trusted,
            List<WantedPackage> wanted,
            Predicate<Digest> present,
            Clock clock,
            RandomGenerator random) {
        Limits.requireInRange("number of models.fetch", wanted.size(), 0, WANTED_MAX);
        requireDistinct(wanted);
        this.directory = directory;
        this.trusted = Set.copyOf(trusted);
        this.present = present;
        this.clock = clock;
        FetchLiars liars = new FetchLiars();
        wanted.forEach(spec -> this.wanted.add(new Wanted(spec, new FetchPolicy(liars, random))));
    }

    private static void requireDistinct(List<WantedPackage> wanted) {
        Set<Digest> digests = new HashSet<>();
        for (WantedPackage one : wanted) {
            if (!digests.add(one.digest())) {
                throw new IllegalArgumentException(
                        "models.fetch names package " + one.digest() + " twice: give all addresses in one entry");
            }
        }
    }

    /** Asks {@code peers}, too. Any thread may call this. */
    void addPeers(PackagePeers peers) {
        clients.addPeers(peers);
    }

    /** Asks {@code peers} no more. Any thread may call this. */
    void removePeers(PackagePeers peers) {
        clients.removePeers(peers);
    }

    private Path file(WantedPackage spec) {
        return directory.resolve(spec.digest().toHex() + ModelPackage.EXTENSION);
    }

    private Path part(WantedPackage spec) {
        return directory.resolve(spec.digest().toHex() + ".part");
    }

    private boolean isMissing(Wanted one) {
        return !Files.exists(file(one.spec)) && !present.test(one.spec.digest());
    }

    @Override
    public int doWork() {
        long now = clock.monotonicMillis();
        if (running.isPresent()) {
            return follow(running.get(), now);
        }
        Optional<Wanted> next = wanted.stream()
                .filter(w -> now >= w.dueMillis && isMissing(w))
                .min(Comparator.comparingLong(w -> w.dueMillis));
        return next.isPresent() ? attempt(next.get(), now) : 0;
    }

    private int attempt(Wanted one, long now) {
        if (one.policy.next(clients.sources(one.spec), now) instanceof FetchPolicy.Ask ask) {
            start(one, ask, now);
            return 1;
        }
        schedule(one, now);
        return 0;
    }

    /** Sets when it is looked at next. Peers that have it may come at any time. */
    private void schedule(Wanted one, long now) {
        long due = one.policy.next(clients.sources(one.spec), now) instanceof FetchPolicy.Wait wait
                ? wait.untilMillis()
                : now;
        boolean peersMayCome = clients.hasPeers() || one.spec.servers().isEmpty();
        one.dueMillis = peersMayCome ? Math.min(due, now + PEERS_EVERY_MS) : due;
    }

    private void start(Wanted one, FetchPolicy.Ask ask, long now) {
        Optional<FetchClients.Prepared> prepared = clients.prepare(ask.source(), one.spec.digest());
        if (prepared.isEmpty()) {
            schedule(one, now);
            return;
        }
        try {
            Files.createDirectories(directory);
            PackageDownload download = PackageDownload.start(
                    prepared.get().client(), prepared.get().request(), part(one.spec), ask.whole());
            running = Optional.of(new Running(one, ask.source(), download, now));
        } catch (IOException e) {
            failed(one, ask.source(), e.toString());
        }
    }

    private int follow(Running current, long now) {
        if (!current.download.isDone()) {
            long size = current.download.sizeBytes();
            // What comes is bounded, not only what is announced.
            current.tooLarge = size > ModelPackage.SIZE_BYTES_MAX;
            if (current.tooLarge || now - current.startedMillis >= ATTEMPT_MAX_MS) {
                current.download.cancel();
            } else if (size < current.sizeBytes || size - current.sizeBytes >= current.growthMin()) {
                current.sizeBytes = size; // it is smaller if it was begun anew
                current.grownMillis = now;
            } else if (now - current.grownMillis >= STALLED_AFTER_MS) {
                current.download.cancel();
            }
            return 0;
        }
        running = Optional.empty();
        settle(current, now);
        schedule(current.wanted, now);
        return 1;
    }

    private void settle(Running done, long now) {
        Wanted one = done.wanted;
        switch (done.download.begun()) {
            case ANEW -> one.policy.began(done.source);
            case ADDED -> one.policy.added(done.source);
            case NOTHING -> {}
        }
        PackageDownload.Outcome outcome = done.download.outcome();
        switch (outcome.kind()) {
            case COMPLETE -> accept(one, done.source);
            case BUSY -> {
                LOG.debug("{} is busy", done.source);
                one.policy.busy(done.source, now);
            }
            case OTHER_PART, FAILED -> {
                boolean useless = outcome.kind() == PackageDownload.Kind.OTHER_PART
                        && done.source.peer().isEmpty(); // a peer that says so need not be believed
                if (useless || done.tooLarge) {
                    discard(part(one.spec));
                }
                failed(one, done.source, outcome.failure());
            }
        }
    }

    /** Verifies what came. What does not hold is thrown away, and the next attempt begins anew. */
    private void accept(Wanted one, FetchSource last) {
        Path part = part(one.spec);
        String wrong;
        try {
            ModelPackage model = ModelPackage.read(part, trusted);
            if (model.digest().equals(one.spec.digest())) {
                FinishedFile.publish(part, file(one.spec));
                one.policy.succeeded();
                LOG.info("model package fetched: {} from {}", model, last);
                return;
            }
            wrong = "it is package " + model.digest() + ", not " + one.spec.digest();
        } catch (PackageException e) {
            wrong = e.reason();
        } catch (IOException e) {
            failed(one, last, e.toString());
            return;
        }
        discard(part);
        if (one.policy.wrong(last, clock.monotonicMillis()).isPresent()) {
            LOG.warn(
                    "{} sent something else than package {} and is not asked again: {}",
                    last,
                    one.spec.digest(),
                    wrong);
        } else {
            LOG.warn(
                    "model package {} is thrown away, whose last part came from {}: {}",
                    one.spec.digest(),
                    last,
                    wrong);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.warn("{} can't be deleted: {}", part, e.toString());
        }
    }

    private void failed(Wanted one, FetchSource source, String reason) {
        long now = clock.monotonicMillis();
        one.policy.failed(source, now);
        schedule(one, now);
        LOG.warn(
                "model package {} not fetched from {}: {}; the next attempt is in {} s",
                one.spec.digest(),
                source,
                reason,
                Math.max(0, one.dueMillis - now + 999) / 1000);
    }

    @Override
    public long dueInNanos() {
        if (running.isPresent()) {
            return LOOK_EVERY.toNanos();
        }
        long now = clock.monotonicMillis();
        long due = Long.MAX_VALUE;
        for (Wanted next : wanted) {
            if (next.dueMillis < Long.MAX_VALUE && isMissing(next)) {
                due = Math.min(due, Math.max(0, next.dueMillis - now) * 1_000_000);
            }
        }
        return due;
    }

    /** Stops a download that goes on; what is there of it stays. */
    void stop() {
        running.ifPresent(r -> r.download.cancel());
    }

    @Override
    public String name() {
        return "package-fetcher";
    }
}
