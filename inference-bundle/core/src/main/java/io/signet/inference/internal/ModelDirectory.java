package io.signet.inference.internal;

import io.signet.inference.ModelHost;
import io.signet.inference.ModelInfo;
import io.signet.inference.PushResult;
import io.signet.inference.StoredPackage;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PublisherKey;
import io.signet.inference.spi.EngineException;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a host's models those of a directory: loads packages that appear in it, unloads those that vanish. A package
 * that is refused is reported once and tried again when its file changes, grants come or go, or an engine comes; a model
 * that broke moves to another engine.
 */
public final class ModelDirectory implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(ModelDirectory.class);
    private static final long PERIOD_NANOS = Duration.ofSeconds(2).toNanos();
    /** When what was refused for a reason that may pass is tried again. */
    private static final long AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

    private static final int FILES_MAX = 1_000;
    /** Who waits for a package that is not even tried, for want of an engine, hears so. */
    private static final long TOLD_WITHIN_NANOS = Duration.ofSeconds(60).toNanos();

    /** What tells that a file is not what it was. */
    private record Seen(long sizeBytes, FileTime modified) {}

    private record Awaited(CompletableFuture<PushResult> result, long untilNanos) {}

    /** What became of a file; no digest if it was refused whenever it was tried. */
    private record Tried(Seen seen, Optional<Digest> loaded) {}

    private final Path directory;
    private final Set<PublisherKey> trusted;
    private final ModelHost host;
    private final Clock clock;
    private final Map<Path, Tried> tried = new HashMap<>();
    /** Of what was tried, what is to be tried again. */
    private final Set<Path> due = new HashSet<>();

    /** The packages in it that an accepted publisher signed, whether an engine runs them or not. */
    private final Map<Path, StoredPackage> held = new ConcurrentHashMap<>();

    /** Of what was tried, what was refused for a reason that may pass. */
    private final Set<Path> passing = new HashSet<>();

    private long againNanos;

    /** The grants for encrypted packages, when they were last looked at. */
    private Map<Path, Seen> grants = Map.of();
    /** Who waits to hear what becomes of a package. */
    private final Map<Digest, Awaited> awaited = new ConcurrentHashMap<>();

    private volatile boolean retry;
    private volatile boolean soon;
    private boolean unreadable;
    private long nextNanos;

    /** Watches {@code directory}, which need not exist yet, for packages of {@code trusted} publishers. */
    public ModelDirectory(Path directory, Set<PublisherKey> trusted, ModelHost host, Clock clock) {
        this.directory = directory;
        this.trusted = Set.copyOf(trusted);
        this.host = host;
        this.clock = clock;
        this.nextNanos = clock.monotonicNanos();
    }

    /** The package of that digest, if it is there. Any thread may call this. */
    Optional<StoredPackage> find(Digest digest) {
        return held.values().stream().filter(one -> one.digest().equals(digest)).findFirst();
    }

    /** Tells what becomes of the package of that digest once it was tried; or, within a minute, that it was not. Any thread. */
    CompletionStage<PushResult> expect(Digest digest) {
        return awaited.computeIfAbsent(
                        digest,
                        unused -> new Awaited(new CompletableFuture<>(), clock.monotonicNanos() + TOLD_WITHIN_NANOS))
                .result();
    }

    /** That package does not come. Any thread may call this. */
    void expectNoMore(Digest digest) {
        awaited.remove(digest);
    }

    /** Something came: it is looked for at once. Any thread may call this. */
    void lookSoon() {
        soon = true;
    }

    private void tell(Digest digest, PushResult result) {
        Awaited waiting = awaited.remove(digest);
        if (waiting != null) {
            waiting.result().complete(result);
        }
    }

    private void tellWhoWaitsInVain(long now) {
        awaited.forEach((digest, waiting) -> {
            if (now - waiting.untilNanos() >= 0) {
                tell(
                        digest,
                        new PushResult.Kept(
                                host.engines().isEmpty() ? "no engine is here yet" : "it was not tried yet"));
            }
        });
    }

    /** Tries packages again that are not loaded on the best engine: one came, or went and took its models along. */
    public void retry() {
        retry = true;
    }

    @Override
    public int doWork() {
        long now = clock.monotonicNanos();
        tellWhoWaitsInVain(now);
        boolean isDue = retry || soon || now - nextNanos >= 0;
        if (!isDue || host.engines().isEmpty()) { // nothing can be loaded without an engine
            return 0;
        }
        soon = false;
        nextNanos = now + PERIOD_NANOS;
        try {
            boolean changed = grantsChanged();
            tryAgain(host.broken()::contains);
            if (retry || changed) {
                retry = false;
                Set<Digest> settled = host.settled();
                tryAgain(digest -> !settled.contains(digest));
                tried.forEach((file, before) -> {
                    if (before.loaded().isEmpty()) {
                        due.add(file);
                    }
                });
            }
            if (!passing.isEmpty() && now - againNanos >= 0) {
                due.addAll(passing);
            }
            return scan();
        } catch (IOException e) {
            if (!unreadable) {
                LOG.error("directory of models {} or its cache cannot be used: {}", directory, e.toString());
            }
            unreadable = true;
            return 0;
        }
    }

    private void tryAgain(Predicate<Digest> loaded) {
        tried.forEach((file, before) -> {
            if (before.loaded().filter(loaded).isPresent()) {
                due.add(file);
            }
        });
    }

    /** A model that is loaded stays so when its grant goes: the grant was for reading it, which was done. */
    private boolean grantsChanged() throws IOException {
        Map<Path, Seen> before = grants;
        grants = look(GrantedKeys.files(directory));
        return !grants.equals(before);
    }

    private static Map<Path, Seen> look(List<Path> files) throws IOException {
        Map<Path, Seen> present = new LinkedHashMap<>(); // in order: of models of one name the latest answers
        for (Path file : files) {
            present.put(file, new Seen(Files.size(file), Files.getLastModifiedTime(file)));
        }
        return present;
    }

    private int scan() throws IOException {
        Map<Path, Seen> present = look(packages());
        unreadable = false;
        int changes = 0;
        for (Path file : List.copyOf(tried.keySet())) {
            if (!tried.get(file).seen().equals(present.get(file))) {
                changes++;
                forget(file);
            }
        }
        for (Map.Entry<Path, Seen> entry : present.entrySet()) {
            if (!tried.containsKey(entry.getKey()) || due.contains(entry.getKey())) {
                changes++;
                attempt(entry.getKey(), entry.getValue());
            }
        }
        if (changes > 0) {
            host.sweepCache();
        }
        return changes;
    }

    private List<Path> packages() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ModelPackage.EXTENSION))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(FILES_MAX)
                    .toList();
        }
    }

    private void forget(Path file) {
        due.remove(file);
        held.remove(file);
        passing.remove(file);
        tried.remove(file).loaded().ifPresent(digest -> unload(file, digest));
    }

    private void unload(Path file, Digest digest) {
        boolean elsewhere = tried.values().stream()
                .anyMatch(t -> t.loaded().filter(digest::equals).isPresent());
        if (!elsewhere && host.remove(digest)) {
            LOG.info("model unloaded: {} is gone or changed", file);
        }
    }

    private void attempt(Path file, Seen seen) {
        due.remove(file);
        passing.remove(file);
        Optional<Digest> before = Optional.ofNullable(tried.get(file)).flatMap(Tried::loaded);
        Optional<Digest> loaded = load(file, seen).or(() -> before); // what can't move to a better engine may still run
        tried.put(file, new Tried(seen, loaded));
        before.filter(digest -> !loaded.equals(before)).ifPresent(digest -> unload(file, digest));
    }

    private Optional<Digest> load(Path file, Seen seen) {
        held.remove(file);
        try {
            ModelPackage model = ModelPackage.read(file, trusted);
            held.put(file, new StoredPackage(model.digest(), file, seen.sizeBytes()));
            ModelInfo info = host.add(model);
            LOG.info(
                    "model loaded: {} {}, {} rows/s, package {}",
                    info.name(),
                    info.version(),
                    Math.round(info.rowsPerSecond()),
                    info.packageDigest());
            String engine = host.engine(info.packageDigest()).orElse("an engine that just went");
            tell(model.digest(), new PushResult.Loaded(info, engine));
            return Optional.of(info.packageDigest());
        } catch (PackageException e) {
            LOG.warn("model package refused: {}", e.getMessage());
            if (e.isPassing()) {
                passing.add(file);
                againNanos = clock.monotonicNanos() + AGAIN_NANOS;
            }
            notLoaded(file, e.reason());
        } catch (EngineException e) {
            LOG.warn("model of {} not loaded: {}", file, e.getMessage());
            notLoaded(file, e.getMessage());
        }
        return Optional.empty();
    }

    private void notLoaded(Path file, String reason) {
        StoredPackage kept = held.get(file);
        if (kept != null) {
            tell(kept.digest(), new PushResult.Kept(reason));
        }
    }

    @Override
    public long dueInNanos() {
        if (host.engines().isEmpty()) {
            return Long.MAX_VALUE;
        }
        return retry || soon ? 0 : Math.max(0, nextNanos - clock.monotonicNanos());
    }

    @Override
    public String name() {
        return "model-directory";
    }
}
