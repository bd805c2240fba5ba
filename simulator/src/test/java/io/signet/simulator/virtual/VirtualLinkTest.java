package io.signet.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.spi.Outgoing;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.statement.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A broker sends a member its next messages when the last ones are acknowledged, at most 32, as the embedded one does. */
final class VirtualLinkTest {
    private static final String TOPIC = "signet/1/mesh/node/n/task";
    private static final long ONE_WAY_MS = 300;

    private final World world = new World(1);
    private final VirtualNetwork network = new VirtualNetwork(
            world,
            new NetworkPlan(
                    List.of(new NetworkPlan.Broker("main", "home")),
                    Duration.ofMillis(ONE_WAY_MS),
                    Map.of(),
                    0,
                    0,
                    0,
                    0));
    private final VirtualLink link = network.newLink("home", new LocalClock(world, new WallClock()));
    private final List<Long> receivedMs = new ArrayList<>();

    private void connect() {
        link.start(List.of(TOPIC), epoch -> Optional.empty());
        link.setWake(() -> link.poll(message -> receivedMs.add(world.now() / 1_000_000), Integer.MAX_VALUE));
        world.runUntil(Duration.ofMinutes(1).toNanos());
        assertThat(link.connected()).isTrue();
    }

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            network.broker("main")
                    .route(new Outgoing(
                            TOPIC,
                            Bytes.utf8("message " + i),
                            false,
                            Optional.empty(),
                            Bytes.EMPTY,
                            Duration.ofMinutes(1)));
        }
    }

    @Test
    void messagesComeWhileOthersAreNotAcknowledged_waitForARoundTripAndThenComeTogether() {
        connect();
        long start = world.now() / 1_000_000;

        publish(40);
        world.runUntil(Duration.ofMinutes(2).toNanos());

        assertThat(receivedMs).hasSize(40);
        assertThat(receivedMs.get(0) - start).isEqualTo(ONE_WAY_MS);
        assertThat(receivedMs.subList(1, 33)).allMatch(ms -> ms - start == 3 * ONE_WAY_MS);
        assertThat(receivedMs.subList(33, 40)).allMatch(ms -> ms - start >= 5 * ONE_WAY_MS);
    }

    @Test
    void memberTakesNothing_brokerKeepsAThousandAndDropsTheRest() {
        connect();
        link.setWake(() -> {});

        publish(1500);
        world.runUntil(Duration.ofMinutes(2).toNanos());

        assertThat(link.waiting()).isEqualTo(1);
        assertThat(link.overflowed()).isEqualTo(499);
    }
}
