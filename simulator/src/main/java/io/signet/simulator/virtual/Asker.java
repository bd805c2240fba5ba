package io.signet.simulator.virtual;

import io.signet.mesh.MeshIdentity;
import io.signet.mesh.MeshPeer;
import io.signet.mesh.Peer;
import io.signet.mesh.WitnessPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A member that asks nodes for fresh evidence again and again, whatever they say. */
final class Asker {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final World world;
    private final RandomGenerator random;
    private final MeshPeer peer;
    private final long everyNanos;
    private final long endNanos;

    /** Begins at {@code startNanos} and ends at {@code endNanos}. */
    Asker(Fleet fleet, String owner, String region, double perSecond, long startNanos, long endNanos) {
        this.world = fleet.world();
        this.random = world.newRandom();
        this.everyNanos = (long) (1e9 / Math.max(1e-3, perSecond));
        this.endNanos = endNanos;
        LocalClock clock = new LocalClock(world, new WallClock());
        SimulatedKey key = new SimulatedKey(random, clock, 0);
        MeshIdentity identity = key.session(fleet.owners().requester(owner, key), random);
        this.peer = MeshPeer.create(
                new MeshPeer.Settings(Fleet.MESH, "asker", fleet.limits(), 1, true, WitnessPlan.NONE),
                () -> identity,
                fleet.trust(),
                new MeshPeer.Environment(fleet.network().newLink(region, clock), new SealedInTheOpen(), clock, random),
                Optional.empty(),
                event -> {});
        AgentDriver driver = new AgentDriver(world, peer, clock);
        peer.setWake(driver::wake);
        driver.wake();
        world.at(startNanos, this::ask);
    }

    private void ask() {
        List<Peer> nodes = peer.peers();
        if (!nodes.isEmpty()) {
            var unused = peer.challenge(nodes.get(random.nextInt(nodes.size())).node(), PATIENCE);
        }
        if (world.now() + everyNanos < endNanos) {
            world.at(world.now() + everyNanos, this::ask);
        }
    }
}
