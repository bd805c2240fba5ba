package io.signet.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.registrar.OwnerSessions.Secrets;
import io.signet.statement.Bytes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerSessionsTest {
    private final TestClock clock = new TestClock();
    private final OwnerSessions sessions = new OwnerSessions(clock, new SecureRandom());

    @Test
    void bothSecrets_areNeeded() {
        Secrets one = sessions.open();
        Secrets other = sessions.open();
        assertThat(sessions.admits(one.cookie(), one.token())).isTrue();
        assertThat(sessions.admits(one.cookie(), other.token())).isFalse();
        assertThat(sessions.admits(one.cookie(), Bytes.EMPTY)).isFalse();
        assertThat(sessions.admits(Bytes.EMPTY, one.token())).isFalse();
        sessions.close(one.cookie());
        assertThat(sessions.admits(one.cookie(), one.token())).isFalse();
        assertThat(sessions.token(other.cookie())).contains(other.token());
    }

    @Test
    void session_endsWhenNobodyUsesIt_andInTheEndAnyway() {
        Secrets used = sessions.open();
        for (int i = 0; i < 52; i++) {
            assertThat(sessions.admits(used.cookie(), used.token())).isTrue();
            clock.advance(OwnerSessions.IDLE_MAX.minusMinutes(1));
        }
        assertThat(sessions.admits(used.cookie(), used.token()))
                .as("after twelve hours")
                .isFalse();
        Secrets idle = sessions.open();
        clock.advance(OwnerSessions.IDLE_MAX);
        assertThat(sessions.admits(idle.cookie(), idle.token())).isFalse();
    }

    @Test
    void oldestOfTooMany_ends() {
        List<Secrets> all = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            all.add(sessions.open());
        }
        assertThat(sessions.token(all.get(0).cookie())).isEmpty();
        assertThat(sessions.token(all.get(1).cookie())).isPresent();
    }
}
