package io.signet.simulator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.simulator.run.RunException;
import io.signet.simulator.scenario.NetworkPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NetworksTest {
    private static final NetworkPlan PLAN =
            new NetworkPlan(List.of(new NetworkPlan.Broker("first", "south")), Duration.ZERO, Map.of(), 0, 0, 0, 0);

    private final ScriptedCommands commands = new ScriptedCommands();

    @Test
    void everythingAllowed_isFoundAndLeavesNothing() throws Exception {
        NetworkAbility ability = Networks.of(commands, 300).ability();

        assertThat(ability).isEqualTo(new NetworkAbility(true, true, ""));
        assertThat(commands.taken())
                .containsExactly(
                        "ip -o -4 addr show",
                        "ip netns add signet-sim-300-44-0",
                        "ip -n signet-sim-300-44-0 link add one type veth peer name other",
                        "nsenter --net=/var/run/netns/signet-sim-300-44-0 true",
                        "tc -n signet-sim-300-44-0 qdisc add dev one root netem delay 1ms",
                        "ip netns del signet-sim-300-44-0");
    }

    @Test
    void kernelWithoutNetem_isSaid() throws Exception {
        commands.fail("tc", "Error: Specified qdisc kind is unknown.");

        assertThat(Networks.of(commands, 300).ability())
                .isEqualTo(new NetworkAbility(true, false, "Error: Specified qdisc kind is unknown."));
        assertThat(commands.taken()).endsWith("ip netns del signet-sim-300-44-0");
    }

    @Test
    void noRightOrNoCommand_givesRelaysAndSaysWhy() throws Exception {
        commands.fail("ip", "Operation not permitted");
        Networks networks = Networks.of(commands, 300);

        NodeNetwork network = networks.open(networks.ability(), List.of("north"), PLAN);

        assertThat(network.describe()).isEqualTo("TCP relays; no network namespaces: Operation not permitted");
        assertThat(network.prefix("north")).isEmpty();
        assertThat(network.left(Link.CLEAR.stall())).isEqualTo(Link.CLEAR.stall());
    }

    @Test
    void noRightToEnter_givesRelays() throws Exception {
        commands.fail("nsenter", "reassociate to namespace failed");

        assertThat(Networks.of(commands, 300).ability())
                .isEqualTo(NetworkAbility.none("reassociate to namespace failed"));
        assertThat(commands.taken()).endsWith("ip netns del signet-sim-300-44-0");
    }

    @Test
    void addressesOfOtherRuns_areLeftAlone() throws Exception {
        commands.answer(
                "ip -o -4 addr", "7: signet44-1    inet 198.18.44.1 peer 198.19.44.1/32 scope global signet44-1");

        Networks.of(commands, 300).ability();

        assertThat(commands.taken()).contains("ip netns add signet-sim-300-45-0");
    }

    @Test
    void noAddressLeft_isRefused() {
        commands.answer(
                "ip -o -4 addr",
                IntStream.range(0, NetworkNames.BLOCKS)
                        .mapToObj(i -> "inet 198.18." + i + ".1 peer")
                        .collect(Collectors.joining("\n")));

        assertThatThrownBy(() -> Networks.of(commands, 300))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("198.18.0.0/16");
    }

    @Test
    void moreLinksThanAddresses_givesRelays() throws Exception {
        List<String> regions = IntStream.rangeClosed(0, NetworkNames.LINKS_MAX)
                .mapToObj(i -> "r" + i)
                .toList();

        NodeNetwork network = Networks.of(commands, 300).open(new NetworkAbility(true, true, ""), regions, PLAN);

        assertThat(network.describe()).contains("251 regions").contains("more than 250");
    }
}
