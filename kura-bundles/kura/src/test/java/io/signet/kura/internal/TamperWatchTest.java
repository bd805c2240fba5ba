package io.signet.kura.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.mesh.Mesh;
import io.signet.mesh.MeshStats;
import io.signet.runtime.Clock;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.security.tamper.detection.TamperStatus;
import org.eclipse.kura.type.TypedValue;
import org.junit.jupiter.api.Test;

/** Answers that were not believed are counted until somebody has seen them, whatever becomes of the mesh. */
final class TamperWatchTest {
    private final List<TamperStatus> told = new ArrayList<>();
    private Optional<Mesh> mesh = Optional.empty();
    private long notBelieved;

    private final TamperWatch watch = new TamperWatch(() -> mesh, told::add, Clock.SYSTEM);

    /** A mesh that has its counters only. */
    private Mesh newMesh() {
        notBelieved = 0;
        return (Mesh) Proxy.newProxyInstance(
                Mesh.class.getClassLoader(),
                new Class<?>[] {Mesh.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "stats" -> new MeshStats(Map.of(), 0, 0, 0, notBelieved, 0, 0, 0, 0, 0);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new IllegalStateException(method.getName());
                });
    }

    private long count() {
        TypedValue<?> value = watch.status().getProperties().get("answers.not.believed");
        return value == null ? -1 : (Long) value.getValue();
    }

    @Test
    void nothingHappened_isNoTampering() {
        assertThat(watch.doWork()).isZero();
        mesh = Optional.of(newMesh());
        assertThat(watch.doWork()).isZero();
        watch.reset();
        assertThat(watch.status().isDeviceTampered()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void answerThatIsNotBelieved_isToldAndCountedUntilItWasSeen() {
        mesh = Optional.of(newMesh());
        notBelieved = 2;
        assertThat(watch.doWork()).isEqualTo(1);
        assertThat(watch.doWork()).isZero();
        assertThat(count()).isEqualTo(2);
        assertThat(watch.status().getProperties()).containsKey("last");

        watch.reset();

        assertThat(watch.status().isDeviceTampered()).isFalse();
        assertThat(told).extracting(TamperStatus::isDeviceTampered).containsExactly(true, false);
        notBelieved = 3;
        watch.doWork();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void meshThatStartsAnew_hidesNothing() {
        mesh = Optional.of(newMesh());
        notBelieved = 1;
        watch.doWork();
        mesh = Optional.empty();
        watch.doWork();
        mesh = Optional.of(newMesh());
        notBelieved = 1;

        watch.doWork();

        assertThat(count()).isEqualTo(2);
    }
}
