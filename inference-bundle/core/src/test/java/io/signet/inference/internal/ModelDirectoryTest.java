package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.FakeEngine;
import io.signet.inference.HostSettings;
import io.signet.inference.ManualClock;
import io.signet.inference.ModelHost;
import io.signet.inference.ModelInfo;
import io.signet.inference.model.Packages;
import io.signet.runtime.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelDirectoryTest {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final FakeEngine engine = new FakeEngine(2);
    private Path models;
    private ModelHost host;
    private ModelDirectory watched;

    @BeforeEach
    void watch() {
        models = directory.resolve("models");
        host = new ModelHost(HostSettings.defaults(directory.resolve("cache")), clock);
        host.addEngine(engine);
        watched = new ModelDirectory(models, Set.of(Packages.publisher(1).key()), host, clock);
    }

    private void scan() {
        clock.advance(PERIOD);
        watched.doWork();
    }

    @Test
    void scan_directoryMissing_loadsNothing() {
        scan();

        assertThat(host.models()).isEmpty();
    }

    @Test
    void scan_packageAppears_isLoadedWithinThePeriod() throws Exception {
        scan();
        Packages.write(Files.createDirectories(models), "digits");

        assertThat(watched.doWork()).isZero();
        assertThat(watched.dueInNanos()).isEqualTo(PERIOD.toNanos());
        scan();

        assertThat(host.models()).extracting(ModelInfo::name).containsExactly("digits");
    }

    @Test
    void scan_packageOfAnotherPublisher_isNotLoadedAndOthersAre() throws Exception {
        Files.createDirectories(models);
        Packages.writer(directory, "alien", Packages.contract(2))
                .write(models.resolve("alien.signet"), Packages.publisher(2));
        Packages.write(models, "digits");

        scan();

        assertThat(host.models()).extracting(ModelInfo::name).containsExactly("digits");
    }

    @Test
    void scan_packageVanishes_isUnloaded() throws Exception {
        Path file = Packages.write(Files.createDirectories(models), "digits");
        scan();
        Files.delete(file);

        scan();

        assertThat(host.models()).isEmpty();
        assertThat(engine.openSessions()).isZero();
        assertThat(directory.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void scan_leftoversInTheCache_areDeletedAndWhatIsLoadedStays() throws Exception {
        Path leftover = Files.createDirectories(directory.resolve("cache/unpacking-123/inner"));
        Files.writeString(leftover.resolve("half"), "x");
        Packages.write(Files.createDirectories(models), "digits");

        scan();

        String digest = host.models().get(0).packageDigest().toHex();
        assertThat(directory.resolve("cache"))
                .isDirectoryContaining(path -> path.getFileName().toString().equals(digest))
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("unpacking"));
    }

    @Test
    void scan_packageReplaced_isLoadedAnew() throws Exception {
        Path file = Packages.write(Files.createDirectories(models), "digits");
        scan();
        Packages.writer(directory, "digits", Packages.contract(2))
                .property("newer", "yes")
                .write(file, Packages.publisher(1));

        scan();

        assertThat(host.models()).hasSize(1);
        assertThat(engine.openSessions()).isEqualTo(1);
    }

    @Test
    void retry_betterEngineCame_modelMovesToItAndOthersStay() throws Exception {
        Packages.write(Files.createDirectories(models), "digits");
        scan();
        FakeEngine better = new FakeEngine("tensorrt", Packages.FORMAT, 2);

        host.addEngine(better);
        watched.retry();
        watched.doWork();

        assertThat(host.models()).hasSize(1);
        assertThat(better.openSessions()).isEqualTo(1);
        assertThat(engine.openSessions()).isZero();
        better.forgetRuns();

        watched.retry();
        watched.doWork();

        assertThat(better.runs()).as("loaded again").isEmpty();
    }

    @Test
    void retry_fileVanishedMeanwhile_modelIsUnloaded() throws Exception {
        Path file = Packages.write(Files.createDirectories(models), "digits");
        scan();
        Files.delete(file);

        host.addEngine(new FakeEngine("tensorrt", Packages.FORMAT, 2));
        watched.retry();
        watched.doWork();

        assertThat(host.models()).isEmpty();
        assertThat(engine.openSessions()).isZero();
    }

    @Test
    void retry_packageCannotBeUnpackedAgain_modelRunsOnUntilItsFileVanishes() throws Exception {
        Path file = Packages.write(Files.createDirectories(models), "digits");
        scan();
        Path cache = directory.resolve("cache");
        Trees.delete(cache);
        Files.writeString(cache, "no directory");

        FakeEngine better = new FakeEngine("tensorrt", Packages.FORMAT, 2);
        host.addEngine(better);
        watched.retry();
        watched.doWork();
        assertThat(engine.openSessions()).isEqualTo(1);

        Files.delete(cache);
        Files.delete(file);
        scan();
        assertThat(host.models()).isEmpty();
        assertThat(engine.openSessions()).isZero();
    }

    @Test
    void retry_betterEngineHasAFault_modelRunsOnAndOthersAreTried() throws Exception {
        Packages.write(Files.createDirectories(models), "digits");
        scan();
        Packages.write(models, "letters");
        FakeEngine faulty = new FakeEngine("tensorrt", Packages.FORMAT, 2);
        faulty.beforeOpen(() -> {
            throw new IllegalStateException("a bug");
        });

        host.addEngine(faulty);
        watched.retry();
        watched.doWork();

        assertThat(host.models()).extracting(ModelInfo::name).containsExactly("digits", "letters");
        assertThat(engine.openSessions()).isEqualTo(2);
    }

    @Test
    void scan_moreThanMayBeLoaded_loadsTheFirstByName() throws Exception {
        Files.createDirectories(models);
        int most = HostSettings.defaults(directory).modelsMax();
        List<String> names =
                IntStream.rangeClosed(0, most).mapToObj("m%03d"::formatted).toList();
        for (String name : names) {
            Packages.write(models, name);
        }

        scan();

        assertThat(host.models()).extracting(ModelInfo::name).containsExactlyElementsOf(names.subList(0, most));
    }

    @Test
    void retry_engineCameBack_loadsAgain() throws Exception {
        Packages.write(Files.createDirectories(models), "digits");
        scan();
        host.removeEngine(engine);
        watched.retry();
        watched.doWork();
        assertThat(host.models()).isEmpty();

        host.addEngine(engine);
        watched.retry();
        watched.doWork();

        assertThat(host.models()).hasSize(1);
    }

    @Test
    void scan_engineOfAModelBroke_theNextEngineGetsIt() throws Exception {
        FakeEngine second = new FakeEngine("second", Packages.FORMAT, 2);
        host.addEngine(second);
        Packages.write(Files.createDirectories(models), "digits");
        scan();
        assertThat(engine.openSessions()).isEqualTo(1);
        engine.breakDown("its process ended again and again");

        scan();

        assertThat(engine.openSessions()).isZero();
        assertThat(second.openSessions()).isEqualTo(1);
        assertThat(host.models()).extracting(ModelInfo::name).containsExactly("digits");
    }
}
