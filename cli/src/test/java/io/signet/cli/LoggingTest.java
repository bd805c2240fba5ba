package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoggingTest {
    @AfterEach
    void quiet() {
        Logging.configure(Optional.of("warn"));
    }

    @Test
    void noWish_errorsOnly() {
        assertThat(Logging.configure(Optional.empty())).isEmpty();
        assertThat(Logger.getLogger("").getLevel()).isEqualTo(Level.SEVERE);
    }

    @Test
    void debug_isGranted() {
        assertThat(Logging.configure(Optional.of("DEBUG"))).isEmpty();
        assertThat(Logger.getLogger("").getLevel()).isEqualTo(Level.FINE);
    }

    @Test
    void unknownLevel_isSaidWithThoseThatAre() {
        assertThat(Logging.configure(Optional.of("loud")))
                .contains("$SIGNET_LOG is 'loud'; there are error, warn, info, debug and trace");
        assertThat(Logger.getLogger("").getLevel()).isEqualTo(Level.SEVERE);
    }

    @Test
    void silence_isOfOursOnlyAndEndsWithTheNextConfiguration() {
        Logging.configure(Optional.empty());
        Logging.silence();
        assertThat(Logger.getLogger("io.signet.mesh").isLoggable(Level.SEVERE)).isFalse();
        assertThat(Logger.getLogger("org.example").isLoggable(Level.SEVERE)).isTrue();
        Logging.configure(Optional.empty());
        assertThat(Logger.getLogger("io.signet.mesh").isLoggable(Level.SEVERE)).isTrue();
    }
}
