package io.signet.node.internal;

import io.signet.inference.InferenceService;
import io.signet.mesh.Mesh;
import io.signet.node.Pulse;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Says how far the node is: in its mesh, and with all of its models, or what it still lacks. As a text for the launcher
 * ({@code NodeStatus}), which shares no other classes with bundles.
 */
@Component(
        name = "io.signet.node.status",
        configurationPid = "io.signet.inference",
        configurationPolicy = ConfigurationPolicy.OPTIONAL,
        // It knows since when nothing has changed, so it must not be made anew for each question.
        immediate = true,
        service = Supplier.class,
        property = "signet.status=node")
public final class StatusComponent implements Supplier<String> {
    /** What takes longer than this is worth a word. */
    private static final long SLOW_NANOS = Duration.ofSeconds(20).toNanos();

    /** A mesh that has not turned for so long hangs. */
    private static final Duration HANGS = Duration.ofMinutes(1);

    private static final int PACKAGES_MAX = 1_000;
    private static final String LOOK = "look at the node's log";

    private final Optional<Path> models;
    private final Clock clock;
    private final AtomicReference<Optional<Mesh>> mesh = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Pulse>> pulse = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<InferenceService>> inference = new AtomicReference<>(Optional.empty());
    private String step = "";
    private long sinceNanos;

    /** Looks at the directory of models that inference has. */
    @Activate
    public StatusComponent(Map<String, Object> inferenceSettings) {
        this(
                Optional.ofNullable(inferenceSettings.get("models.directory")).map(path -> Path.of(path.toString())),
                Clock.SYSTEM);
    }

    StatusComponent(Optional<Path> models, Clock clock) {
        this.models = models;
        this.clock = clock;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setMesh(Mesh joined) {
        mesh.set(Optional.of(joined));
    }

    void unsetMesh(Mesh left) {
        mesh.updateAndGet(now -> now.filter(other -> other != left));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setPulse(Pulse beating) {
        pulse.set(Optional.of(beating));
    }

    void unsetPulse(Pulse stopped) {
        pulse.updateAndGet(now -> now.filter(other -> other != stopped));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setInference(InferenceService service) {
        inference.set(Optional.of(service));
    }

    void unsetInference(InferenceService service) {
        inference.updateAndGet(now -> now.filter(other -> other != service));
    }

    /** Step, trouble and what to do, with tabulators between. */
    @Override
    public synchronized String get() {
        if (pulse.get().filter(now -> now.sinceTurn().compareTo(HANGS) > 0).isPresent()) {
            return since("STUCK") + "\tits mesh stands still\tstart it anew; a service manager does so by itself";
        }
        Optional<Mesh> joined = mesh.get();
        if (joined.isEmpty() || !joined.get().connected()) {
            return slow(
                    "JOINING",
                    joined.isEmpty()
                            ? "it has not begun to join its mesh: a part of it does not start"
                            : "no broker of its mesh lets it in",
                    joined.isEmpty()
                            ? LOOK + ", which says what is missing"
                            : LOOK + "; see that the broker runs, and that this machine's clock is right");
        }
        int packages = packages();
        int loaded = inference.get().map(service -> service.models().size()).orElse(0);
        if (loaded < packages) {
            return slow(
                    "LOADING", "not all of its models are loaded", LOOK + ", which names the package and the reason");
        }
        return since("ANSWERING") + "\t\t";
    }

    private String slow(String now, String trouble, String help) {
        String text = since(now);
        boolean isSlow = clock.monotonicNanos() - sinceNanos > SLOW_NANOS;
        return isSlow ? text + "\t" + trouble + "\t" + help : text + "\t\t";
    }

    private String since(String now) {
        if (!step.equals(now)) {
            step = now;
            sinceNanos = clock.monotonicNanos();
        }
        return now;
    }

    private int packages() {
        if (models.isEmpty() || !Files.isDirectory(models.get())) {
            return 0;
        }
        try (Stream<Path> files = Files.list(models.get())) {
            return (int) files.filter(file -> file.toString().endsWith(".signet"))
                    .limit(PACKAGES_MAX)
                    .count();
        } catch (IOException e) {
            return 0; // inference says in the log that it can't be read
        }
    }
}
