package io.signet.provisioning.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.login.BrowserSessions.Secrets;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BrowserSessionsTest {
    private final HandClock clock = new HandClock();
    private final BrowserSessions<String> sessions = new BrowserSessions<>(clock, new SecureRandom());

    @Test
    void bothSecrets_areNeeded() {
        Secrets one = sessions.open("owner");
        Secrets other = sessions.open("owner");
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
        Secrets used = sessions.open("owner");
        for (int i = 0; i < 52; i++) {
            assertThat(sessions.admits(used.cookie(), used.token())).isTrue();
            clock.advance(BrowserSessions.IDLE_MAX.minusMinutes(1));
        }
        assertThat(sessions.admits(used.cookie(), used.token()))
                .as("after twelve hours")
                .isFalse();
        Secrets idle = sessions.open("owner");
        clock.advance(BrowserSessions.IDLE_MAX);
        assertThat(sessions.admits(idle.cookie(), idle.token())).isFalse();
    }

    @Test
    void session_knowsWhoOpenedIt_andIsNotKeptOpenByALook() {
        Secrets opened = sessions.open("anna");
        assertThat(sessions.who(opened.cookie())).contains("anna");
        clock.advance(BrowserSessions.IDLE_MAX.minusMinutes(1));
        assertThat(sessions.isOpen(opened.cookie())).isTrue();
        assertThat(sessions.look(opened.cookie())).contains("anna");
        clock.advance(Duration.ofMinutes(1));
        assertThat(sessions.isOpen(opened.cookie())).isFalse();
        assertThat(sessions.look(opened.cookie())).isEmpty();
        assertThat(sessions.who(opened.cookie())).isEmpty();
    }

    @Test
    void wallClockThatJumps_neitherEndsASession_norKeepsOne() {
        Secrets opened = sessions.open("owner");
        clock.wallMillis += Duration.ofDays(3650).toMillis();
        assertThat(sessions.isOpen(opened.cookie())).isTrue();
        clock.wallMillis = 0;
        clock.advance(BrowserSessions.IDLE_MAX);
        assertThat(sessions.isOpen(opened.cookie())).isFalse();
    }

    @Test
    void session_endsWithWhatItsLoginRestsOn() {
        AtomicBoolean holds = new AtomicBoolean(true);
        Secrets opened = sessions.open("owner", holds::get);
        Secrets other = sessions.open("owner");
        assertThat(sessions.who(opened.cookie())).contains("owner");
        holds.set(false);
        assertThat(sessions.look(opened.cookie())).isEmpty();
        assertThat(sessions.who(opened.cookie())).isEmpty();
        holds.set(true);
        assertThat(sessions.isOpen(opened.cookie())).as("for good").isFalse();
        assertThat(sessions.isOpen(other.cookie())).isTrue();
    }

    @Test
    void oldestOfTooMany_ends() {
        List<Secrets> all = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            all.add(sessions.open("owner"));
        }
        assertThat(sessions.token(all.get(0).cookie())).isEmpty();
        assertThat(sessions.token(all.get(1).cookie())).isPresent();
    }

    private static final class HandClock implements Clock {
        private long millis = 1_000;
        private long wallMillis = 1_800_000_000_000L;

        void advance(Duration time) {
            millis += time.toMillis();
        }

        @Override
        public long wallMillis() {
            return wallMillis;
        }

        @Override
        public long monotonicNanos() {
            return millis * 1_000_000;
        }
    }
}
