package io.signet.inference;

import io.signet.inference.internal.EngineChoice;
import io.signet.inference.internal.EngineChoice.Candidate;
import io.signet.inference.internal.HostedModel;
import io.signet.inference.internal.ModelLane;
import io.signet.inference.model.ContentKeys;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.PackageException;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineException;
import io.signet.runtime.Agent;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.statement.Digest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hosts models on engines and computes requests on them. Thread-safe.
 *
 * <p>After {@link #start} each model computes on threads of its own, so that one that is slow or stuck holds up no
 * other. Without it nothing is computed but by {@link #doWork}, on the caller's thread, in the caller's time: that is
 * how a simulator drives it.
 */
public final class ModelHost implements InferenceService, Agent, AutoCloseable {
    private static final Duration IDLE_MAX = Duration.ofSeconds(1);

    /** How much later than its deadline a request may be answered that a run holds up. */
    private static final Duration WATCH_PERIOD = Duration.ofMillis(50);

    private final HostSettings settings;
    private final Clock clock;
    private final EngineChoice choice;
    private final List<Engine> engines = new CopyOnWriteArrayList<>();
    private final LongAdder refusedUnknown = new LongAdder();

    /** Loaded models, the latest last; replaced as a whole under {@link #changing}. */
    private volatile List<Hosted> hosted = List.of();

    private final Object changing = new Object();
    private boolean threaded;
    private boolean closed;
    private Optional<AgentThread> watcher = Optional.empty();

    private record Hosted(ModelLane lane, List<ModelVariant> variants, List<AgentThread> threads) {
        Digest digest() {
            return lane.model().info().packageDigest();
        }

        Engine engine() {
            return lane.model().engine();
        }

        /** Why it can compute nothing any more, empty as long as it can. */
        Optional<String> failure() {
            return lane.model().session().failure();
        }

        void close() {
            threads.forEach(AgentThread::close);
            lane.close();
        }
    }

    /** Answers on the lanes' behalf while their own threads compute. */
    private final class Watch implements Agent {
        @Override
        public int doWork() {
            return hosted.stream().mapToInt(h -> h.lane().watch()).sum();
        }

        @Override
        public String name() {
            return "model-watch";
        }
    }

    /** A host without engines and models, which loads no encrypted packages. */
    public ModelHost(HostSettings settings, Clock clock) {
        this(settings, ContentKeys.NONE, clock);
    }

    /** A host without engines and models, which loads the encrypted packages of which {@code keys} gives it the key. */
    public ModelHost(HostSettings settings, ContentKeys keys, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.choice = new EngineChoice(settings, keys, clock);
    }

    /** Starts the threads that compute. */
    public void start() {
        synchronized (changing) {
            if (threaded || closed) {
                throw new IllegalStateException("this host was started or closed before");
            }
            threaded = true;
            watcher = Optional.of(AgentThread.start(new Watch(), WATCH_PERIOD));
            hosted = hosted.stream()
                    .map(h -> withThreads(h.lane(), h.variants()))
                    .toList();
        }
    }

    private Hosted withThreads(ModelLane lane, List<ModelVariant> variants) {
        List<AgentThread> threads = new ArrayList<>();
        for (int i = 0; i < settings.runsMax(); i++) {
            threads.add(AgentThread.start(lane, IDLE_MAX));
        }
        lane.setWake(() -> threads.forEach(AgentThread::wake));
        return new Hosted(lane, variants, threads);
    }

    /** Adds an engine, for models that are added later, or again. */
    public void addEngine(Engine engine) {
        engines.add(engine);
    }

    /** Removes an engine and the models that it runs. */
    public void removeEngine(Engine engine) {
        engines.remove(engine);
        removeIf(h -> h.engine() == engine);
    }

    /** The engines, in the order in which they were added. */
    public List<Engine> engines() {
        return List.copyOf(engines);
    }

    /**
     * Loads the variant of {@code modelPackage} that the best engine runs, and measures its speed. Takes seconds for a
     * large model. Engines are better in the order of {@link HostSettings#engines}; what one can't load, the next one
     * gets. A package that is loaded already moves to a better engine if one came since, or else stays as it is; one that is
     * {@link #broken} moves to another engine, or is unloaded if there is none. What waits for a model that moves is refused
     * as busy.
     *
     * @return the model, which is asked for from now on by its name
     * @throws PackageException if the package cannot be unpacked or decrypted, or no more models may be loaded
     * @throws EngineException if no engine runs it, or the engine cannot load it, or it does not keep to its manifest
     */
    public ModelInfo add(ModelPackage modelPackage) throws PackageException, EngineException {
        synchronized (changing) {
            if (closed) {
                throw new IllegalStateException("this host is closed");
            }
            List<ModelVariant> variants = modelPackage.manifest().variants();
            List<Candidate> candidates = choice.candidates(variants, engines);
            for (Hosted present : hosted) {
                if (present.digest().equals(modelPackage.digest())) {
                    Optional<String> failure = present.failure();
                    return failure.isPresent()
                            ? replace(present, failure.get(), modelPackage, candidates)
                            : improve(present, modelPackage, candidates);
                }
            }
            if (hosted.size() >= settings.modelsMax()) {
                throw new PackageException(
                        modelPackage.file(),
                        "not loaded: " + hosted.size() + " models are, the most that models.max allows");
            }
            if (candidates.isEmpty()) {
                throw new EngineException(modelPackage.file() + ": no engine here runs "
                        + variants.stream().map(ModelVariant::format).toList() + "; engines: "
                        + engines.stream().map(Engine::label).toList());
            }
            Hosted added = host(choice.load(modelPackage, candidates), variants);
            List<Hosted> more = new ArrayList<>(hosted);
            more.add(added);
            hosted = List.copyOf(more);
            return added.lane().info();
        }
    }

    private Hosted host(HostedModel model, List<ModelVariant> variants) {
        ModelLane lane = new ModelLane(model, settings, clock);
        return threaded ? withThreads(lane, variants) : new Hosted(lane, variants, List.of());
    }

    private ModelInfo improve(Hosted present, ModelPackage modelPackage, List<Candidate> candidates)
            throws PackageException {
        List<Candidate> better = candidates.stream()
                .takeWhile(candidate -> candidate.engine() != present.engine())
                .toList();
        if (better.isEmpty()) {
            return present.lane().info();
        }
        Hosted improved;
        try {
            improved = host(choice.load(modelPackage, better), present.variants());
        } catch (EngineException e) {
            return present.lane().info(); // none of them can, as the choice has logged; the one that does goes on
        }
        hosted = hosted.stream()
                .map(h -> h.digest().equals(present.digest()) ? improved : h)
                .toList();
        present.close();
        return improved.lane().info();
    }

    private ModelInfo replace(Hosted broken, String failure, ModelPackage modelPackage, List<Candidate> candidates)
            throws PackageException, EngineException {
        List<Candidate> others = candidates.stream()
                .filter(candidate -> candidate.engine() != broken.engine())
                .toList();
        Optional<Hosted> replacement = Optional.empty();
        try {
            if (others.isEmpty()) {
                throw new EngineException(failure);
            }
            replacement = Optional.of(host(choice.load(modelPackage, others), broken.variants()));
            return replacement.get().lane().info();
        } finally {
            Stream<Hosted> rest = hosted.stream().filter(h -> !h.digest().equals(broken.digest()));
            hosted = Stream.concat(rest, replacement.stream()).toList();
            broken.close();
        }
    }

    /** The packages whose models can compute nothing any more on the engine that has them: add them again. */
    public Set<Digest> broken() {
        return hosted.stream()
                .filter(h -> h.failure().isPresent())
                .map(Hosted::digest)
                .collect(Collectors.toSet());
    }

    /** What computes the model of that package, as its statements name it; empty if it is not loaded. */
    public Optional<String> engine(Digest modelPackage) {
        return hosted.stream()
                .filter(h -> h.digest().equals(modelPackage))
                .map(h -> h.lane().model().engineLabel())
                .findFirst();
    }

    /** The packages whose models run on the best engine that is here for them. */
    public Set<Digest> settled() {
        return hosted.stream().filter(this::isSettled).map(Hosted::digest).collect(Collectors.toSet());
    }

    private boolean isSettled(Hosted one) {
        List<Candidate> candidates = choice.candidates(one.variants(), engines);
        return !candidates.isEmpty() && candidates.get(0).engine() == one.engine();
    }

    /**
     * Unloads the model of that package; its requests are refused, the run under way is finished.
     *
     * @return false if it was not loaded
     */
    public boolean remove(Digest modelPackage) {
        return removeIf(h -> h.digest().equals(modelPackage));
    }

    /**
     * Deletes from the cache what belongs to no loaded model.
     *
     * @throws IOException if the cache cannot be read or written
     */
    public void sweepCache() throws IOException {
        synchronized (changing) {
            ModelPackage.sweep(
                    settings.cache(), hosted.stream().map(Hosted::digest).collect(Collectors.toSet()));
        }
    }

    private boolean removeIf(Predicate<Hosted> condition) {
        List<Hosted> removed;
        synchronized (changing) {
            removed = hosted.stream().filter(condition).toList();
            hosted = hosted.stream().filter(condition.negate()).toList();
        }
        removed.forEach(Hosted::close);
        return !removed.isEmpty();
    }

    @Override
    public CompletionStage<InferenceOutcome> infer(InferenceRequest request) {
        List<Hosted> now = hosted;
        for (int i = now.size() - 1; i >= 0; i--) { // the latest of a name first
            ModelInfo info = now.get(i).lane().model().info();
            if (info.name().equals(request.model())
                    && request.modelPackage().map(info.packageDigest()::equals).orElse(true)) {
                return now.get(i).lane().offer(request);
            }
        }
        refusedUnknown.increment();
        String wanted = request.model()
                + request.modelPackage().map(digest -> " of package " + digest).orElse("");
        return CompletableFuture.completedFuture(new InferenceOutcome.Refused(
                Refusal.UNKNOWN_MODEL,
                "model " + wanted + " is not loaded here; loaded are "
                        + now.stream().map(h -> h.lane().model().info().name()).toList()));
    }

    @Override
    public List<ModelInfo> models() {
        return hosted.stream()
                .map(h -> h.lane().info())
                .sorted(Comparator.comparing(ModelInfo::name).thenComparing(ModelInfo::packageDigest))
                .toList();
    }

    @Override
    public List<ModelInfo> models(String name) {
        List<ModelInfo> named = new ArrayList<>();
        for (Hosted one : hosted) {
            if (one.lane().model().info().name().equals(name)) {
                named.add(0, one.lane().info());
            }
        }
        return List.copyOf(named);
    }

    @Override
    public LoadSnapshot load() {
        LoadSnapshot total = new LoadSnapshot(0, 0, 0, 0, 0, 0, refusedUnknown.sum());
        for (Hosted one : hosted) {
            LoadSnapshot load = one.lane().load();
            total = new LoadSnapshot(
                    total.queuedRequests() + load.queuedRequests(),
                    total.queuedRows() + load.queuedRows(),
                    total.queuedBytes() + load.queuedBytes(),
                    total.runningRows() + load.runningRows(),
                    Math.max(total.backlogNanos(), load.backlogNanos()),
                    total.completedRequests() + load.completedRequests(),
                    total.refusedRequests() + load.refusedRequests());
        }
        return total;
    }

    /** Computes on the calling thread what is due, at most one batch of each model. */
    @Override
    public int doWork() {
        int work = 0;
        for (Hosted one : hosted) {
            work += one.lane().watch() + one.lane().doWork();
        }
        return work;
    }

    @Override
    public long dueInNanos() {
        return hosted.stream().mapToLong(h -> h.lane().dueInNanos()).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public String name() {
        return "model-host";
    }

    /** Refuses what waits, finishes the runs under way, for 5 s at most, and frees all models. */
    @Override
    public void close() {
        Optional<AgentThread> stopped;
        synchronized (changing) {
            closed = true;
            stopped = watcher;
            watcher = Optional.empty();
        }
        removeIf(h -> true);
        stopped.ifPresent(AgentThread::close);
    }
}
