package io.signet.gateway.internal;

import io.signet.attestation.ForwardingHardwareKey;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.HardwarePrivateKey;
import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceRequest;
import io.signet.inference.InferenceService;
import io.signet.inference.LoadSnapshot;
import io.signet.inference.ModelInfo;
import io.signet.inference.PackageStore;
import io.signet.inference.PushResult;
import io.signet.inference.StoredPackage;
import io.signet.inference.model.PictureInput;
import io.signet.inference.spi.PackagePeers;
import io.signet.inference.spi.TensorSpec;
import io.signet.mesh.ChallengeResult;
import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshStats;
import io.signet.mesh.OwnAnswer;
import io.signet.mesh.OwnTasks;
import io.signet.mesh.Peer;
import io.signet.mesh.Refusal;
import io.signet.mesh.spi.TaskOrder;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.runtime.Priority;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.Proof;
import io.signet.statement.Receipt;
import io.signet.statement.Statement;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A node whose model {@code double} doubles rows of four numbers ({@code x} to {@code y}) and sums them up ({@code sum}); keys,
 * certificates, log and receipts are real, the engine and the mesh are not.
 */
final class TestNode implements OwnTasks, InferenceService, PackageStore, Mesh, AutoCloseable {
    static final String MODEL = "double";
    static final String VERSION = "1.2";

    static final Digest PACKAGE = Digest.sha256(Bytes.utf8("model package"));

    private final MeshHome home;
    private final HardwareKey key;
    private final IdentityChain chain;
    private final LogAgent log;
    private final AgentThread logThread;
    private final GatewayComponent gateway;

    /** What the node says in place of an answer, if anything. */
    volatile Optional<OwnAnswer.Refused> refusal = Optional.empty();
    /** What the node itself serves; what was loaded last comes last. */
    volatile List<ModelInfo> models = List.of(model(VERSION, PACKAGE));
    /** What the others of the mesh serve, and how their jobs end. */
    volatile List<Peer> peers = List.of();

    /** What becomes of parts of packages, and what was the last. */
    volatile PushResult pushed = new PushResult.Wanting(0);

    volatile String part = "";
    /** What the node has as files. */
    volatile Optional<StoredPackage> stored = Optional.empty();

    volatile JobResult job = new JobResult.Failed("nobody is there", Optional.empty(), List.of());
    volatile Optional<JobRequest> submitted = Optional.empty();
    /** Keeps the thread that asks. */
    volatile Runnable busy = () -> {};
    /** How the node fails on whatever it is asked, if it does. */
    volatile Optional<Error> bug = Optional.empty();

    final AtomicInteger asked = new AtomicInteger();
    /** How urgent the last request was said to be. */
    volatile Optional<Priority> priority = Optional.empty();
    /** Held back until it ends. */
    volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    TestNode(Path directory, Map<String, Object> settings) throws Exception {
        this(directory, settings, Patience.DEFAULT);
    }

    TestNode(Path directory, Map<String, Object> settings, Patience patience) throws Exception {
        this(directory, made -> settings, patience);
    }

    /** A node whose settings depend on who is in its mesh. */
    TestNode(Path directory, Function<MeshHome, Map<String, Object>> settings, Patience patience) throws Exception {
        home = MeshHome.create(
                directory.resolve("mesh"),
                MeshPlan.local("test", 2, 18_883, Set.of()),
                Clock.SYSTEM,
                new SecureRandom());
        Path node = home.node(1);
        key = Credentials.load(node.resolve(Credentials.KEY_FILE), node.resolve(Credentials.CHAIN_FILE))
                .key();
        chain = IdentityChain.of(Certificates.read(node.resolve(Credentials.CHAIN_FILE)));
        log = LogAgent.open(new DiskStorage(node.resolve("log")), key, Clock.SYSTEM, LogOptions.DEFAULT);
        logThread = AgentThread.start(log, Duration.ofMillis(1));
        Map<String, Object> all = new HashMap<>(Map.of(
                "profile.file",
                node.resolve(MeshProfile.FILE_NAME).toString(),
                "address",
                "127.0.0.1",
                "port",
                0,
                "local.port",
                0));
        all.putAll(settings.apply(home));
        gateway = new GatewayComponent(config(GatewayConfig.class, all), key, this, this, this, this, patience);
    }

    /** As if it had just started. */
    void reset() {
        refusal = Optional.empty();
        bug = Optional.empty();
        busy = () -> {};
        models = List.of(model(VERSION, PACKAGE));
        peers = List.of();
        stored = Optional.empty();
        part = "";
        job = new JobResult.Failed("nobody is there", Optional.empty(), List.of());
        submitted = Optional.empty();
        asked.set(0);
        priority = Optional.empty();
        gate = CompletableFuture.completedFuture(null);
    }

    /** What Declarative Services makes of a configuration: its values by their keys, else the defaults. */
    static <T> T config(Class<T> type, Map<String, Object> values) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object value = values.get(method.getName().replace('_', '.'));
            return value == null ? method.getDefaultValue() : value;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** The same node's gateway for sensors, with a key that can't be looked into; whoever asks for it deactivates it. */
    CoapGatewayComponent coap(Map<String, Object> settings) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of(
                "profile.file",
                home.node(1).resolve(MeshProfile.FILE_NAME).toString(),
                "address",
                "127.0.0.1",
                "port",
                0));
        all.putAll(settings);
        return new CoapGatewayComponent(
                config(CoapGatewayConfig.class, all),
                new ForwardingHardwareKey(key) {
                    @Override
                    public PrivateKey handle() {
                        return new HardwarePrivateKey(this);
                    }
                },
                this,
                this,
                this);
    }

    /** The same gateways with the key of {@code other}. */
    void startWithKeyOf(TestNode other, boolean coap) throws Exception {
        Map<String, Object> settings = Map.of(
                "profile.file",
                home.node(1).resolve(MeshProfile.FILE_NAME).toString(),
                "address",
                "127.0.0.1",
                "port",
                0);
        if (coap) {
            new CoapGatewayComponent(config(CoapGatewayConfig.class, settings), other.key, this, this, this)
                    .deactivate();
        } else {
            new GatewayComponent(config(GatewayConfig.class, settings), other.key, this, this, this, this).deactivate();
        }
    }

    MeshHome home() {
        return home;
    }

    int port() {
        return gateway.port();
    }

    String local() {
        return "http://127.0.0.1:" + gateway.localPort().getAsInt();
    }

    @Override
    public NodeId node() {
        return key.node();
    }

    @Override
    public CompletionStage<OwnAnswer> compute(TaskOrder order) {
        CompletableFuture<Void> gateNow = gate; // before anybody hears of it
        asked.incrementAndGet();
        priority = Optional.of(order.priority());
        busy.run();
        Digest asked = order.modelPackage().orElseThrow();
        if (models.stream().noneMatch(model -> model.packageDigest().equals(asked))) {
            return CompletableFuture.completedStage(
                    new OwnAnswer.Refused(Refusal.UNKNOWN_MODEL, "package " + asked + " is not loaded here"));
        }
        bug.ifPresent(error -> {
            throw error;
        });
        if (refusal.isPresent()) {
            return CompletableFuture.completedStage(refusal.get());
        }
        Tensor input = order.inputs().get("x");
        if (input == null || input.type() != DataType.FP32) {
            return CompletableFuture.completedStage(
                    new OwnAnswer.Refused(Refusal.BAD_INPUT, "the model takes x:FP32[-1, 4]"));
        }
        return gateNow.thenCompose(open -> attested(order, input));
    }

    private CompletionStage<OwnAnswer> attested(TaskOrder order, Tensor input) {
        Map<String, Tensor> outputs = outputs(input);
        Bytes statement = new Statement(
                        key.node(),
                        key.assurance(),
                        order.model(),
                        order.modelPackage().orElseThrow(),
                        TensorDigest.of(order.inputs()),
                        TensorDigest.of(outputs),
                        "test/1",
                        "cpu/test",
                        order.nonce(),
                        order.requester(),
                        System.currentTimeMillis())
                .encode();
        return log.append(statement).thenApply(receipt -> new OwnAnswer.Answered(proof(statement, receipt, outputs)));
    }

    private Proof proof(Bytes statement, Receipt receipt, Map<String, Tensor> outputs) {
        return new Proof(statement, receipt.encode(), chain, Map.of(), outputs);
    }

    private static Map<String, Tensor> outputs(Tensor input) {
        FloatBuffer x = input.floats();
        ByteBuffer y = ByteBuffer.allocate(input.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer sum = ByteBuffer.allocate(4 * (int) input.rows()).order(ByteOrder.LITTLE_ENDIAN);
        while (x.hasRemaining()) {
            float total = 0;
            for (int i = 0; i < 4; i++) {
                float value = x.get();
                y.putFloat(2 * value);
                total += value;
            }
            sum.putFloat(total);
        }
        return Map.of(
                "y", Tensor.of(DataType.FP32, input.shape(), y.flip()),
                "sum", Tensor.of(DataType.FP32, List.of(input.rows()), sum.flip()));
    }

    /** A package of the model. */
    static ModelInfo model(String version, Digest modelPackage) {
        return new ModelInfo(
                MODEL,
                version,
                modelPackage,
                List.of(new TensorSpec("x", DataType.FP32, List.of(-1L, 4L))),
                List.of(
                        new TensorSpec("sum", DataType.FP32, List.of(-1L)),
                        new TensorSpec("y", DataType.FP32, List.of(-1L, 4L))),
                List.of(),
                64,
                1000);
    }

    /** The same as a model of pictures: grey, 2 x 2 pixels, whose four levels are the row. */
    static ModelInfo pictureModel(Digest modelPackage, String recipe) {
        return new ModelInfo(
                "brightness",
                "1.0",
                modelPackage,
                List.of(new TensorSpec("x", DataType.FP32, List.of(-1L, 2L, 2L, 1L))),
                List.of(
                        new TensorSpec("sum", DataType.FP32, List.of(-1L)),
                        new TensorSpec("y", DataType.FP32, List.of(-1L, 2L, 2L, 1L))),
                Optional.of(PictureInput.parse(recipe)),
                List.of(),
                64,
                1000);
    }

    @Override
    public List<ModelInfo> models() {
        return models.stream()
                .sorted(Comparator.comparing(ModelInfo::packageDigest))
                .toList();
    }

    @Override
    public List<ModelInfo> models(String name) {
        List<ModelInfo> named = new ArrayList<>();
        models.stream().filter(model -> model.name().equals(name)).forEach(model -> named.add(0, model));
        return named;
    }

    @Override
    public CompletionStage<InferenceOutcome> infer(InferenceRequest request) {
        throw new AssertionError("the gateway asks the node, which attests");
    }

    @Override
    public LoadSnapshot load() {
        return new LoadSnapshot(0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public Optional<StoredPackage> find(Digest digest) {
        return stored.filter(one -> one.digest().equals(digest));
    }

    @Override
    public long arrived(Digest digest) {
        return 1234;
    }

    @Override
    public CompletionStage<PushResult> put(Digest digest, long offset, long sizeBytes, ByteBuffer bytes) {
        part = bytes.remaining() + " of " + sizeBytes + " bytes from " + offset;
        return CompletableFuture.completedStage(pushed);
    }

    @Override
    public void addPeers(PackagePeers peers) {
        throw new AssertionError("the gateway fetches nothing");
    }

    @Override
    public void removePeers(PackagePeers peers) {
        throw new AssertionError("the gateway fetches nothing");
    }

    @Override
    public CompletionStage<JobResult> submit(JobRequest request, JobListener listener) {
        submitted = Optional.of(request);
        return CompletableFuture.completedStage(job);
    }

    @Override
    public CompletionStage<ChallengeResult> challenge(NodeId node, Duration timeout) {
        throw new AssertionError("the gateway challenges nobody");
    }

    @Override
    public List<Peer> peers() {
        return peers;
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public MeshStats stats() {
        throw new AssertionError("the gateway counts nothing");
    }

    @Override
    public void close() {
        gateway.deactivate();
        logThread.close();
        log.close();
    }
}
