package io.signet.inference.tensorrt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanCacheTest {
    private static final PlanKey KEY = new PlanKey("ab", "10.3.0", "Orin 8.7 00", "fp16", "", 64, 512);
    private static final ByteBuffer PLAN = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5});

    @TempDir
    Path directory;

    private final List<String> log = new ArrayList<>();
    private PlanCache cache;

    @BeforeEach
    void create() {
        cache = new PlanCache(directory.resolve("plans"), log::add);
    }

    private Path file(PlanKey key) {
        return directory.resolve("plans").resolve(key.fileName());
    }

    @Test
    void plan_comesBackAsItWas() throws Exception {
        assertThat(cache.read(KEY)).isEmpty();

        cache.write(KEY, PLAN);

        assertThat(cache.read(KEY)).hasValue(PLAN);
        assertThat(log).isEmpty();
    }

    @Test
    void planDamagedAnywhere_isForgottenWithOneLine() throws Exception {
        cache.write(KEY, PLAN);
        byte[] whole = Files.readAllBytes(file(KEY));
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            assertForgotten(damaged);
            assertForgotten(Arrays.copyOf(whole, i));
        }
    }

    private void assertForgotten(byte[] content) throws IOException {
        log.clear();
        Files.write(file(KEY), content);

        assertThat(cache.read(KEY)).isEmpty();

        assertThat(log).singleElement().asString().contains("is damaged").endsWith("it is built again");
        assertThat(file(KEY)).doesNotExist();
    }

    @Test
    void planOfAnythingElse_isNotThis() throws Exception {
        cache.write(KEY, PLAN);

        for (PlanKey other : List.of(
                new PlanKey("ac", "10.3.0", "Orin 8.7 00", "fp16", "", 64, 512),
                new PlanKey("ab", "10.4.0", "Orin 8.7 00", "fp16", "", 64, 512),
                new PlanKey("ab", "10.3.0", "Orin 8.7 01", "fp16", "", 64, 512),
                new PlanKey("ab", "10.3.0", "Orin 8.7 00", "fp32", "", 64, 512),
                new PlanKey("ab", "10.3.0", "Orin 8.7 00", "fp16", "cd", 64, 512),
                new PlanKey("ab", "10.3.0", "Orin 8.7 00", "fp16", "", 32, 512),
                new PlanKey("ab", "10.3.0", "Orin 8.7 00", "fp16", "", 64, 256))) {
            assertThat(cache.read(other)).isEmpty();
        }
    }

    @Test
    void removedPlan_isGone() throws Exception {
        cache.write(KEY, PLAN);
        cache.remove(KEY);

        assertThat(cache.read(KEY)).isEmpty();
    }

    @Test
    void tooManyPlans_thoseNotUsedForLongestGo() throws Exception {
        for (int i = 0; i <= PlanCache.PLANS_MAX; i++) {
            PlanKey key = new PlanKey("m" + i, "10.3.0", "Orin", "fp32", "", 1, 1);
            cache.write(key, PLAN);
            Files.setLastModifiedTime(file(key), FileTime.fromMillis(1_000L * (i + 1)));
        }
        cache.write(KEY, PLAN);

        try (Stream<Path> files = Files.list(directory.resolve("plans"))) {
            assertThat(files).hasSize(PlanCache.PLANS_MAX);
        }
        assertThat(cache.read(new PlanKey("m0", "10.3.0", "Orin", "fp32", "", 1, 1)))
                .isEmpty();
        assertThat(cache.read(new PlanKey("m32", "10.3.0", "Orin", "fp32", "", 1, 1)))
                .isPresent();
        assertThat(cache.read(KEY)).isPresent();
    }
}
