package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.internal.FetchPolicy.Ask;
import io.signet.inference.internal.FetchPolicy.Wait;
import io.signet.inference.spi.PackagePeer;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FetchPolicyTest {
    private static final FetchSource SERVER = FetchSource.server(URI.create("https://models.example/a.signet"));
    private static final FetchSource NEAR_1 = peer(1, true);
    private static final FetchSource NEAR_2 = peer(2, true);
    private static final FetchSource FAR = peer(3, false);

    private final FetchLiars liars = new FetchLiars();
    private final FetchPolicy policy = new FetchPolicy(liars, new Random(7));
    private long now = 1_000_000;

    private static FetchSource peer(int number, boolean near) {
        return FetchSource.of(new PackagePeer(
                new NodeId(Bytes.fromHex("%032x".formatted(number))),
                URI.create("https://10.0.0." + number + ":8643/"),
                near));
    }

    private FetchSource asked(FetchSource... sources) {
        return ask(sources).source();
    }

    private Ask ask(FetchSource... sources) {
        return (Ask) policy.next(List.of(sources), now);
    }

    private long waits(FetchSource... sources) {
        return ((Wait) policy.next(List.of(sources), now)).untilMillis() - now;
    }

    @Test
    void peersOfTheSameOwner_comeFirst_thenOtherPeers_thenServers() {
        assertThat(asked(SERVER, FAR, NEAR_1)).isEqualTo(NEAR_1);
        assertThat(asked(SERVER, FAR)).isEqualTo(FAR);
        assertThat(asked(SERVER)).isEqualTo(SERVER);
        assertThat(policy.next(List.of(), now)).isEqualTo(new Wait(Long.MAX_VALUE));
    }

    @Test
    void amongEquals_chanceDecides() {
        Set<FetchSource> drawn = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            drawn.add(asked(NEAR_1, NEAR_2));
        }
        assertThat(drawn).containsExactlyInAnyOrder(NEAR_1, NEAR_2);
    }

    @Test
    void peerThatIsBusy_isAskedAgainInOneToThreeSeconds_othersMuchSooner() {
        policy.busy(NEAR_1, now);
        assertThat(waits(NEAR_1)).isBetween(1_000L, 3_000L);
        assertThat(waits(NEAR_1, FAR)).isBetween(100L, 500L);
        now += 500;
        assertThat(asked(NEAR_1, FAR)).isEqualTo(FAR);
        now += 3_000;
        assertThat(asked(NEAR_1, FAR)).isEqualTo(NEAR_1);
    }

    @Test
    void failures_areMovedPast_untilThereAreSoManyThatTheFaultMayBeHere() {
        policy.failed(NEAR_1, now);
        assertThat(waits(NEAR_1)).isEqualTo(2_000);
        now += 500;
        assertThat(asked(NEAR_1, NEAR_2, SERVER)).isEqualTo(NEAR_2);
        policy.failed(NEAR_2, now);
        now += 500;
        policy.failed(FAR, now);
        assertThat(waits(SERVER)).isLessThanOrEqualTo(500);
        now += 500;
        policy.failed(SERVER, now);
        assertThat(waits(peer(4, true))).isEqualTo(2_000);
        now += 2_000;
        policy.failed(peer(4, true), now);
        assertThat(waits(peer(5, true))).isEqualTo(4_000);
        policy.succeeded();
        assertThat(asked(NEAR_1)).isEqualTo(NEAR_1);
    }

    @Test
    void peerThatFailedLessOften_comesFirst() {
        policy.failed(NEAR_1, now);
        now += 2_000;
        for (int i = 0; i < 20; i++) {
            assertThat(asked(NEAR_1, NEAR_2)).isEqualTo(NEAR_2);
        }
    }

    @Test
    void wrongFileOfOnePeer_isProofAgainstIt() {
        policy.began(NEAR_1);
        policy.added(NEAR_1);
        assertThat(policy.wrong(NEAR_1, now)).contains(NEAR_1);
        assertThat(waits(NEAR_1)).isEqualTo(Long.MAX_VALUE - now);
        now += 500;
        assertThat(asked(NEAR_1, FAR)).isEqualTo(FAR);
        FetchPolicy another = new FetchPolicy(liars, new Random(7));
        assertThat(another.next(List.of(NEAR_1), now)).as("for another package").isEqualTo(new Wait(Long.MAX_VALUE));
    }

    @Test
    void wrongFileOfSeveral_isProofAgainstNobody_butTheNextOneIs() {
        policy.began(NEAR_1);
        policy.added(NEAR_2);
        assertThat(policy.wrong(NEAR_2, now)).isEmpty();
        now += 2_000;
        assertThat(ask(NEAR_1)).isEqualTo(new Ask(NEAR_1, true));
        policy.began(NEAR_1);
        assertThat(ask(NEAR_1)).as("goes on where it was").isEqualTo(new Ask(NEAR_1, false));
        assertThat(ask(NEAR_2)).as("begins anew").isEqualTo(new Ask(NEAR_2, true));
        assertThat(policy.wrong(NEAR_1, now)).contains(NEAR_1);
    }

    @Test
    void whatWasThereBefore_isNotHeldAgainstWhoeverAddsToIt() {
        policy.added(NEAR_1);
        assertThat(policy.wrong(NEAR_1, now)).isEmpty();
    }

    @Test
    void serverWithAWrongFile_isAskedAgain() {
        policy.began(SERVER);
        assertThat(policy.wrong(SERVER, now)).isEqualTo(Optional.empty());
        assertThat(waits(SERVER)).isEqualTo(2_000);
    }
}
