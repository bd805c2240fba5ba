package io.signet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.launcher.NodeConfig.LogLevel;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LoggingTest {
    private static final Logger ROOT = Logger.getLogger("");

    private final Handler[] handlersBefore = ROOT.getHandlers();
    private final Level levelBefore = ROOT.getLevel();
    private Logging logging;

    @BeforeEach
    void configure() {
        logging = new Logging();
    }

    @AfterEach
    void restore() {
        logging.apply(Map.of());
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        for (Handler handler : handlersBefore) {
            ROOT.addHandler(handler);
        }
        ROOT.setLevel(levelBefore);
    }

    private static boolean debugs(String logger) {
        return LoggerFactory.getLogger(logger).isDebugEnabled();
    }

    @Test
    void withoutLevels_informationIsLoggedAndNoMore() {
        assertThat(LoggerFactory.getLogger("io.signet.mesh").isInfoEnabled()).isTrue();
        assertThat(debugs("io.signet.mesh")).isFalse();
    }

    @Test
    void levelOfOneRoom_holdsForItsLoggersOnly() {
        logging.apply(Map.of("io.signet.mesh", LogLevel.DEBUG));
        assertThat(debugs("io.signet.mesh.internal.Requester")).isTrue();
        assertThat(debugs("io.signet.attestation")).isFalse();
    }

    @Test
    void levelTakenOutAgain_isThatOfTheRootAgain() {
        logging.apply(Map.of("io.signet.mesh", LogLevel.DEBUG));
        logging.apply(Map.of("root", LogLevel.WARN));
        assertThat(debugs("io.signet.mesh")).isFalse();
        assertThat(LoggerFactory.getLogger("io.signet.mesh").isInfoEnabled()).isFalse();
    }
}
