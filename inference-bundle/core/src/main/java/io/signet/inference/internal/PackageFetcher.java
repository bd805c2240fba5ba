package io.signet.inference.internal;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PublisherKey;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads the packages that a node is to have, one after the other, and puts each among the node's models once it is
 * verified. What was interrupted goes on where it was, after a restart, too; what fails is tried again, ever more rarely.
 */
public final class PackageFetcher implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(PackageFetcher.class);
    private static final int WANTED_MAX = 256;
    private static final long RETRY_MIN_MS = 2_000;
    private static final long RETRY_MAX_MS = 600_000;
    private static final long STALLED_AFTER_MS = 30_000;
    /** One attempt; then the others have their turn, and the next one goes on where it was. */
    private static final long ATTEMPT_MAX_MS = 900_000;
    /** How often a download that goes on is looked at. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Path directory;
    private final Set<PublisherKey> trusted;
    private final List<Wanted> wanted = new ArrayList<>();
    private final Clock clock;
    private final HttpClient client;
    private Optional<Running> running = Optional.empty();

    /** A package, and when it is tried next. */
    private static final class Wanted {
        final WantedPackage spec;
        int failures;
        long dueMillis;

        Wanted(WantedPackage spec) {
            this.spec = spec;
        }
    }

    private static final class Running {
        final Wanted wanted;
        final PackageDownload download;
        final long startedMillis;
        boolean tooLarge;
        long sizeBytes;
        long grownMillis;

        Running(Wanted wanted, PackageDownload download, long nowMillis) {
            this.wanted = wanted;
            this.download = download;
            this.startedMillis = nowMillis;
            this.grownMillis = nowMillis;
        }
    }

    /** Fetches {@code wanted} of {@code trusted} publishers into {@code directory}, which is made if it is not there. */
    public PackageFetcher(Path directory, Set<PublisherKey> trusted, List<WantedPackage> wanted, Clock clock) {
        Limits.requireInRange("number of models.fetch", wanted.size(), 0, WANTED_MAX);
        this.directory = directory;
        this.trusted = Set.copyOf(trusted);
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        wanted.forEach(spec -> this.wanted.add(new Wanted(spec)));
    }

    private Path file(WantedPackage spec) {
        return directory.resolve(spec.digest().toHex() + ModelPackage.EXTENSION);
    }

    private Path part(WantedPackage spec) {
        return directory.resolve(spec.digest().toHex() + ".part");
    }

    @Override
    public int doWork() {
        long now = clock.monotonicMillis();
        if (running.isPresent()) {
            return follow(running.get(), now);
        }
        Optional<Wanted> next = wanted.stream()
                .filter(w -> now >= w.dueMillis && !Files.exists(file(w.spec)))
                .min(Comparator.comparingLong(w -> w.dueMillis));
        next.ifPresent(w -> start(w, now));
        return next.isPresent() ? 1 : 0;
    }

    private void start(Wanted next, long now) {
        try {
            Files.createDirectories(directory);
            running = Optional.of(
                    new Running(next, PackageDownload.start(client, next.spec.source(), part(next.spec)), now));
        } catch (IOException e) {
            failed(next, e.toString());
        }
    }

    private int follow(Running current, long now) {
        if (!current.download.isDone()) {
            long size = current.download.sizeBytes();
            // What comes is bounded, not only what the server announces.
            current.tooLarge = size > ModelPackage.SIZE_BYTES_MAX;
            if (current.tooLarge || now - current.startedMillis >= ATTEMPT_MAX_MS) {
                current.download.cancel();
            } else if (size != current.sizeBytes) {
                current.sizeBytes = size;
                current.grownMillis = now;
            } else if (now - current.grownMillis >= STALLED_AFTER_MS) {
                current.download.cancel();
            }
            return 0;
        }
        running = Optional.empty();
        PackageDownload.Outcome outcome = current.download.outcome();
        if (outcome.failure().isEmpty()) {
            accept(current.wanted);
        } else {
            if (outcome.startOver() || current.tooLarge) {
                discard(part(current.wanted.spec));
            }
            failed(current.wanted, outcome.failure());
        }
        return 1;
    }

    /** Verifies what came. What does not hold is thrown away, and the next attempt begins anew. */
    private void accept(Wanted done) {
        Path part = part(done.spec);
        try {
            ModelPackage model = ModelPackage.read(part, trusted);
            if (model.digest().equals(done.spec.digest())) {
                Files.move(part, file(done.spec), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                done.failures = 0;
                LOG.info("model package fetched: {} from {}", model, done.spec.source());
                return;
            }
            discard(part);
            failed(done, "it is package " + model.digest() + ", not " + done.spec.digest());
        } catch (PackageException e) {
            discard(part);
            failed(done, e.reason());
        } catch (IOException e) {
            failed(done, e.toString());
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.warn("{} can't be deleted: {}", part, e.toString());
        }
    }

    private void failed(Wanted which, String reason) {
        long wait = Math.min(RETRY_MAX_MS, RETRY_MIN_MS << Math.min(which.failures, 10));
        which.failures++;
        which.dueMillis = clock.monotonicMillis() + wait;
        LOG.warn(
                "model package not fetched from {}: {}; the next attempt is in {} s",
                which.spec.source(),
                reason,
                wait / 1000);
    }

    @Override
    public long dueInNanos() {
        if (running.isPresent()) {
            return LOOK_EVERY.toNanos();
        }
        long now = clock.monotonicMillis();
        long due = Long.MAX_VALUE;
        for (Wanted next : wanted) {
            if (!Files.exists(file(next.spec))) {
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
