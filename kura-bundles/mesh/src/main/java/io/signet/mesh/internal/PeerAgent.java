package io.signet.mesh.internal;

import io.signet.mesh.ChallengeResult;
import io.signet.mesh.JobBoard;
import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.MeshIdentity;
import io.signet.mesh.MeshLimits;
import io.signet.mesh.MeshPeer;
import io.signet.mesh.MeshStats;
import io.signet.mesh.OwnAnswer;
import io.signet.mesh.Peer;
import io.signet.mesh.Refusal;
import io.signet.mesh.spi.NodeServices;
import io.signet.mesh.spi.TaskOrder;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Witnessing;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.NodeId;
import io.signet.statement.Tensor;
import io.signet.statement.TrustPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The duty cycle behind {@link MeshPeer}. */
public final class PeerAgent {
    /** Messages handled in one duty cycle, so that time-outs and reports get their turn under a flood. */
    private static final int MESSAGES_PER_CYCLE = 64;

    private static final long SNAPSHOT_EVERY_MS = 100;
    /** Peers for which {@link #SNAPSHOT_EVERY_MS} is worth the effort; with more of them, snapshots are rarer. */
    private static final int PEERS_FOR_SNAPSHOT = 1000;

    private static final long EXPIRY_EVERY_MS = 1000;
    private static final long RENEWAL_CHECK_EVERY_MS = 10_000;
    /** What could not be published is tried again so soon. */
    private static final long UNSENT_RETRY_MS = 5;

    private final PeerParts parts;
    private final Dispatcher dispatcher;
    private final Requester requester;
    private final EvidenceExchange exchange;
    private final Challenges challenges;
    private final boolean placesWork;
    private final Optional<Worker> worker;
    private final Optional<OwnDesk> own;
    private final Optional<Reporter> reporter;
    private final Forks forks;
    private final Revocations revocations;
    private final Optional<Witnesses> witnesses;
    private final Optional<WitnessDesk> desk;
    private final Optional<EvidenceDesk> evidence;
    private final JobLedger ledger;
    private final BlockingQueue<RunningJob> submitted;
    private final List<String> filters;
    private boolean started;
    private boolean wasConnected;
    private long renewalCheckedMillis;
    private long snapshotAtMillis;
    private long snapshotOfChange;
    private long expiredAtMillis;
    private volatile List<Peer> snapshot = List.of();
    private volatile Runnable wake = () -> {};
    private volatile boolean draining;
    private volatile boolean idle = true;
    private volatile boolean closed;

    /** See {@link MeshPeer#create}. */
    public PeerAgent(
            MeshPeer.Settings settings,
            Supplier<MeshIdentity> identity,
            TrustPolicy trust,
            MeshPeer.Environment environment,
            Optional<NodeServices> services,
            Consumer<MeshEvent> events) {
        MeshLimits limits = settings.limits();
        Clock clock = environment.clock();
        Topics topics = new Topics(settings.mesh());
        Self self = new Self(identity);
        Trust believed = new Trust(trust);
        Trust askers = new Trust(trust.withMinimalAssurance(Assurance.SOFTWARE));
        Envelope envelope = new Envelope(topics.root());
        IdentityRegistry identities = new IdentityRegistry(believed, clock, 2 * limits.peersMax());
        Membership membership = new Membership(topics, envelope, identities, clock, limits, events);
        parts = new PeerParts(
                self,
                topics,
                envelope,
                new Secrecy(self, environment.sealing()),
                identities,
                new IdentityRegistry(askers, clock, 2 * limits.peersMax()),
                membership,
                environment.transport(),
                clock,
                environment.random(),
                limits,
                new Counters(),
                events);
        String replyTopic = topics.reply(self.node(), settings.instance());
        ReplyInbox replies = new ReplyInbox(parts, replyTopic);
        exchange = new EvidenceExchange(parts, replies);
        challenges = new Challenges(parts, exchange, believed);
        AnswerCheck check = new AnswerCheck(believed, clock, limits.clockSkewMax());
        requester = new Requester(parts, replies, check, new EvidenceBook(parts, exchange, believed));
        revocations = new Revocations(parts, List.of(believed, askers), environment.revocations());
        Optional<Witnessing> witnessing = services.flatMap(NodeServices::witnessing);
        forks = new Forks(parts, believed, witnessing);
        witnesses = witnessing.map(w -> new Witnesses(parts, w, settings.witnesses(), believed, this::wake));
        desk = witnessing.map(w -> new WitnessDesk(parts, w, forks, this::wake));
        Optional<ServiceParts> served = services.map(s -> new ServiceParts(
                new AnsweringService(s.tasks()),
                settings.tasksMax(),
                witnesses,
                settings.witnesses().patience(),
                this::wake));
        ServiceInbox inbox = new ServiceInbox(parts);
        worker = served.map(s -> new Worker(parts, inbox, s));
        own = served.map(s -> new OwnDesk(parts, s, services.flatMap(NodeServices::evidence)));
        evidence = services.flatMap(NodeServices::evidence)
                .map(source -> new EvidenceDesk(parts, inbox, source, this::wake));
        reporter = services.map(s -> new Reporter(parts, s, worker.orElseThrow(), settings.tasksMax()));
        dispatcher = new Dispatcher(
                parts,
                new Dispatcher.Requesting(replies, requester, exchange),
                worker.map(w -> new Dispatcher.Serving(inbox, w, evidence, witnesses, desk)),
                forks,
                revocations);
        placesWork = settings.placesWork();
        ledger = new JobLedger(clock);
        submitted = new ArrayBlockingQueue<>(limits.jobsMax());
        filters = new ArrayList<>(revocations.topics());
        if (settings.placesWork()) {
            filters.addAll(topics.followNodes());
            filters.add(replyTopic);
        }
        worker.ifPresent(w -> filters.add(topics.task(self.node())));
        desk.ifPresent(d -> filters.add(topics.witness(self.node())));
    }

    /** See {@link MeshPeer#setWake}. */
    public void setWake(Runnable wake) {
        this.wake = wake;
        parts.transport().setWake(wake);
    }

    private void wake() {
        wake.run();
    }

    /** One duty cycle. */
    public int doWork() {
        if (!started) {
            started = true;
            parts.transport().start(filters, epoch -> reporter.flatMap(r -> r.will(epoch)));
        }
        long now = parts.clock().monotonicMillis();
        int work = followConnection();
        work += parts.transport().poll(dispatcher::dispatch, MESSAGES_PER_CYCLE);
        work += renewSession(now) + revocations.tick();
        if (draining) {
            worker.ifPresent(own -> own.drain("the node is shutting down"));
        }
        revocations.self().ifPresent(why -> worker.ifPresent(own -> own.drain("the node is revoked")));
        work += witness();
        work += worker.map(Worker::tick).orElse(0);
        work += own.map(o -> o.tick(worker.flatMap(Worker::closed))).orElse(0);
        work += reporter.map(Reporter::tick).orElse(0);
        work += evidence.map(EvidenceDesk::tick).orElse(0);
        work += exchange.tick() + challenges.tick();
        work += startJobs();
        work += requester.tick();
        followPeers(now);
        idle = worker.map(w -> w.runningTasks() == 0).orElse(true)
                && own.map(OwnDesk::isIdle).orElse(true)
                && requester.jobCount() == 0
                && submitted.isEmpty();
        return work;
    }

    private int witness() {
        forks.own().ifPresent(proof -> witnesses.ifPresent(w -> w.wasSetBack(proof.describe())));
        return desk.map(WitnessDesk::tick).orElse(0)
                + witnesses.map(Witnesses::tick).orElse(0)
                + forks.tick();
    }

    private void followPeers(long now) {
        Membership membership = parts.membership();
        boolean expiry = now - expiredAtMillis >= EXPIRY_EVERY_MS;
        if (expiry) {
            expiredAtMillis = now;
            if (parts.transport().connected()) {
                membership.expire();
            }
        }
        if (expiry || (membership.changes() != snapshotOfChange && now >= snapshotDueMillis())) {
            snapshotAtMillis = now;
            snapshotOfChange = membership.changes();
            snapshot = membership.snapshot();
        }
    }

    private long snapshotDueMillis() {
        int peers = parts.membership().all().size();
        return snapshotAtMillis + SNAPSHOT_EVERY_MS * Math.max(1, peers / PEERS_FOR_SNAPSHOT);
    }

    /** See {@link io.signet.runtime.Agent#dueInNanos()}. */
    public long dueInNanos() {
        long now = parts.clock().monotonicMillis();
        long due = renewalCheckedMillis + RENEWAL_CHECK_EVERY_MS;
        if (!parts.membership().all().isEmpty()) {
            due = Math.min(due, expiredAtMillis + EXPIRY_EVERY_MS);
            if (parts.membership().changes() != snapshotOfChange) {
                due = Math.min(due, snapshotDueMillis());
            }
        }
        if (reporter.isPresent()) {
            due = Math.min(due, reporter.get().dueMillis());
        }
        if (worker.isPresent() && worker.get().hasUnsent()) {
            due = Math.min(due, now + UNSENT_RETRY_MS);
        }
        due = Math.min(due, worker.map(Worker::dueMillis).orElse(Long.MAX_VALUE));
        due = Math.min(due, own.map(OwnDesk::dueMillis).orElse(Long.MAX_VALUE));
        due = Math.min(due, witnesses.map(Witnesses::dueMillis).orElse(Long.MAX_VALUE));
        due = Math.min(due, Math.min(exchange.dueMillis(), challenges.dueMillis()));
        due = Math.min(due, requester.dueMillis(now));
        return Math.max(1, due - now) * 1_000_000;
    }

    private int followConnection() {
        boolean connected = parts.transport().connected();
        if (connected == wasConnected) {
            return 0;
        }
        wasConnected = connected;
        if (connected) {
            parts.membership().reconnected();
            witnesses.ifPresent(Witnesses::connected);
            requester.reconnected();
        }
        parts.events().accept(connected ? new MeshEvent.Connected() : new MeshEvent.Disconnected());
        return 1;
    }

    private int renewSession(long now) {
        if (now - renewalCheckedMillis < RENEWAL_CHECK_EVERY_MS) {
            return 0;
        }
        renewalCheckedMillis = now;
        return parts.self().renew() ? 1 : 0;
    }

    private int startJobs() {
        int started = 0;
        while (requester.jobCount() < parts.limits().jobsMax()) {
            RunningJob job = submitted.poll();
            if (job == null) {
                break;
            }
            requester.start(job);
            started++;
        }
        return started;
    }

    /** See {@link io.signet.mesh.Mesh#submit}. */
    public CompletionStage<JobResult> submit(JobRequest request, JobListener listener) {
        MeshLimits limits = parts.limits();
        long bytes =
                request.inputs().values().stream().mapToLong(Tensor::sizeBytes).sum();
        long rowBytes = Math.max(1, bytes / request.rows());
        if (bytes > limits.jobBytesMax()) {
            return refused(
                    Refusal.TOO_LARGE,
                    "the job has " + bytes + " bytes of inputs, at most " + limits.jobBytesMax()
                            + " are taken: submit it in parts");
        }
        if (rowBytes > limits.taskBytesMax()) {
            return refused(
                    Refusal.TOO_LARGE,
                    "one row has " + rowBytes + " bytes, at most " + limits.taskBytesMax() + " fit into a task");
        }
        if (closed || draining) {
            return refused(Refusal.BUSY, "this peer is shutting down");
        }
        int rowsPerTask = (int) Math.min(limits.taskRowsMax(), limits.taskBytesMax() / rowBytes);
        CompletableFuture<JobResult> result = new CompletableFuture<>();
        RunningJob job = new RunningJob(
                request,
                listener,
                result,
                parts.clock().monotonicMillis() + request.timeout().toMillis(),
                rowsPerTask,
                ledger.begin(request.model(), request.rows()));
        if (!submitted.offer(job)) {
            String reason = limits.jobsMax() + " jobs wait already: wait for one of them to end";
            job.entry().ended(new JobResult.Failed(reason, Optional.of(Refusal.BUSY), List.of()));
            return refused(Refusal.BUSY, reason);
        }
        idle = false;
        wake();
        return result.minimalCompletionStage();
    }

    private static CompletionStage<JobResult> refused(Refusal refusal, String reason) {
        return CompletableFuture.completedStage(new JobResult.Failed(reason, Optional.of(refusal), List.of()));
    }

    /** See {@link io.signet.mesh.OwnTasks#node}. */
    public NodeId node() {
        return parts.self().node();
    }

    /** See {@link io.signet.mesh.OwnTasks#compute}. */
    public CompletionStage<OwnAnswer> compute(TaskOrder order) {
        CompletionStage<OwnAnswer> answer = own.map(o -> o.compute(order))
                .orElseGet(() -> CompletableFuture.completedStage(
                        new OwnAnswer.Refused(Refusal.UNKNOWN_MODEL, "this peer is a mere requester")));
        idle = false; // until the next duty cycle has looked
        return answer;
    }

    /** See {@link io.signet.mesh.Mesh#challenge}. */
    public CompletionStage<ChallengeResult> challenge(NodeId node, Duration timeout) {
        if (closed || !placesWork) {
            return CompletableFuture.completedStage(new ChallengeResult.Failed(
                    closed ? "this peer is shutting down" : "this peer follows no nodes: it places no work"));
        }
        CompletionStage<ChallengeResult> result = challenges.submit(node, timeout);
        wake();
        return result;
    }

    /** See {@link io.signet.mesh.Mesh#peers}. */
    public List<Peer> peers() {
        return snapshot;
    }

    /** See {@link io.signet.mesh.Mesh#connected}. */
    public boolean connected() {
        return parts.transport().connected();
    }

    /** The jobs that this peer placed. */
    public JobBoard jobs() {
        return ledger;
    }

    /** See {@link io.signet.mesh.Mesh#stats}. */
    public MeshStats stats() {
        return parts.counters().snapshot();
    }

    /** See {@link MeshPeer#drain}. */
    public void drain() {
        draining = true;
        wake();
    }

    /** See {@link MeshPeer#isIdle}. */
    public boolean isIdle() {
        return idle;
    }

    /** See {@link MeshPeer#close}. */
    public void close() {
        closed = true;
        worker.ifPresent(Worker::handBack);
        own.ifPresent(OwnDesk::close);
        reporter.ifPresent(Reporter::goodbye);
        startJobs();
        requester.abandon("this peer is shutting down");
        challenges.abandon("this peer is shutting down");
        parts.transport().close();
    }
}
