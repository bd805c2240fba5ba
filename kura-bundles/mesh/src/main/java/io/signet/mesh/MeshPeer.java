package io.signet.mesh;

import io.signet.mesh.internal.HpkeSealing;
import io.signet.mesh.internal.PeerAgent;
import io.signet.mesh.spi.NodeServices;
import io.signet.mesh.spi.RevocationMemory;
import io.signet.mesh.spi.Sealing;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.Transport;
import io.signet.runtime.Agent;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.statement.NodeId;
import io.signet.statement.TrustPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One participant of a mesh: a requester, and a node too if it has {@link NodeServices}. It is an {@link Agent}:
 * whoever makes it drives it, on one thread, and closes it after the last duty cycle.
 */
public final class MeshPeer implements Mesh, OwnTasks, Agent, AutoCloseable {
    private final PeerAgent agent;

    private MeshPeer(PeerAgent agent) {
        this.agent = agent;
    }

    /**
     * What a peer is made of.
     *
     * @param mesh name of the mesh
     * @param instance tells the processes of one requester apart: 1 to 32 of {@code a-z 0-9}
     * @param limits bounds
     * @param tasksMax tasks that this node holds at once; of no meaning without a task service
     * @param placesWork false for a node that submits no jobs: it need not hear of the others
     * @param witnesses whom this node asks to witness its log; of no meaning without {@link NodeServices#witnessing}
     */
    public record Settings(
            String mesh, String instance, MeshLimits limits, int tasksMax, boolean placesWork, WitnessPlan witnesses) {
        public Settings {
            if (!instance.matches("[a-z0-9]{1,32}")) {
                throw new IllegalArgumentException(
                        "a peer's instance has 1 to 32 lower-case letters or digits, unlike '" + instance + "'");
            }
            Limits.requireInRange("tasks.max", tasksMax, 1, 4096);
        }
    }

    /**
     * What a peer works with.
     *
     * @param transport is started, used and closed by this peer alone
     * @param sealing hides contents from brokers; that of docs/protocol.md unless all is simulated
     * @param random unpredictable wherever a peer could gain by guessing nonces
     * @param revocations keeps the owners' lists of revocations over restarts
     */
    public record Environment(
            Transport transport, Sealing sealing, Clock clock, RandomGenerator random, RevocationMemory revocations) {
        /** What keeps no list of revocations; the arguments are as in the record. */
        public Environment(Transport transport, Sealing sealing, Clock clock, RandomGenerator random) {
            this(transport, sealing, clock, random, RevocationMemory.NONE);
        }

        /** The same, with a memory of lists of revocations. */
        public Environment withRevocations(RevocationMemory memory) {
            return new Environment(transport, sealing, clock, random, memory);
        }

        /** With the sealing of docs/protocol.md. */
        public static Environment of(Transport transport, Clock clock, RandomGenerator random) {
            return new Environment(transport, new HpkeSealing(), clock, random);
        }
    }

    /**
     * Makes a peer; nothing happens before the first {@link #doWork()}.
     *
     * @param identity its keys; asked again now and then, so that renewed session keys are taken over
     * @param trust whom it believes
     * @param environment what it works with
     * @param services what it does for others; empty for a mere requester
     * @param events is told what an operator wants to know, on the mesh's thread
     */
    public static MeshPeer create(
            Settings settings,
            Supplier<MeshIdentity> identity,
            TrustPolicy trust,
            Environment environment,
            Optional<NodeServices> services,
            Consumer<MeshEvent> events) {
        return new MeshPeer(new PeerAgent(settings, identity, trust, environment, services, events));
    }

    /** {@code wake} is called, from any thread, when {@link #doWork()} has something to do. */
    public void setWake(Runnable wake) {
        agent.setWake(wake);
    }

    @Override
    public int doWork() {
        return agent.doWork();
    }

    @Override
    public long dueInNanos() {
        return agent.dueInNanos();
    }

    @Override
    public String name() {
        return "mesh";
    }

    @Override
    public CompletionStage<JobResult> submit(JobRequest request, JobListener listener) {
        return agent.submit(request, listener);
    }

    @Override
    public CompletionStage<ChallengeResult> challenge(NodeId node, Duration timeout) {
        Limits.requireInRange("timeout (ms)", timeout.toMillis(), 100, 600_000);
        return agent.challenge(node, timeout);
    }

    @Override
    public List<Peer> peers() {
        return agent.peers();
    }

    @Override
    public boolean connected() {
        return agent.connected();
    }

    @Override
    public MeshStats stats() {
        return agent.stats();
    }

    /** The jobs that this peer placed. Any thread may call this. */
    public JobBoard jobs() {
        return agent.jobs();
    }

    @Override
    public NodeId node() {
        return agent.node();
    }

    @Override
    public CompletionStage<OwnAnswer> compute(TaskOrder order) {
        return agent.compute(order);
    }

    /** Takes no new task from now on, and says so; what is held is finished. Any thread may call this. */
    public void drain() {
        agent.drain();
    }

    /** True once nothing is held any more. Any thread may call this. */
    public boolean isIdle() {
        return agent.isIdle();
    }

    /**
     * Hands back the tasks that are still held, says goodbye, fails the jobs under way and closes the transport. To be
     * called once, when nobody drives this peer any more.
     */
    @Override
    public void close() {
        agent.close();
    }
}
