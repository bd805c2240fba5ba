package io.signet.inference.process;

import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An engine that misbehaves as it is told. */
public final class TestProgram implements EngineProgram {
    static final String NAME = "test";
    static final String FORMAT = "test-format";
    static final String MODE = "mode";

    /** Processes of this engine, in which {@code mode} happens as they start. */
    public static EngineProcessSettings settings(String mode) {
        return new EngineProcessSettings(
                NAME,
                List.of(FORMAT),
                TestProgram.class.getName(),
                Map.of(MODE, mode),
                EngineProcessSettings.classPathOfThisProcess(),
                List.of(),
                Duration.ofSeconds(20));
    }

    @Override
    public EngineAvailability probe(Map<String, String> settings) {
        switch (settings.getOrDefault(MODE, "")) {
            case "absent" -> {
                return new EngineAvailability.NotAvailable(NAME, "no such device");
            }
            case "crash" -> crash();
            case "exit" -> {
                System.out.println("libwhatever.so.1: cannot open shared object file");
                System.exit(3);
            }
            case "hang" -> sleepForever();
            default -> {}
        }
        return new EngineAvailability.Available(new TestEngine());
    }

    /** What a native library does that writes where it may not. */
    static void crash() {
        try {
            new ProcessBuilder("sh", "-c", "kill -SEGV $PPID").start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        sleepForever();
    }

    static void sleepForever() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class TestEngine implements Engine {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String version() {
            return "1.0";
        }

        @Override
        public String device() {
            return "cpu/test";
        }

        @Override
        public boolean supports(String format) {
            return format.equals(FORMAT);
        }

        @Override
        public Session open(Path directory, String format, SessionOptions options) throws EngineException {
            if (!Files.isDirectory(directory)) {
                throw new EngineException("there is no model in " + directory);
            }
            return new TestSession();
        }
    }
}
