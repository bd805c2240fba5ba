package io.signet.simulator.virtual;

import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.MeshIdentity;
import io.signet.mesh.MeshPeer;
import io.signet.mesh.MeshStats;
import io.signet.mesh.Peer;
import io.signet.mesh.TaskAnswer;
import io.signet.mesh.WitnessPlan;
import io.signet.mesh.spi.Incoming;
import io.signet.mesh.spi.Topics;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.scenario.Arrivals;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.statement.NodeId;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** An app that submits jobs whose right answers are known, and looks at every answer that the mesh believed. */
final class VirtualRequester {
    /** First numbers of jobs: all numbers, doubled, are exact in FP32. */
    private static final int FIRST_NUMBER_MAX = 1 << 22;
    /** One job of so many asks what the one before asked, as a camera does at a scene that stands still. */
    private static final int JOBS_PER_REPETITION = 4;

    private static final Topics TOPICS = new Topics(Fleet.MESH);

    private final Fleet fleet;
    private final World world;
    private final RequesterGroup group;
    private final RandomGenerator random;
    private final MeshPeer peer;
    private final VirtualLink link;
    private final long endNanos;
    private final Set<NodeId> liars;
    private final Map<NodeId, Long> rowsBy = new HashMap<>();
    private final Set<NodeId> notBelieved = new HashSet<>();
    private final Set<NodeId> forkers = new HashSet<>();
    /** Who is revoked by the lists that came. */
    private final Set<NodeId> toldOf = new HashSet<>();

    private long answers;
    private long witnessed;
    private long forkedRows;
    /** The first number of the last job. */
    private float number;

    /**
     * A requester that submits jobs until {@code endNanos}.
     *
     * @param liars nodes that may attest wrong results
     * @param registrars know who is revoked
     */
    VirtualRequester(
            Fleet fleet,
            RequesterGroup group,
            String owner,
            int number,
            long endNanos,
            Set<NodeId> liars,
            Registrars registrars) {
        this.fleet = fleet;
        this.world = fleet.world();
        this.group = group;
        this.random = world.newRandom();
        this.endNanos = endNanos;
        this.liars = Set.copyOf(liars);
        LocalClock clock = new LocalClock(world, new WallClock());
        SimulatedKey key = new SimulatedKey(random, clock, 0);
        MeshIdentity identity = key.session(fleet.owners().requester(owner, key), random);
        this.link = fleet.network().newLink(group.region(), clock);
        link.onTaken(message -> believeNobodyOf(message, registrars));
        this.peer = MeshPeer.create(
                new MeshPeer.Settings(Fleet.MESH, "r" + number, fleet.limits(), 1, true, WitnessPlan.NONE),
                () -> identity,
                fleet.trust(),
                new MeshPeer.Environment(link, new SealedInTheOpen(), clock, random),
                Optional.empty(),
                this::heard);
        AgentDriver driver = new AgentDriver(world, peer, clock);
        peer.setWake(driver::wake);
        driver.wake();
    }

    private void believeNobodyOf(Incoming message, Registrars registrars) {
        if (TOPICS.isRevocations(message.topic()) && message.payload().size() > 0) {
            toldOf.addAll(registrars.named(message.payload()));
        }
    }

    private void heard(MeshEvent event) {
        if (event instanceof MeshEvent.AnswerNotBelieved not) {
            notBelieved.add(not.node());
        } else if (event instanceof MeshEvent.LogForked fork) {
            forkers.add(fork.node());
        }
    }

    /** Begins to submit jobs at {@code startNanos}. */
    void start(long startNanos) {
        if (group.arrivals() instanceof Arrivals.Closed closed) {
            for (int i = 0; i < closed.inFlight(); i++) {
                world.at(startNanos, () -> submit(drawRows()));
            }
        } else if (group.arrivals() instanceof Arrivals.Trace trace) {
            for (Arrivals.Trace.Entry entry : trace.entries()) {
                world.at(startNanos + entry.at().toNanos(), () -> submit(entry.rows()));
            }
        } else {
            submitAt(ArrivalTimes.next(group.arrivals(), startNanos, endNanos, random));
        }
    }

    private void submitAt(long timeNanos) {
        if (timeNanos != Long.MAX_VALUE) {
            world.at(timeNanos, () -> {
                submit(drawRows());
                submitAt(ArrivalTimes.next(group.arrivals(), world.now(), endNanos, random));
            });
        }
    }

    private int drawRows() {
        int span = group.jobs().rowsMax() - group.jobs().rowsMin();
        return group.jobs().rowsMin() + random.nextInt(span + 1);
    }

    private void submit(int rows) {
        if (world.now() >= endNanos) {
            return;
        }
        if (random.nextInt(JOBS_PER_REPETITION) > 0) {
            number = random.nextInt(FIRST_NUMBER_MAX);
        }
        float first = number;
        float[] numbers = new float[rows];
        for (int i = 0; i < rows; i++) {
            numbers[i] = first + i;
        }
        long job = fleet.recorder().jobSubmitted(now(), rows, group.jobs().timeout());
        fleet.events().record(EventLog.Kind.JOB_SUBMITTED, job, rows, 0);
        JobRequest request = new JobRequest(
                group.jobs().model(),
                Optional.empty(),
                Map.of(SimulatedModel.INPUT, SimulatedModel.column(numbers)),
                group.jobs().timeout());
        var unused = peer.submit(request, answer -> answered(job, first, answer))
                .thenAccept(result -> ended(job, first, result));
    }

    private Duration now() {
        return Duration.ofNanos(world.now());
    }

    private void answered(long job, float first, TaskAnswer answer) {
        long rows = answer.to() - answer.from();
        rowsBy.merge(answer.node(), rows, Long::sum);
        if (toldOf.contains(answer.node())) {
            fleet.recorder()
                    .violated(
                            now(),
                            Invariant.REVOKED_NOT_BELIEVED,
                            "an answer of " + answer.node() + " is believed, whose revocation was heard of before");
        }
        fleet.events().record(EventLog.Kind.ROWS_ANSWERED, job, answer.from(), answer.to());
        if (fleet.witnesses().asked() > 0) {
            answers++;
            witnessed +=
                    answer.proof().cosignatures().size() >= fleet.witnesses().asked() ? 1 : 0;
            forkedRows += fleet.heads().contradicts(answer.proof()) ? rows : 0;
        }
        long wrong = wrong(answer.proof().outputs().get(SimulatedModel.OUTPUT), first + answer.from());
        long lies = liars.contains(answer.node()) ? wrong : 0;
        if (wrong > lies) {
            fleet.recorder()
                    .violated(
                            now(),
                            Invariant.RECEIPT_FITS,
                            wrong + " wrong rows of job " + job + " by honest node " + answer.node());
        }
        fleet.recorder().answered(now(), job, answer.from(), answer.to(), lies);
    }

    /** How many of {@code outputs} are not those of {@code first} and the numbers after it. */
    private static long wrong(Tensor outputs, float first) {
        ByteBuffer y = outputs.data();
        long wrong = 0;
        for (float x = first; y.hasRemaining(); x++) {
            if (y.getFloat() != SimulatedModel.honest(x)) {
                wrong++;
            }
        }
        return wrong;
    }

    private void ended(long job, float first, JobResult result) {
        boolean complete = result instanceof JobResult.Completed;
        fleet.events().record(EventLog.Kind.JOB_ENDED, job, complete ? 1 : 0, 0);
        if (result instanceof JobResult.Completed completed) {
            requireOrder(job, first, completed.outputs().get(SimulatedModel.OUTPUT));
        }
        fleet.recorder().jobEnded(now(), job, complete);
        if (group.arrivals() instanceof Arrivals.Closed) {
            world.at(world.now(), () -> submit(drawRows()));
        }
    }

    private void requireOrder(long job, float first, Tensor outputs) {
        ByteBuffer y = outputs.data();
        for (float x = first; y.hasRemaining(); x++) {
            float value = y.getFloat();
            if (value != SimulatedModel.honest(x) && (liars.isEmpty() || value != SimulatedModel.lieAbout(x))) {
                fleet.recorder()
                        .violated(
                                now(),
                                Invariant.MERGED_IN_ORDER,
                                "job " + job + " has " + value + " in place of " + SimulatedModel.honest(x));
                return;
            }
        }
    }

    /** Whether this requester reaches no broker. */
    void cutOff(boolean cut) {
        link.cutOff(cut);
    }

    /** True if what a broker has reaches it. */
    boolean isConnected() {
        return link.works();
    }

    /** Whom it sees. */
    List<Peer> peers() {
        return peer.peers();
    }

    MeshStats stats() {
        return peer.stats();
    }

    /** Messages dropped for want of room. */
    long overflowed() {
        return link.overflowed();
    }

    /** Rows accepted, by node. */
    Map<NodeId, Long> rowsBy() {
        return rowsBy;
    }

    /** Nodes of which an answer was not believed. */
    Set<NodeId> notBelieved() {
        return notBelieved;
    }

    /** Nodes that were proved to have two histories. */
    Set<NodeId> forkers() {
        return forkers;
    }

    /** Answers accepted, if witnesses are asked. */
    long answers() {
        return answers;
    }

    /** Those of them with all cosignatures that nodes ask for. */
    long witnessed() {
        return witnessed;
    }

    /** Rows accepted under a second head of a log. */
    long forkedRows() {
        return forkedRows;
    }

    String region() {
        return group.region();
    }
}
