package io.signet.simulator.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.scenario.Fault.Kind;
import io.signet.simulator.scenario.NetworkPlan;
import io.signet.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Node 1 is in the north, the requester and the broker in the south. */
final class ConditionTest {
    private static final Scenario SCENARIO = Scenarios.of(3, Duration.ofSeconds(5), List.of(), List.of());
    private static final NetworkPlan.Broker BROKER =
            SCENARIO.network().brokers().get(0);

    private static Condition during(PlacedFault... faults) {
        return new Condition(SCENARIO.network(), List.of(faults));
    }

    private static PlacedFault ofNodeOne(Kind kind, double amount) {
        return new PlacedFault(Scenarios.nodes(kind, 1, 1, 1, amount), Set.of(1));
    }

    @Test
    void noFault_everybodyRunsAndLinksAreThePlans() {
        Condition calm = during();

        assertThat(calm.node(1)).isEqualTo(new Condition.OfNode(true, true, false, false, 1, 0));
        assertThat(calm.brokerRuns(Scenarios.BROKER)).isTrue();
        assertThat(calm.link(1, Scenarios.NORTH, BROKER))
                .isEqualTo(Link.CLEAR.slower(Duration.ofMillis(2)).withJitter(0.2));
    }

    @Test
    void faultsOfOneNode_addUpAndLeaveTheOthers() {
        Condition condition = during(
                ofNodeOne(Kind.THROTTLE, 0.5),
                ofNodeOne(Kind.THROTTLE, 0.5),
                ofNodeOne(Kind.MEMORY_PRESSURE, 0.1),
                ofNodeOne(Kind.MEMORY_PRESSURE, 0.3),
                ofNodeOne(Kind.PAUSE, 1),
                ofNodeOne(Kind.DISK_FULL, 1));

        assertThat(condition.node(1)).isEqualTo(new Condition.OfNode(true, true, true, true, 0.25, 0.3));
        assertThat(condition.node(2)).isEqualTo(during().node(2));
    }

    @Test
    void crashAndStop_endTheNodeOneWithoutAskingIt() {
        assertThat(during(ofNodeOne(Kind.CRASH, 1)).node(1))
                .matches(node -> !node.runs())
                .matches(node -> !node.orderly());
        assertThat(during(ofNodeOne(Kind.STOP, 1)).node(1))
                .matches(node -> !node.runs())
                .matches(Condition.OfNode::orderly);
    }

    @Test
    void nodeCutOff_isRefusedAndReachesNoBroker() {
        Condition condition = during(ofNodeOne(Kind.CUT_OFF, 1));

        assertThat(condition.link(1, Scenarios.NORTH, BROKER).refusing()).isTrue();
        assertThat(condition.link(2, Scenarios.NORTH, BROKER).refusing()).isFalse();
        assertThat(condition.reachesBroker(1, Scenarios.NORTH)).isFalse();
        assertThat(condition.reachesBroker(2, Scenarios.NORTH)).isTrue();
    }

    @Test
    void regionCutOff_stallsWhatGoesInOrOutAndNothingWithin() {
        for (String region : List.of(Scenarios.NORTH, Scenarios.SOUTH)) {
            Condition condition =
                    during(new PlacedFault(Scenarios.target(Kind.REGION_CUT_OFF, 1, 1, region), Set.of()));

            assertThat(condition.link(1, Scenarios.NORTH, BROKER).stalled()).isTrue();
            assertThat(condition.link(0, Scenarios.SOUTH, BROKER).stalled()).isFalse();
        }
    }

    @Test
    void brokerDown_nobodyReachesIt() {
        Condition condition =
                during(new PlacedFault(Scenarios.target(Kind.BROKER_DOWN, 1, 1, Scenarios.BROKER), Set.of()));

        assertThat(condition.brokerRuns(Scenarios.BROKER)).isFalse();
        assertThat(condition.reachesBroker(0, Scenarios.SOUTH)).isFalse();
    }

    @Test
    void slowAndLossyNetwork_areAddedToEveryLink() {
        Link link = during(
                        new PlacedFault(Scenarios.network(Kind.SLOW_NETWORK, 1, 1, 1, Duration.ofMillis(30)), Set.of()),
                        new PlacedFault(Scenarios.network(Kind.LOSSY_NETWORK, 1, 1, 0.25, Duration.ZERO), Set.of()))
                .link(0, Scenarios.SOUTH, BROKER);

        assertThat(link.latency()).isEqualTo(Duration.ofMillis(32));
        assertThat(link.loss()).isEqualTo(0.25);
    }
}
