package io.signet.simulator.virtual;

import io.signet.mesh.MeshIdentity;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Topics;
import io.signet.statement.Bytes;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.SigningException;
import java.time.Duration;

/**
 * Has a node's session key, but not its identity key: reports, in its name, that it is idle and very fast, from a
 * connection later than any that the node will make. Writes the message as docs/protocol.md has it, since no member does
 * such a thing.
 */
final class Thief {
    private static final long ROWS_PER_SECOND = 1_000_000;
    private static final Duration AHEAD = Duration.ofDays(1);

    private final World world;
    private final VirtualNetwork network;
    private final MeshIdentity stolen;
    private final String model;
    private final Topics topics = new Topics(Fleet.MESH);
    private long sequence;

    Thief(World world, VirtualNetwork network, MeshIdentity stolen, String model) {
        this.world = world;
        this.network = network;
        this.stolen = stolen;
        this.model = model;
    }

    /** Begins at {@code startNanos}, and goes on to the end. */
    void start(long startNanos, double perSecond) {
        long every = (long) (1e9 / Math.max(1e-3, perSecond));
        world.at(startNanos, () -> {
            network.brokers()
                    .forEach(broker ->
                            broker.route(Outgoing.retained(topics.capacity(stolen.node()), report(), Duration.ZERO)));
            start(world.now() + every, perSecond);
        });
    }

    private Bytes report() {
        long now = WallClock.START_MILLIS + world.now() / 1_000_000;
        CborWriter out = new CborWriter().startMap(11);
        out.writeInt(0).writeInt(1);
        out.writeInt(1).writeBytes(stolen.node().value());
        out.writeInt(2).writeInt(now);
        out.writeInt(3).writeInt(now + AHEAD.toMillis());
        out.writeInt(4).writeInt(sequence++);
        out.writeInt(5).writeBoolean(true);
        out.writeInt(6)
                .startArray(1)
                .startArray(3)
                .writeText(model)
                .writeBytes(Bytes.copyOfRange(
                        SimulatedModel.packageOf(model).value().toArray(), 0, 8))
                .writeInt(100 * ROWS_PER_SECOND);
        out.writeInt(7)
                .writeInt(0)
                .writeInt(8)
                .writeInt(0)
                .writeInt(9)
                .writeInt(128)
                .writeInt(10)
                .writeInt(1000);
        Bytes header = new CborWriter()
                .startMap(2)
                .writeInt(CoseSign1.HEADER_ALGORITHM)
                .writeInt(CoseAlgorithm.EDDSA.id())
                .writeInt(CoseSign1.HEADER_KEY_ID)
                .writeBytes(stolen.session().keyId())
                .toBytes();
        try {
            return CoseSign1.sign(stolen.signer(), header, Bytes.utf8(topics.root()), out.toBytes())
                    .encode();
        } catch (SigningException e) {
            throw new IllegalStateException("a session key in memory can't fail to sign", e);
        }
    }
}
