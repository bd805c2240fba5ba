package io.signet.inference.internal;

import io.signet.inference.HostSettings;
import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceRequest;
import io.signet.inference.InferenceService;
import io.signet.inference.LoadSnapshot;
import io.signet.inference.ModelHost;
import io.signet.inference.ModelInfo;
import io.signet.inference.PackageStore;
import io.signet.inference.PushResult;
import io.signet.inference.StoredPackage;
import io.signet.inference.model.PublisherKey;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.PackagePeers;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Digest;
import io.signet.statement.hpke.MeasuredKeyHolder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Computes requests on the models of a directory, with the engines that are there. Engines come and go while it runs:
 * a library that loads late, or not at all, takes nothing else with it.
 */
@Designate(ocd = InferenceConfig.class)
@Component(
        configurationPid = InferenceConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {InferenceService.class, PackageStore.class})
public final class InferenceComponent implements InferenceService, PackageStore {
    private static final Duration SCAN_IDLE_MAX = Duration.ofSeconds(5);

    private final GrantedKeys grantedKeys;
    private final ModelHost host;
    private final ModelDirectory models;
    private final PackageUploads uploads;
    private final AgentThread loader;
    private final Optional<PackageFetcher> fetcher;
    private final Optional<AgentThread> fetching;

    @Activate
    public InferenceComponent(InferenceConfig config) {
        HostSettings settings = new HostSettings(
                List.of(config.engines()),
                Path.of(Limits.requireText("cache.directory", config.cache_directory(), 4096)),
                config.models_max(),
                config.batch_rows_max(),
                Duration.ofNanos(1_000L * config.batch_delay_max_us()),
                config.runs_max(),
                Duration.ofMillis(config.run_time_max_ms()),
                config.queue_requests_max(),
                config.queue_bytes_max(),
                config.request_bytes_max());
        Path directory = Path.of(Limits.requireText("models.directory", config.models_directory(), 4096));
        Set<PublisherKey> trusted = Arrays.stream(config.publishers())
                .map(InferenceComponent::publisher)
                .collect(Collectors.toSet());
        grantedKeys = new GrantedKeys(directory, Clock.SYSTEM);
        host = new ModelHost(settings, grantedKeys, Clock.SYSTEM);
        List<WantedPackage> wanted = Arrays.stream(config.models_fetch())
                .map(InferenceComponent::wanted)
                .toList();
        models = new ModelDirectory(directory, trusted, host, Clock.SYSTEM);
        uploads = new PackageUploads(directory, trusted, Clock.SYSTEM);
        fetcher = wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(new PackageFetcher(
                        directory,
                        trusted,
                        wanted,
                        digest -> models.find(digest).isPresent(),
                        Clock.SYSTEM,
                        SystemRandom.create()));
        host.start();
        loader = AgentThread.start(models, SCAN_IDLE_MAX);
        fetching = fetcher.map(f -> AgentThread.start(f, SCAN_IDLE_MAX));
    }

    private static WantedPackage wanted(String text) {
        try {
            return WantedPackage.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("models.fetch: " + e.getMessage(), e);
        }
    }

    private static PublisherKey publisher(String hex) {
        try {
            return PublisherKey.fromHex(hex.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "publishers: '" + hex + "' is not an Ed25519 public key of 64 hexadecimal digits", e);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addEngine(Engine engine) {
        host.addEngine(engine);
        models.retry();
        loader.wake();
    }

    void removeEngine(Engine engine) {
        host.removeEngine(engine);
        models.retry();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setKeyHolder(MeasuredKeyHolder holder) {
        grantedKeys.setHolder(holder);
        models.retry();
        loader.wake();
    }

    void unsetKeyHolder(MeasuredKeyHolder holder) {
        grantedKeys.unsetHolder(holder);
    }

    @Override
    public CompletionStage<InferenceOutcome> infer(InferenceRequest request) {
        return host.infer(request);
    }

    @Override
    public List<ModelInfo> models() {
        return host.models();
    }

    @Override
    public List<ModelInfo> models(String name) {
        return host.models(name);
    }

    @Override
    public LoadSnapshot load() {
        return host.load();
    }

    @Override
    public Optional<StoredPackage> find(Digest digest) {
        return models.find(digest);
    }

    @Override
    public long arrived(Digest digest) {
        return uploads.arrived(digest);
    }

    @Override
    public CompletionStage<PushResult> put(Digest digest, long offset, long sizeBytes, ByteBuffer bytes) {
        if (models.find(digest).isPresent()) {
            return CompletableFuture.completedStage(new PushResult.Kept("it was here already"));
        }
        CompletionStage<PushResult> tried = models.expect(digest); // before it is there, so that it can't be missed
        Optional<PushResult> early = uploads.put(digest, offset, sizeBytes, bytes);
        if (early.isPresent()) {
            models.expectNoMore(digest);
            return CompletableFuture.completedStage(early.get());
        }
        models.lookSoon();
        loader.wake();
        return tried;
    }

    @Override
    public void addPeers(PackagePeers peers) {
        fetcher.ifPresent(f -> f.addPeers(peers));
        fetching.ifPresent(AgentThread::wake);
    }

    @Override
    public void removePeers(PackagePeers peers) {
        fetcher.ifPresent(f -> f.removePeers(peers));
    }

    @Deactivate
    void deactivate() {
        fetching.ifPresent(AgentThread::close);
        fetcher.ifPresent(PackageFetcher::stop);
        loader.close();
        host.close();
    }
}
