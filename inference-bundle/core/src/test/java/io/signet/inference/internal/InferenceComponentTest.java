package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.FakeEngine;
import io.signet.inference.HostSettings;
import io.signet.inference.ModelInfo;
import io.signet.inference.PushResult;
import io.signet.inference.StoredPackage;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Packages;
import io.signet.statement.Digest;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class InferenceComponentTest {
    @TempDir
    Path directory;

    /** The configuration with its defaults but for {@code values}. */
    private InferenceConfig config(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "models_directory", directory.resolve("models").toString(),
                "cache_directory", directory.resolve("cache").toString()));
        all.putAll(values);
        return (InferenceConfig) Proxy.newProxyInstance(
                InferenceConfig.class.getClassLoader(),
                new Class<?>[] {InferenceConfig.class},
                (proxy, method, arguments) -> method.getName().equals("annotationType")
                        ? (Class<? extends Annotation>) InferenceConfig.class
                        : all.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void activate_publisherIsNoKey_isRefusedNamingIt() {
        InferenceConfig config = config(Map.of("publishers", new String[] {"abc"}));

        assertThatThrownBy(() -> new InferenceComponent(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("publishers: 'abc' is not an Ed25519 public key");
    }

    @Test
    void activate_valueOutOfRange_isRefusedNamingKeyValueAndRange() {
        InferenceConfig config = config(Map.of("batch_rows_max", 0));

        assertThatThrownBy(() -> new InferenceComponent(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch.rows.max = 0 is out of range: 1 to 4096");
    }

    @Test
    void engines_byDefault_areInTheOrderOfTheHost() {
        assertThat(config(Map.of()).engines()).containsExactlyElementsOf(HostSettings.ENGINES);
    }

    @Test
    void activate_engineWithoutAName_isRefused() {
        InferenceConfig config = config(Map.of("engines", new String[] {""}));

        assertThatThrownBy(() -> new InferenceComponent(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("engines");
    }

    @Test
    void packageThatIsGiven_isLoadedBeforeTheLastPartIsAnswered() throws Exception {
        Path written = Packages.write(directory, "digits");
        byte[] content = Files.readAllBytes(written);
        Digest digest =
                ModelPackage.read(written, Set.of(Packages.publisher(1).key())).digest();
        String[] publishers = {Packages.publisher(1).key().toHex()};
        InferenceComponent component = new InferenceComponent(config(Map.of("publishers", publishers)));
        try {
            component.addEngine(new FakeEngine(2));
            assertThat(component.find(digest)).isEmpty();
            PushResult result = component
                    .put(digest, 0, content.length, ByteBuffer.wrap(content))
                    .toCompletableFuture()
                    .get();
            assertThat(result).isInstanceOfSatisfying(PushResult.Loaded.class, loaded -> {
                assertThat(loaded.model().name()).isEqualTo("digits");
                assertThat(loaded.engine()).startsWith("fake/");
            });
            assertThat(component.find(digest))
                    .get()
                    .extracting(StoredPackage::sizeBytes)
                    .isEqualTo((long) content.length);
            assertThat(component
                            .put(digest, 0, content.length, ByteBuffer.wrap(content))
                            .toCompletableFuture()
                            .get())
                    .isEqualTo(new PushResult.Kept("it was here already"));
        } finally {
            component.deactivate();
        }
    }

    @Test
    void engineComes_packagesOfTheDirectoryAreLoaded_engineGoes_theyAreNot() throws Exception {
        Path models = Files.createDirectories(directory.resolve("models"));
        Packages.write(models, "digits");
        String[] publishers = {Packages.publisher(1).key().toHex()};
        InferenceComponent component = new InferenceComponent(config(Map.of("publishers", publishers)));
        FakeEngine engine = new FakeEngine(2);
        try {
            assertThat(component.models()).isEmpty();

            component.addEngine(engine);
            while (component.models().isEmpty()) { // until the time-out of the test
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            assertThat(component.models()).extracting(ModelInfo::name).containsExactly("digits");

            component.removeEngine(engine);
            assertThat(component.models()).isEmpty();
        } finally {
            component.deactivate();
        }
        assertThat(engine.openSessions()).isZero();
    }
}
