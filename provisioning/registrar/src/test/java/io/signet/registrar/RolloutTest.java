package io.signet.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.registrar.Rollout.State;
import io.signet.registrar.Rollout.Tally;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final long NOW = 1_000_000;
    private static final long WAIT = Duration.ofMinutes(10).toMillis();
    private static final Digest DIGEST = Digest.sha256(Bytes.utf8("archive"));
    private static final Rollout BEGUN = Rollout.start(
            new Rollout.Target("signet-node 1.7 (7)", 7, DIGEST, 100, DIGEST),
            new RolloutPlan(List.of("canary", "north", ""), 90, Duration.ofMillis(WAIT)),
            NOW);

    @Test
    void groupAfterGroup_getsIt() {
        assertThat(BEGUN.isFor("canary")).isTrue();
        assertThat(BEGUN.isFor("north")).isFalse();
        Rollout second = BEGUN.next(new Tally(10, 9, 1), NOW + WAIT).orElseThrow();
        assertThat(second.group()).isEqualTo("north");
        assertThat(second.isFor("canary")).isTrue();
        assertThat(second.isFor("north")).isTrue();
        assertThat(second.isFor("elsewhere")).isFalse();
        Rollout third = second.next(new Tally(0, 0, 0), NOW + 2 * WAIT).orElseThrow();
        Rollout last = third.next(new Tally(3, 3, 0), NOW + 3 * WAIT).orElseThrow();
        assertThat(last.state()).isEqualTo(State.DONE);
        assertThat(last.isFor("")).isTrue();
        assertThat(last.next(new Tally(3, 0, 3), NOW + 4 * WAIT)).isEmpty();
    }

    @Test
    void stage_takesItsTime_andItsNodes() {
        assertThat(BEGUN.next(new Tally(10, 10, 0), NOW + WAIT - 1)).isEmpty();
        assertThat(BEGUN.next(new Tally(10, 8, 1), NOW + 100 * WAIT)).isEmpty();
    }

    @Test
    void tooManyFailures_haltIt_atOnce() {
        Rollout halted = BEGUN.next(new Tally(10, 5, 2), NOW).orElseThrow();
        assertThat(halted.state()).isEqualTo(State.HALTED);
        assertThat(halted.reason()).isEqualTo("it failed on 2 of the 10 nodes of group 'canary', where 9 must run it");
        assertThat(halted.isFor("canary")).isFalse();
        assertThat(halted.next(new Tally(10, 10, 0), NOW + WAIT)).isEmpty();
        assertThat(BEGUN.next(new Tally(1, 0, 1), NOW)).isPresent();
    }

    @Test
    void impossiblePlans_areNotMade() {
        for (List<String> stages : List.of(List.<String>of(), List.of("a", "a"), List.of("\n"))) {
            assertThatThrownBy(() -> new RolloutPlan(stages, 90, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new RolloutPlan(List.of("a"), 0, Duration.ZERO))
                .hasMessageContaining("1 to 100");
    }
}
