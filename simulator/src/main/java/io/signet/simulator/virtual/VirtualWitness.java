package io.signet.simulator.virtual;

import io.signet.attestation.NodeLog;
import io.signet.attestation.WitnessAgent;
import io.signet.mesh.spi.Witnessing;
import io.signet.node.NodeWitnessing;
import io.signet.statement.Cosignature;
import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.Sighting;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.PrefixProof;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * A node's part in witnessing: the production code on a simulated disk, whose word is there when the agent's clock, which
 * runs ahead while it writes, says so.
 */
final class VirtualWitness implements Witnessing {
    private final World world;
    private final LocalClock clock;
    private final WitnessAgent book;
    private final Witnessing node;
    private final AgentDriver driver;
    private final boolean signsEverything;
    private boolean setBack;
    private boolean stopped;

    private VirtualWitness(World world, LocalClock clock, WitnessAgent book, Witnessing node, boolean signsEverything) {
        this.world = world;
        this.clock = clock;
        this.book = book;
        this.node = node;
        this.signsEverything = signsEverything;
        this.driver = new AgentDriver(world, book, clock);
        book.onWork(driver::wake);
    }

    /**
     * Opens what the node saw before.
     *
     * @param clock of the agent that remembers
     * @param log the node's own
     * @param signsEverything true for a witness that cosigns whatever it is shown
     */
    static VirtualWitness open(
            World world,
            VirtualDisk disk,
            LocalClock clock,
            NodeLog log,
            RandomGenerator random,
            boolean signsEverything)
            throws IOException {
        WitnessAgent book = WitnessAgent.open(disk, log, random, WitnessAgent.LOGS_MAX);
        clock.settle();
        return new VirtualWitness(
                world, clock, book, new NodeWitnessing(log, book, (head, cosignature) -> {}), signsEverything);
    }

    AgentDriver driver() {
        return driver;
    }

    /** True if the node has found out that its log was set back. */
    boolean wasSetBack() {
        return setBack;
    }

    /** The process is gone: nothing reaches anybody. */
    void stop() {
        stopped = true;
    }

    /** The process ends in order. */
    void close() {
        book.close();
        clock.settle();
    }

    @Override
    public TreeHead head() {
        return node.head();
    }

    @Override
    public CompletionStage<Optional<ConsistencyProof>> consistency(long from, long to) {
        return later(node.consistency(from, to));
    }

    @Override
    public void cosigned(TreeHead head, Cosignature cosignature) {
        node.cosigned(head, cosignature);
    }

    @Override
    public void setBack(String reason) {
        setBack = true;
        node.setBack(reason);
    }

    @Override
    public CompletionStage<Sighting> observe(IdentityChain identity, TreeHead head, Optional<PrefixProof> path) {
        return signsEverything
                ? CompletableFuture.completedStage(new Sighting.Extends())
                : later(node.observe(identity, head, path));
    }

    private <T> CompletionStage<T> later(CompletionStage<T> stage) {
        CompletableFuture<T> later = new CompletableFuture<>();
        var unused = stage.thenAccept(result -> world.at(clock.now(), () -> {
            if (!stopped) {
                later.complete(result);
            }
        }));
        return later;
    }

    @Override
    public void keep(Equivocation proof) {
        node.keep(proof);
    }

    @Override
    public List<Equivocation> forks() {
        return node.forks();
    }

    @Override
    public List<Equivocation> found() {
        return node.found();
    }
}
