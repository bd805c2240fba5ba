package io.signet.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.HostSettings;
import io.signet.inference.InferenceOutcome;
import io.signet.inference.InferenceRequest;
import io.signet.inference.ModelHost;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Publisher;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import io.signet.inference.spi.SessionOptions;
import io.signet.runtime.Clock;
import io.signet.statement.Digest;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulatedEngineTest {
    private static final EngineSettings SETTINGS = new EngineSettings(1000, Duration.ofMillis(5), 0, 1, 0);

    @TempDir
    private Path directory;

    private final List<Long> waits = new ArrayList<>();
    private Path file;
    private SimulatedEngine engine;

    @BeforeEach
    void makeEngine() throws IOException {
        file = directory.resolve("engine.properties");
        SETTINGS.write(file);
        engine = new SimulatedEngine(file, waits::add, new Random(1));
        Files.writeString(directory.resolve(SimulatedEngine.FILE), SimulatedEngine.CONTENT);
    }

    private Session open() throws EngineException {
        return engine.open(directory, SimulatedEngine.FORMAT, SessionOptions.DEFAULT);
    }

    private static Tensor rows(float... values) {
        return Tensor.ofFloats(List.of((long) values.length, 1L), values);
    }

    @Test
    void run_doublesEachRow() throws Exception {
        assertThat(open().run(Map.of("x", rows(1, -2.5f, 0)))).isEqualTo(Map.of("y", rows(2, -5, 0)));
    }

    @Test
    void run_takesTheOverheadAndEachRowsTime() throws Exception {
        open().run(Map.of("x", rows(1, 2, 3)));

        assertThat(waits).containsExactly(8_000_000L);
    }

    @Test
    void settingsChangedWhileOpen_holdForTheNextRun() throws Exception {
        Session session = open();
        SETTINGS.withSpeed(0.5).write(file);

        session.run(Map.of("x", rows(1, 2, 3)));

        assertThat(waits).containsExactly(16_000_000L);
    }

    @Test
    void spread_variesTheTimesAroundTheirMean() throws Exception {
        new EngineSettings(1000, Duration.ofMillis(5), 0.1, 1, 0).write(file);
        Session session = open();

        for (int i = 0; i < 1000; i++) {
            session.run(Map.of("x", rows(1, 2, 3, 4, 5)));
        }

        assertThat(waits).doesNotContain(0L).doesNotHaveDuplicates();
        assertThat(waits.stream().mapToLong(Long::longValue).average().orElseThrow())
                .isBetween(9.8e6, 10.2e6);
    }

    @Test
    void failing_failsThatShareOfRunsAndTheSessionGoesOn() throws Exception {
        SETTINGS.withFailing(1).write(file);
        Session session = open();

        assertThatThrownBy(() -> session.run(Map.of("x", rows(1))))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("memory");

        SETTINGS.write(file);
        assertThat(session.run(Map.of("x", rows(4)))).isEqualTo(Map.of("y", rows(8)));
    }

    @Test
    void inputsThatDoNotFit_areRefused() throws Exception {
        Session session = open();

        assertThatThrownBy(() -> session.run(Map.of("z", rows(1)))).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> session.run(Map.of("x", Tensor.ofFloats(List.of(1L, 2L), 1, 2))))
                .isInstanceOf(EngineException.class);
        assertThat(waits).isEmpty();
    }

    @Test
    void otherFormatsAndOtherFiles_areRefused() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        assertThatThrownBy(() -> engine.open(directory, "tensorflow-savedmodel", SessionOptions.DEFAULT))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("tensorflow-savedmodel");
        assertThatThrownBy(() -> engine.open(empty, SimulatedEngine.FORMAT, SessionOptions.DEFAULT))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(empty.toString());
    }

    @Test
    void runAfterClose_isRefused() throws Exception {
        Session session = open();
        session.close();
        session.close();

        assertThatThrownBy(() -> session.run(Map.of("x", rows(1)))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void settings_missingOrOutOfRange_areNamedWithTheirFile() throws Exception {
        Files.writeString(file, "rows-per-second = 0\nrun-overhead-us = 1\nspread = 0\nspeed = 1\nfailing = 0\n");
        assertThatThrownBy(() -> EngineSettings.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("rows-per-second");

        Files.writeString(file, "rows-per-second = 5\n");
        assertThatThrownBy(() -> EngineSettings.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("run-overhead-us is missing");
    }

    @Test
    void settings_writtenAndRead_areTheSame() throws Exception {
        EngineSettings settings = new EngineSettings(0.75, Duration.ofNanos(1_500_000), 0.25, 0.5, 0.125);
        settings.write(file);

        assertThat(EngineSettings.read(file)).isEqualTo(settings);
    }

    @Test
    void packageOfTheModel_isServedByAHostWithThisEngine() throws Exception {
        Publisher publisher = Publisher.create(directory.resolve("publisher.pem"));
        Path file = directory.resolve("double.signet");
        Digest digest = DoublingModel.write("double", file, directory, publisher);

        try (ModelHost host = new ModelHost(HostSettings.defaults(directory.resolve("cache")), Clock.SYSTEM)) {
            host.start();
            host.addEngine(engine);
            host.add(ModelPackage.read(file, Set.of(publisher.key())));
            InferenceOutcome outcome = host.infer(new InferenceRequest(
                            "double",
                            Optional.of(digest),
                            Map.of("x", rows(21)),
                            Clock.SYSTEM.monotonicNanos() + TimeUnit.MINUTES.toNanos(1)))
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES);

            assertThat(outcome).isInstanceOf(InferenceOutcome.Completed.class);
            assertThat(((InferenceOutcome.Completed) outcome).outputs()).isEqualTo(Map.of("y", rows(42)));
        }
    }
}
