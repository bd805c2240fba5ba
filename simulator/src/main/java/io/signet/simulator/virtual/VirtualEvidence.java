package io.signet.simulator.virtual;

import io.signet.attestation.HardwareKey;
import io.signet.mesh.spi.EvidenceSource;
import io.signet.node.NodeEvidence;
import io.signet.statement.Bytes;
import io.signet.statement.tpm.CredentialChallenge;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * What a node shows of its key: the production code, whose word is there when the key's clock, which runs ahead while the key
 * signs, says so.
 */
final class VirtualEvidence implements EvidenceSource {
    private final World world;
    private final LocalClock clock;
    private final NodeEvidence evidence;
    private final AgentDriver driver;
    private final Optional<Bytes> instead;
    private boolean stopped;

    /**
     * @param clock that {@code key} charges what it takes
     * @param instead what a cheat shows, whatever it is asked; empty for an honest node
     */
    VirtualEvidence(World world, LocalClock clock, HardwareKey key, RandomGenerator random, Optional<Bytes> instead) {
        this.instead = instead;
        this.world = world;
        this.clock = clock;
        this.evidence = new NodeEvidence(key, clock, random);
        this.driver = new AgentDriver(world, evidence, clock);
        evidence.onWork(driver::wake);
    }

    AgentDriver driver() {
        return driver;
    }

    /** The process is gone: nothing reaches anybody. */
    void stop() {
        stopped = true;
    }

    @Override
    public Optional<Bytes> kept() {
        return instead.or(evidence::kept);
    }

    @Override
    public CompletionStage<Outcome> fresh(Bytes nonce) {
        return instead.isPresent()
                ? CompletableFuture.completedStage(new Given(instead.get()))
                : later(evidence.fresh(nonce));
    }

    @Override
    public CompletionStage<Outcome> activate(CredentialChallenge challenge) {
        return later(evidence.activate(challenge));
    }

    private CompletionStage<Outcome> later(CompletionStage<Outcome> stage) {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        var unused = stage.thenAccept(outcome -> world.at(clock.now(), () -> {
            if (!stopped) {
                later.complete(outcome);
            }
        }));
        return later;
    }
}
