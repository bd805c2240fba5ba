package io.signet.mesh;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SessionKey;
import io.signet.attestation.SoftwareKey;
import io.signet.mesh.spi.NodeServices;
import io.signet.mesh.spi.RevocationMemory;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.Tensor;
import io.signet.statement.TrustPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Nodes and a requester around a {@link FakeBroker}, stepped one millisecond at a time. */
final class TestMesh {
    static final String NAME = "test";
    private static final int STEPS_MAX = 200_000;

    final FakeClock clock = new FakeClock();
    final FakeBroker broker = new FakeBroker(clock);
    final List<Member> nodes = new ArrayList<>();
    final List<MeshEvent> events = new ArrayList<>();
    final Map<NodeId, List<MeshEvent>> nodeEvents = new HashMap<>();
    final Member requester;
    private final Set<Member> dead = new HashSet<>();
    private final Random random = new Random(42);
    private final Path directory;
    final OwnerAuthority owner;
    /** What each member keeps over restarts. */
    private final Map<NodeId, Map<Digest, Bytes>> memories = new HashMap<>();

    private final WitnessPlan witnesses;
    private final UnaryOperator<TrustPolicy> demands;
    /** What nodes that are added from now on demand of other nodes' keys. */
    Assurance nodesDemand = Assurance.SOFTWARE;

    /** One peer. */
    record Member(
            MeshPeer peer, FakeBroker.Link link, Optional<TestNode> node, HardwareKey key, MeshIdentity identity) {}

    TestMesh(Path directory) throws Exception {
        this(directory, WitnessPlan.NONE, UnaryOperator.identity());
    }

    /** Nodes that ask as {@code witnesses} says, and a requester who demands so many. */
    TestMesh(Path directory, WitnessPlan witnesses, int demanded) throws Exception {
        this(directory, witnesses, policy -> policy.withWitnesses(demanded));
    }

    /** Nodes that ask as {@code witnesses} says, and a requester whose policy is made by {@code demands}. */
    TestMesh(Path directory, WitnessPlan witnesses, UnaryOperator<TrustPolicy> demands) throws Exception {
        this.directory = directory;
        this.witnesses = witnesses;
        this.demands = demands;
        this.owner = OwnerAuthority.create(directory.resolve("owner"), "Test", clock, random);
        this.requester = member(owner, Optional.empty(), clock, 32);
    }

    Member addNode(double rowsPerSecond) throws Exception {
        return addNode(rowsPerSecond, clock, 32);
    }

    Member addNode(double rowsPerSecond, Clock itsClock, int tasksMax) throws Exception {
        Member member = member(owner, Optional.of(rowsPerSecond), itsClock, tasksMax);
        nodes.add(member);
        return member;
    }

    /** The process of {@code node} is started again, with the log and the memory that it has. */
    Member restart(Member node) {
        kill(node);
        Member again = join(node.key(), node.identity(), node.node(), owner, clock, 32);
        nodes.add(again);
        return again;
    }

    /** The process of {@code node} is started again, after its owner gave it another certificate for the same key. */
    Member restartWithNewCertificate(Member node) throws Exception {
        kill(node);
        MeshIdentity old = node.identity();
        IdentityChain chain = IdentityChain.of(owner.issueNode(CertificateRequest.of(node.key()), Assurance.SOFTWARE));
        MeshIdentity identity = new MeshIdentity(chain, old.session(), old.signer(), old.sealingKey());
        Member again = join(node.key(), identity, node.node(), owner, clock, 32);
        nodes.add(again);
        return again;
    }

    /** A node of another owner, whom nobody here trusts, in the same mesh. */
    Member addStranger(double rowsPerSecond) throws Exception {
        OwnerAuthority other =
                OwnerAuthority.create(directory.resolve("other" + random.nextInt(1 << 30)), "Other", clock, random);
        Member member = member(other, Optional.of(rowsPerSecond), clock, 32);
        nodes.add(member);
        return member;
    }

    private Member member(OwnerAuthority issuer, Optional<Double> speed, Clock itsClock, int tasksMax)
            throws Exception {
        HardwareKey key = SoftwareKey.create(directory.resolve("key" + random.nextInt(1 << 30) + ".pem"));
        IdentityChain chain = IdentityChain.of(issuer.issueNode(CertificateRequest.of(key), Assurance.SOFTWARE));
        SessionKey session = SessionKey.create(key, itsClock, Duration.ofDays(1));
        MeshIdentity identity = new MeshIdentity(chain, session.certificate(), session.signer(), session.sealingKey());
        return join(key, identity, speed.map(s -> new TestNode(itsClock, key, s)), issuer, itsClock, tasksMax);
    }

    private Member join(
            HardwareKey key,
            MeshIdentity identity,
            Optional<TestNode> node,
            OwnerAuthority issuer,
            Clock itsClock,
            int tasksMax) {
        FakeBroker.Link link = broker.link();
        MeshPeer peer = MeshPeer.create(
                new MeshPeer.Settings(NAME, "i" + nodes.size(), MeshLimits.DEFAULT, tasksMax, true, witnesses),
                () -> identity,
                node.isPresent() ? trust(issuer).withMinimalAssurance(nodesDemand) : demands.apply(trust(issuer)),
                MeshPeer.Environment.of(link, itsClock, new Random(random.nextLong()))
                        .withRevocations(memory(key.node())),
                node.map(this::services),
                node.isPresent() ? event -> heard(key, event) : events::add);
        return new Member(peer, link, node, key, identity);
    }

    private RevocationMemory memory(NodeId member) {
        Map<Digest, Bytes> lists = memories.computeIfAbsent(member, id -> new HashMap<>());
        return new RevocationMemory() {
            @Override
            public Optional<Bytes> kept(Digest of) {
                return Optional.ofNullable(lists.get(of));
            }

            @Override
            public void keep(Digest of, Bytes list) {
                lists.put(of, list);
            }
        };
    }

    private TrustPolicy trust(OwnerAuthority issuer) {
        return TrustPolicy.of(List.of(issuer.certificate(), owner.certificate()));
    }

    private NodeServices services(TestNode node) {
        return NodeServices.of(node)
                .withEvidence(node.evidence)
                .withWitnessing(witnesses.equals(WitnessPlan.NONE) ? Optional.empty() : Optional.of(node.log));
    }

    private void heard(HardwareKey key, MeshEvent event) {
        nodeEvents.computeIfAbsent(key.node(), id -> new ArrayList<>()).add(event);
    }

    /** One millisecond passes. */
    void step() {
        clock.advanceMillis(1);
        requester.peer().doWork();
        for (Member node : nodes) {
            if (!dead.contains(node)) {
                node.node().orElseThrow().step();
                node.peer().doWork();
            }
        }
    }

    /** The node's process ends at once, without a goodbye. */
    void kill(Member node) {
        dead.add(node);
        node.link().die();
    }

    void run(long millis) {
        for (long i = 0; i < millis; i++) {
            step();
        }
    }

    /** Time passes in steps of 50 ms, for when nothing much happens. */
    void pass(long millis) {
        pass(millis, 50);
    }

    void pass(long millis, long stepMillis) {
        for (long i = 0; i < millis; i += stepMillis) {
            clock.advanceMillis(stepMillis - 1);
            step();
        }
    }

    /** Until the requester knows {@code count} nodes that are online. */
    void awaitNodes(int count) {
        for (int i = 0; requester.peer().peers().stream().filter(Peer::online).count() < count; i++) {
            require(i < STEPS_MAX, "the requester does not see " + count + " nodes");
            step();
        }
    }

    CompletableFuture<JobResult> submit(JobRequest request, JobListener listener) {
        CompletionStage<JobResult> result = requester.peer().submit(request, listener);
        return result.toCompletableFuture();
    }

    JobResult await(CompletableFuture<JobResult> result) {
        for (int i = 0; !result.isDone(); i++) {
            require(i < STEPS_MAX, "the job does not end");
            step();
        }
        return result.join();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    /** A job of the numbers 0 to {@code rows - 1}. */
    static JobRequest numbers(int rows, Duration timeout) {
        float[] values = new float[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = i;
        }
        return new JobRequest(
                TestNode.MODEL,
                Optional.empty(),
                Map.of("x", Tensor.ofFloats(List.of((long) rows, 1L), values)),
                timeout);
    }
}
