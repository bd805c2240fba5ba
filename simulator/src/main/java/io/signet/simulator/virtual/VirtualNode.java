package io.signet.simulator.virtual;

import io.signet.attestation.AttestationException;
import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.attestation.LogStats;
import io.signet.attestation.TamperedLogException;
import io.signet.inference.HostSettings;
import io.signet.mesh.MeshIdentity;
import io.signet.mesh.MeshPeer;
import io.signet.mesh.Strain;
import io.signet.mesh.WitnessPlan;
import io.signet.mesh.spi.NodeServices;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.mesh.spi.TaskService;
import io.signet.mesh.spi.Witnessing;
import io.signet.node.AttestedTaskService;
import io.signet.node.HardwareWatch;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.scenario.Adversary;
import io.signet.simulator.scenario.HardwareClass;
import io.signet.simulator.scenario.NodeGroup;
import io.signet.statement.Bytes;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One node: machine, disk, key and engine that are simulated, and on them the production code of a node. */
final class VirtualNode {
    private static final HostSettings SETTINGS = HostSettings.defaults(Path.of("unused"));
    /** As a node's, but for smaller files, which turn over in the time of a run. */
    private static final LogOptions LOG_OPTIONS = new LogOptions(
            LogOptions.DEFAULT.queueStatementsMax(),
            LogOptions.DEFAULT.queueBytesMax(),
            1 << 16,
            LogOptions.DEFAULT.retry(),
            LogOptions.DEFAULT.headIntervalMin());

    private static final long DRAIN_MAX_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long DRAIN_LOOK_NANOS = Duration.ofMillis(50).toNanos();
    /** A log that can't be opened is tried again, as a service manager would. */
    private static final long REOPEN_NANOS = Duration.ofSeconds(5).toNanos();
    /** From the start of a process until it has joined the mesh and loads its models: docs/benchmarks.md. */
    private static final long BOOT_NANOS = Duration.ofSeconds(2).toNanos();

    private final Fleet fleet;
    private final World world;
    private final NodeGroup group;
    private final String name;
    private final int number;
    private final HardwareClass hardware;
    private final Optional<Adversary> cheat;
    private final RandomGenerator random;
    private final WallClock wall = new WallClock();
    private final LocalClock meshClock;
    private final LocalClock logClock;
    private final LocalClock laneClock;
    private final LocalClock witnessClock;
    private final NodeDisks disk;
    private final SimulatedKey key;
    private final Optional<Warmth> warmth;
    private final SimulatedModel model;
    private MeshIdentity identity;
    private final LogWitness witness;
    /** What it shows of its key and firmware if that is not what they say. */
    private final Optional<Bytes> shown;

    private Optional<VirtualProcess> running = Optional.empty();
    private int boots;
    private boolean booting;
    private int starts;
    private long dropped;
    private long statements;
    private long signatures;
    private long deceived;
    private boolean draining;
    private boolean renewing;
    private boolean rolledBack;
    private boolean forked;
    private boolean wasSetBack;
    private WitnessPlan plan = WitnessPlan.NONE;

    VirtualNode(
            Fleet fleet, NodeGroup group, HardwareClass hardware, String name, int number, Optional<Adversary> cheat) {
        this.fleet = fleet;
        this.world = fleet.world();
        this.group = group;
        this.name = name;
        this.number = number;
        this.hardware = hardware;
        this.cheat = cheat;
        this.random = world.newRandom();
        this.meshClock = new LocalClock(world, wall);
        this.logClock = new LocalClock(world, wall);
        this.laneClock = new LocalClock(world, wall);
        this.witnessClock = new LocalClock(world, wall);
        this.disk = new NodeDisks(
                new VirtualDisk(logClock, hardware.force().toNanos()),
                fleet.witnesses().asked() > 0
                        ? Optional.of(
                                new VirtualDisk(witnessClock, hardware.force().toNanos()))
                        : Optional.empty());
        this.key = new SimulatedKey(random, logClock, hardware.sign().toNanos());
        this.warmth = fleet.warms() ? Optional.of(new Warmth(world)) : Optional.empty();
        this.model =
                new SimulatedModel(laneClock, random, hardware, fleet.draws().rowsPerSecond(hardware, number), warmth);
        this.identity = key.session(fleet.owners().node(group.owner(), key), random);
        if (runsUnlistedFirmware()) {
            key.setFirmware(FalseEvidence.other());
        }
        this.shown = cheat.flatMap(way -> FalseEvidence.of(way, key, new SimulatedKey(random, logClock, 0), random));
        logClock.settle(); // the first signature was made at the factory
        this.witness = new LogWitness(name, this::violated);
    }

    String name() {
        return name;
    }

    NodeGroup group() {
        return group;
    }

    NodeId id() {
        return key.node();
    }

    /** Who it is, as its owner says. */
    IdentityChain chain() {
        return identity.chain();
    }

    boolean cheats() {
        return cheat.isPresent();
    }

    boolean does(Adversary.Kind kind) {
        return cheat.filter(way -> way.kind() == kind).isPresent();
    }

    /** True if it runs firmware that nobody lists, whatever it shows. */
    boolean runsUnlistedFirmware() {
        return cheat.filter(way -> FalseEvidence.hides(way.kind())).isPresent();
    }

    /** Whom it asks to witness its log, the first preferred. */
    void askWitnesses(List<NodeId> others) {
        plan = new WitnessPlan(fleet.witnesses().asked(), others, WitnessPlan.DEFAULT.patience());
    }

    /** True if it signed two histories, knowingly or since its disk was set back. */
    boolean forked() {
        return forked || running.filter(VirtualProcess::forked).isPresent();
    }

    /** True if it has found out that its log was set back, and stopped. */
    boolean wasSetBack() {
        return wasSetBack || running.filter(VirtualProcess::wasSetBack).isPresent();
    }

    NodeDisks disk() {
        return disk;
    }

    SimulatedKey key() {
        return key;
    }

    SimulatedModel model() {
        return model;
    }

    /** How warm its chip is; empty if nothing in the scenario makes a difference to it. */
    Optional<Warmth> warmth() {
        return warmth;
    }

    /** The disk is as fast as the hardware class says. */
    void restoreDisk() {
        disk.setForceNanos(hardware.force().toNanos());
    }

    /** The key is as fast as the hardware class says. */
    void restoreKey() {
        key.setSignNanos(hardware.sign().toNanos());
    }

    WallClock wall() {
        return wall;
    }

    boolean runs() {
        return running.isPresent();
    }

    /** True if what it publishes reaches a broker. */
    boolean isConnected() {
        return running.filter(r -> r.link().works()).isPresent();
    }

    /** True while its process starts, or waits to be started again. */
    boolean isBooting() {
        return booting;
    }

    /** Starts the node's process, which boots and then measures its models; an end meanwhile is the end of that. */
    void boot() {
        startIn(BOOT_NANOS + group.models().size() * model.loadNanos());
    }

    private void startIn(long nanos) {
        int boot = ++boots;
        booting = true;
        world.at(world.now() + nanos, () -> {
            if (boot == boots) {
                start();
            }
        });
    }

    private void stopBooting() {
        boots++;
        booting = false;
    }

    /** The node's process is there, if none was. */
    void start() {
        if (running.isPresent()) {
            return;
        }
        LogAgent log;
        try {
            log = LogAgent.open(disk.log(), key, logClock, LOG_OPTIONS);
        } catch (AttestationException e) {
            if (e instanceof TamperedLogException) {
                violated(Invariant.ACKNOWLEDGED_KEPT, "the log of " + name + " can't be opened: " + e.getMessage());
            }
            logClock.settle();
            disk.reboot();
            startIn(REOPEN_NANOS);
            return;
        }
        booting = false;
        logClock.settle();
        if (!rolledBack) {
            witness.check(log);
        }
        Optional<VirtualWitness> book = openBook(log);
        fleet.events().record(EventLog.Kind.NODE_STARTED, number, log.head().size(), 0);
        running = Optional.of(assemble(log, book));
    }

    /** Empty, too, if it can't be opened for want of space: then the node witnesses nothing until it is started again. */
    private Optional<VirtualWitness> openBook(LogAgent log) {
        if (disk.witness().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(VirtualWitness.open(
                    world, disk.witness().get(), witnessClock, log, random, does(Adversary.Kind.SIGNS_EVERYTHING)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<HardwareWatch> watchHardware(List<AgentDriver> drivers) {
        return warmth.map(chip -> {
            LocalClock clock = new LocalClock(world, wall);
            HardwareWatch watch = new HardwareWatch(chip, clock);
            drivers.add(new AgentDriver(world, watch, clock));
            return watch;
        });
    }

    private VirtualProcess assemble(LogAgent log, Optional<VirtualWitness> book) {
        List<AgentDriver> drivers = new ArrayList<>();
        VirtualInference inference = new VirtualInference();
        List<LaneAgent> lanes = new ArrayList<>();
        for (String modelName : group.models()) {
            lanes.add(inference.serve(modelName, model, SETTINGS, world, laneClock, drivers));
        }
        AgentDriver logDriver = new AgentDriver(world, log, logClock);
        drivers.add(logDriver);
        log.onWork(logDriver::wake);
        Optional<HardwareWatch> watch = watchHardware(drivers);
        WatchedService watched = new WatchedService(
                new AttestedTaskService(
                        inference,
                        log,
                        key.node(),
                        key.assurance(),
                        () -> watch.map(HardwareWatch::strain).orElse(Strain.NONE),
                        logClock),
                world,
                logClock,
                answered -> acknowledged(answered, log),
                nonce -> violated(Invariant.COMPUTED_ONCE, name + " computes request " + nonce + " again"));
        Optional<Deceit> deceit = cheat.map(way -> deceive(watched, way));
        book.ifPresent(b -> drivers.add(b.driver()));
        VirtualEvidence evidence = new VirtualEvidence(world, logClock, key, random, shown);
        drivers.add(evidence.driver());
        VirtualLink link = fleet.network().newLink(group.region(), meshClock);
        if (does(Adversary.Kind.TALKS_ON)) {
            link.ignoreRevocations();
        }
        MeshPeer peer = MeshPeer.create(
                new MeshPeer.Settings(Fleet.MESH, "s" + starts++, fleet.limits(), group.tasksMax(), false, plan),
                () -> identity,
                fleet.trust(),
                new MeshPeer.Environment(link, new SealedInTheOpen(), meshClock, random),
                Optional.of(NodeServices.of(deceit.map(TaskService.class::cast).orElse(watched))
                        .withWitnessing(book.map(Witnessing.class::cast))
                        .withEvidence(evidence)),
                event -> {});
        AgentDriver meshDriver = new AgentDriver(world, peer, meshClock);
        drivers.add(meshDriver);
        peer.setWake(meshDriver::wake);
        drivers.forEach(AgentDriver::wake);
        return new VirtualProcess(peer, link, log, inference, watched, deceit, book, evidence, drivers, lanes);
    }

    private Deceit deceive(TaskService honest, Adversary way) {
        if (way.kind() == Adversary.Kind.ATTESTED_LIE) {
            world.at(way.from().toNanos(), () -> model.lie(way.amount()));
        }
        if (way.kind() == Adversary.Kind.STOLEN_SESSION_KEY && starts == 0) {
            new Thief(world, fleet.network(), identity, group.models().get(0))
                    .start(way.from().toNanos(), way.amount());
        }
        SimulatedKey foreign = new SimulatedKey(random, logClock, 0);
        return new Deceit(honest, id(), way, random, key.signer(), foreign.signer(), world);
    }

    private void acknowledged(TaskOutcome.Answered answered, LogAgent log) {
        fleet.events()
                .record(
                        EventLog.Kind.STATEMENT_ACKNOWLEDGED,
                        number,
                        answered.receipt().proof().leafIndex(),
                        answered.receipt().head().size());
        witness.acknowledged(answered.statement(), answered.receipt(), log);
    }

    /** The process ends at once. What becomes of the disk is the caller's to say. */
    void kill() {
        renewing = false;
        stopBooting();
        running.ifPresent(r -> {
            r.link().die();
            end(r);
        });
    }

    private void end(VirtualProcess process) {
        draining = false;
        process.end();
        wasSetBack = wasSetBack();
        forked = forked();
        LogStats stats = process.log().stats();
        statements += stats.acknowledged();
        signatures += stats.signatures();
        dropped += process.dropped();
        deceived += process.deceived();
        running = Optional.empty();
        fleet.events().record(EventLog.Kind.NODE_ENDED, number, stats.acknowledged(), 0);
    }

    /**
     * The disk was set back: its acknowledged statements are lost, which only their receipts can show. With witnesses it
     * may contradict none of them all the same.
     */
    void rolledBack() {
        rolledBack = true;
        if (plan.count() == 0) {
            witness.forget();
        }
    }

    /** The process is asked to end, and finishes what it holds; one that leaves to join anew does not join any more. */
    void stop() {
        renewing = false;
        stopBooting();
        drain();
    }

    private void drain() {
        if (draining) {
            return;
        }
        running.ifPresent(r -> {
            draining = true;
            r.peer().drain();
            awaitIdle(r, starts, world.now() + DRAIN_MAX_NANOS);
        });
    }

    private void awaitIdle(VirtualProcess process, int start, long deadline) {
        if (running.isEmpty() || start != starts) {
            return;
        }
        if (!process.peer().isIdle() && world.now() < deadline) {
            world.at(world.now() + DRAIN_LOOK_NANOS, () -> awaitIdle(process, start, deadline));
            return;
        }
        process.peer().close();
        meshClock.settle();
        process.log().close();
        logClock.settle();
        process.book().ifPresent(VirtualWitness::close);
        disk.reboot();
        end(process);
        if (renewing) {
            renewing = false;
            start();
        }
    }

    /**
     * It has its next certificate: it leaves the mesh in order, and joins it anew by that; if it is on its way out already, when
     * it is started again.
     */
    void renew() {
        identity = key.session(fleet.owners().node(group.owner(), key), random);
        logClock.settle(); // its owner's registrar was in no hurry
        if (running.isPresent() && !draining) {
            renewing = true;
            drain();
        }
    }

    /** The process gets no time for {@code nanos}. */
    void pause(long nanos) {
        running.ifPresent(process -> process.pause(world.now(), nanos));
    }

    /** Whether the node reaches no broker. */
    void cutOff(boolean cut) {
        running.ifPresent(r -> r.link().cutOff(cut));
    }

    /** Complains if a queue is over its bound. */
    void requireBounded() {
        running.map(r -> r.unbounded(group.tasksMax(), SETTINGS, LOG_OPTIONS.queueStatementsMax()))
                .orElse(List.of())
                .forEach(what -> violated(Invariant.BOUNDED, "on " + name + " " + what));
    }

    private void violated(Invariant invariant, String what) {
        fleet.recorder().violated(Duration.ofNanos(world.now()), invariant, what);
    }

    /** Looks at the whole log at the end of a run. */
    void checkLog() {
        running.filter(r -> !rolledBack).ifPresent(r -> witness.check(r.log()));
    }

    long dropped() {
        return dropped + running.map(VirtualProcess::dropped).orElse(0L);
    }

    long statements() {
        return statements + running.map(r -> r.log().stats().acknowledged()).orElse(0L);
    }

    long signatures() {
        return signatures + running.map(r -> r.log().stats().signatures()).orElse(0L);
    }

    /** Answers that a requester must not believe, so far. */
    long deceived() {
        return deceived + running.map(VirtualProcess::deceived).orElse(0L);
    }
}
