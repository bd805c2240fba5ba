package io.signet.simulator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The very commands, which are the same on every machine; {@link KernelNetworkInterop} has the kernel do them. */
final class NamespaceNetworkTest {
    private static final NetworkNames NAMES = new NetworkNames(4711, 103);
    private static final NetworkAbility ALL = new NetworkAbility(true, true, "");
    private static final NetworkAbility NO_NETEM = new NetworkAbility(true, false, "qdisc kind is unknown");

    private final ScriptedCommands commands = new ScriptedCommands();

    private NamespaceNetwork create(NetworkAbility ability, int brokers, String... regions) throws Exception {
        return NamespaceNetwork.create(commands, NAMES, List.of(regions), brokers, ability, new Netem(0.01, 0.25));
    }

    @Test
    void creation_makesANamespaceWithALinkToTheBroker() throws Exception {
        create(NO_NETEM, 1, "north");

        assertThat(commands.taken())
                .containsExactly(
                        "ip netns add signet-sim-4711-103-1",
                        "ip -n signet-sim-4711-103-1 link set lo up",
                        "ip -n signet-sim-4711-103-1 link add void type veth peer name void-end",
                        "ip -n signet-sim-4711-103-1 link set void arp off up",
                        "ip link add signet103-1 type veth peer name broker1 netns signet-sim-4711-103-1",
                        "ip addr add 198.18.103.1 peer 198.19.103.1 dev signet103-1",
                        "ip link set signet103-1 up",
                        "ip -n signet-sim-4711-103-1 addr add 198.19.103.1 peer 198.18.103.1 dev broker1",
                        "ip -n signet-sim-4711-103-1 link set broker1 up",
                        "ip -n signet-sim-4711-103-1 route add 198.18.103.1 dev void metric 1000 src 198.19.103.1");
    }

    @Test
    void twoRegionsAndTwoBrokers_haveFourLinksWithAddressesOfTheirOwn() throws Exception {
        NamespaceNetwork network = create(NO_NETEM, 2, "north", "south");

        assertThat(commands.taken())
                .filteredOn(line -> line.startsWith("ip addr add"))
                .containsExactly(
                        "ip addr add 198.18.103.1 peer 198.19.103.1 dev signet103-1",
                        "ip addr add 198.18.103.2 peer 198.19.103.2 dev signet103-2",
                        "ip addr add 198.18.103.1 peer 198.19.103.3 dev signet103-3",
                        "ip addr add 198.18.103.2 peer 198.19.103.4 dev signet103-4");
        assertThat(network.prefix("south")).containsExactly("nsenter", "--net=/var/run/netns/signet-sim-4711-103-2");
        assertThat(network.brokerAddress(2)).isEqualTo("198.18.103.2");
    }

    @Test
    void stalledWay_isALinkThatIsDown() throws Exception {
        NamespaceNetwork network = create(NO_NETEM, 2, "north", "south");
        commands.taken();

        Link slow = Link.CLEAR.slower(Duration.ofMillis(20)).lossier(0.1);
        network.set("south", 1, slow);
        assertThat(commands.taken()).isEmpty();
        network.set("south", 1, slow.stall());
        assertThat(commands.taken()).containsExactly("ip -n signet-sim-4711-103-2 link set broker1 down");
        network.set("south", 1, slow.stall());
        assertThat(commands.taken()).isEmpty();
        network.set("south", 1, slow);
        assertThat(commands.taken()).containsExactly("ip -n signet-sim-4711-103-2 link set broker1 up");
    }

    @Test
    void withoutNetem_relaysDoWhatIsLeft() throws Exception {
        NamespaceNetwork network = create(NO_NETEM, 1, "north");
        Link link = Link.CLEAR.slower(Duration.ofMillis(20)).withJitter(0.1).lossier(0.1);

        assertThat(network.left(link.stall())).isEqualTo(link);
        assertThat(network.left(link.refuse())).isEqualTo(link.refuse());
        assertThat(network.describe()).contains("partitions").contains("no netem: qdisc kind is unknown");
    }

    @Test
    void withNetem_packetsAreShapedAtBothEndsAndRelaysOnlyRefuse() throws Exception {
        NamespaceNetwork network = create(ALL, 1, "north");
        commands.taken();
        Link link = Link.CLEAR.slower(Duration.ofMillis(20)).withJitter(0.1).lossier(0.05);

        network.set("north", 1, link);
        String shape = " root netem limit 100000 delay 20000us 2000us distribution normal loss 5.0000%"
                + " duplicate 1.0000% reorder 25.0000%";
        assertThat(commands.taken())
                .containsExactly(
                        "tc qdisc replace dev signet103-1" + shape,
                        "tc -n signet-sim-4711-103-1 qdisc replace dev broker1" + shape);
        network.set("north", 1, link.stall());
        assertThat(commands.taken()).containsExactly("ip -n signet-sim-4711-103-1 link set broker1 down");
        assertThat(network.left(link.stall())).isEqualTo(Link.CLEAR);
        assertThat(network.left(link.refuse())).isEqualTo(Link.CLEAR.refuse());
        assertThat(network.describe()).contains("netem");
    }

    @Test
    void netem_namesOnlyWhatThereIs() {
        Netem plain = new Netem(0, 0);
        assertThat(plain.arguments(Link.CLEAR)).containsExactly("netem", "limit", "100000");
        assertThat(plain.arguments(Link.CLEAR.slower(Duration.ofMillis(2))))
                .containsExactly("netem", "limit", "100000", "delay", "2000us");
        assertThat(new Netem(0, 0.5).arguments(Link.CLEAR)) // what takes no time can't be overtaken
                .containsExactly("netem", "limit", "100000", "delay", "1000us", "reorder", "50.0000%");
    }

    @Test
    void removal_killsWhatRunsThereAndIsDoneOnce() throws Exception {
        NamespaceNetwork network = create(NO_NETEM, 1, "north", "south");
        commands.taken();
        commands.answer("ip netns pids signet-sim-4711-103-2", "17\n18");

        network.remove();
        assertThat(commands.taken())
                .containsExactly(
                        "ip netns pids signet-sim-4711-103-1",
                        "ip netns del signet-sim-4711-103-1",
                        "ip netns pids signet-sim-4711-103-2",
                        "/bin/sh -c kill -KILL 17 18 2>/dev/null || true",
                        "ip netns del signet-sim-4711-103-2");
        network.remove();
        assertThat(commands.taken()).isEmpty();
    }

    @Test
    void failureHalfway_leavesNothingBehind() {
        commands.fail("ip link add signet103-2", "No space left on device");

        assertThatThrownBy(() -> create(NO_NETEM, 1, "north", "south"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
        assertThat(commands.taken())
                .containsSubsequence(
                        "ip netns del signet-sim-4711-103-1",
                        "ip netns pids signet-sim-4711-103-2",
                        "ip netns del signet-sim-4711-103-2");
    }
}
