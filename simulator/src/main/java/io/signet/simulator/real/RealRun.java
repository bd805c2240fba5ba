package io.signet.simulator.real;

import io.signet.mesh.MeshStats;
import io.signet.mesh.TaskAnswer;
import io.signet.node.MeshMember;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.simulator.run.Draws;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunException;
import io.signet.simulator.run.RunRecorder;
import io.signet.simulator.run.RunReport;
import io.signet.simulator.run.ScenarioRunner;
import io.signet.simulator.scenario.Mode;
import io.signet.simulator.scenario.RequesterGroup;
import io.signet.simulator.scenario.Scenario;
import io.signet.statement.NodeId;
import io.signet.statement.Tensor;
import io.signet.statement.Verifier;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** One run: waits for the mesh, lets jobs and faults happen at their times, and judges what came of them. */
final class RealRun implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    /** As in virtual mode, so that one scenario has its jobs and faults at the same times in both. */
    private static final Duration FIRST_JOB = Duration.ofSeconds(3);

    private static final Duration START_MAX = Duration.ofSeconds(90);
    /** What a node costs a processor until it serves its models, on a slow and busy machine. */
    private static final Duration START_MAX_A_NODE = Duration.ofSeconds(10);
    /** Nodes that start at once, for each processor: more of them take longer in all, and run into time limits. */
    private static final int STARTING_MAX_A_PROCESSOR = 4;

    private static final Duration CHECKS_MAX = Duration.ofMinutes(2);
    private static final int CHECKS_QUEUED_MAX = 10_000;

    private final Scenario scenario;
    private final Draws draws;
    private final List<FleetNode> fleet;
    private final List<PlacedFault> faults;
    private final RealMesh mesh;
    private final ScenarioRunner.Progress progress;
    private final RunRecorder recorder;
    private final Map<NodeId, FleetNode> ids;
    private final Map<NodeId, LongAdder> rows = new ConcurrentHashMap<>();
    private final AnswerLedger ledger;
    private final ThreadPoolExecutor checks = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CHECKS_QUEUED_MAX),
            new ThreadPoolExecutor.CallerRunsPolicy());
    private final List<JobDriver> requesters = new ArrayList<>();
    private final Thread thread = Thread.currentThread();
    private long startNanos = System.nanoTime();

    RealRun(PlannedRun plan, RealMesh mesh, ScenarioRunner.Progress progress) throws ProvisioningException {
        this.scenario = plan.scenario();
        this.draws = plan.draws();
        this.fleet = plan.fleet();
        this.faults = plan.faults();
        this.mesh = mesh;
        this.progress = progress;
        this.recorder = new RunRecorder(scenario, Mode.REAL, plan.seed());
        this.ids = mesh.ids();
        this.ledger =
                new AnswerLedger(new Verifier(TrustPolicyFile.read(mesh.trust()).policy()), recorder);
    }

    /** Runs to the end. */
    RunReport execute()
            throws IOException, ProvisioningException, SigningException, RunException, InterruptedException {
        long wallStart = System.nanoTime();
        mesh.startBrokers();
        join();
        Views views = new Views(ids, requesters, recorder);
        awaitStart(views);
        startNanos = System.nanoTime();
        Duration simulated = drive(views);
        Optional<Duration> convergence = views.rightSince().map(since -> max(Duration.ZERO, since.minus(calmFrom())));
        if (convergence.isEmpty()) {
            recorder.violated(simulated, Invariant.VIEWS_CONVERGE, views.describe());
        }
        RunRecorder.MemberCounts counts = leave();
        mesh.stop();
        LogCheck logs = new LogCheck(recorder, simulated);
        for (Map.Entry<NodeId, FleetNode> node : ids.entrySet()) {
            int number = node.getValue().number();
            logs.check(node.getValue().name(), mesh.log(number), mesh.key(number), ledger.of(node.getKey()));
        }
        return recorder.finish(new RunRecorder.Ending(
                        "",
                        counts,
                        loads(simulated),
                        convergence,
                        simulated,
                        Duration.ofNanos(System.nanoTime() - wallStart),
                        0))
                .over(mesh.network());
    }

    private void join() throws IOException, ProvisioningException, SigningException {
        for (RequesterGroup group : scenario.requesters()) {
            for (int i = 1; i <= group.count(); i++) {
                MeshProfile profile = mesh.requesterProfile(group.region());
                MeshMember member = MeshMember.joinAsRequester(
                        profile,
                        Credentials.load(profile.key(), profile.chain()).key(),
                        event -> {});
                requesters.add(new JobDriver(
                        group,
                        member,
                        draws.of(group.name(), i),
                        FIRST_JOB,
                        scenario.duration(),
                        this::now,
                        recorder,
                        new Listener()));
            }
        }
    }

    /** Called on the meshes' threads. */
    private final class Listener implements JobDriver.Heard {
        @Override
        public void answered(Duration now, TaskAnswer answer, Tensor sent) {
            rows.computeIfAbsent(answer.node(), n -> new LongAdder()).add(answer.to() - answer.from());
            checks.execute(() -> ledger.take(now, answer, sent));
        }

        @Override
        public void ended() {
            LockSupport.unpark(thread);
        }
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private void awaitStart(Views views) throws IOException, RunException, InterruptedException {
        Condition calm = new Condition(scenario.network(), List.of());
        Duration longest = START_MAX.plus(START_MAX_A_NODE.multipliedBy(fleet.size()));
        int startingMax = STARTING_MAX_A_PROCESSOR * Runtime.getRuntime().availableProcessors();
        while (views.rightSince().isEmpty()) {
            mesh.startNodes(views.seen() + startingMax);
            mesh.requireWorking();
            if (now().compareTo(longest) > 0) {
                throw new RunException(
                        "the mesh did not start within " + longest.toSeconds() + " s: " + views.describe());
            }
            pause(TICK);
            views.look(Duration.ZERO, calm);
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        LockSupport.parkNanos(Math.max(1, time.toNanos()));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** When the last fault is over, as far as it ever is. */
    private Duration calmFrom() {
        return faults.stream()
                .map(f -> f.fault().until().orElse(f.fault().at()))
                .reduce(Duration.ZERO, RealRun::max);
    }

    /** Lets everything happen; returns how long it took. */
    private Duration drive(Views views) throws IOException, InterruptedException {
        for (PlacedFault fault : faults) {
            recorder.happened(
                    RunReport.HappeningKind.FAULT,
                    fault.fault().at(),
                    fault.fault().until(),
                    fault.describe());
        }
        Duration calm = max(scenario.duration(), calmFrom());
        Duration last = max(calm, scenario.duration().plus(scenario.settle()));
        Duration nextTick = Duration.ZERO;
        List<PlacedFault> active = List.of();
        Condition condition = new Condition(scenario.network(), active);
        while (true) {
            Duration now = now();
            List<PlacedFault> due = active(now);
            if (!due.equals(active)) {
                active = due;
                condition = new Condition(scenario.network(), active);
                mesh.apply(condition);
            }
            requesters.forEach(JobDriver::submitDue);
            if (now.compareTo(nextTick) >= 0) {
                nextTick = now.plus(TICK);
                mesh.requireWorking();
                views.look(now, condition);
                recorder.online(now, mesh.nodesRunning());
                progress.at(now, recorder.jobsEnded(), recorder.rows(), recorder.violationCount());
                boolean done = now.compareTo(calm) >= 0
                        && recorder.jobsOpen() == 0
                        && views.rightSince().isPresent();
                if (done || now.compareTo(last) >= 0) {
                    return now;
                }
            }
            pause(min(nextTick, nextEvent(now)).minus(now()));
        }
    }

    private List<PlacedFault> active(Duration now) {
        return faults.stream()
                .filter(f -> f.fault().at().compareTo(now) <= 0)
                .filter(f ->
                        f.fault().until().isEmpty() || f.fault().until().get().compareTo(now) > 0)
                .toList();
    }

    private Duration nextEvent(Duration now) {
        Duration next = now.plus(TICK);
        for (PlacedFault fault : faults) {
            Duration from = fault.fault().at();
            Duration to = fault.fault().until().orElse(from);
            next = from.compareTo(now) > 0 ? min(next, from) : to.compareTo(now) > 0 ? min(next, to) : next;
        }
        for (JobDriver requester : requesters) {
            next = min(next, requester.next().orElse(next));
        }
        return next;
    }

    /** Reads the requesters' counters, has them leave, and waits for the checks of their answers. */
    private RunRecorder.MemberCounts leave() throws IOException, InterruptedException {
        long sent = 0;
        long retried = 0;
        long notBelieved = 0;
        long dropped = 0;
        for (JobDriver requester : requesters) {
            MeshStats stats = requester.member().mesh().stats();
            sent += stats.tasksSent();
            retried += stats.tasksRetried();
            notBelieved += stats.answersNotBelieved();
            dropped +=
                    stats.dropped().values().stream().mapToLong(Long::longValue).sum();
        }
        close();
        if (!checks.awaitTermination(CHECKS_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the answers were not checked within " + CHECKS_MAX.toSeconds() + " s");
        }
        return new RunRecorder.MemberCounts(
                sent,
                retried,
                notBelieved,
                dropped,
                ledger.statements(),
                ledger.signatures(),
                0,
                0,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    private List<RunReport.Load> loads(Duration simulated) {
        Map<FleetNode, Long> byNode = new ConcurrentHashMap<>();
        ids.forEach((id, node) ->
                byNode.put(node, rows.getOrDefault(id, new LongAdder()).sum()));
        double seconds = simulated.toNanos() / 1e9;
        return fleet.stream()
                .map(node -> new RunReport.Load(
                        node.name(),
                        node.group().name(),
                        byNode.get(node),
                        node.fullBatchesPerSecond() * seconds,
                        false))
                .toList();
    }

    /** The requesters leave. */
    @Override
    public void close() {
        requesters.stream().parallel().forEach(requester -> requester.member().close());
        requesters.clear();
        checks.shutdown();
    }
}
