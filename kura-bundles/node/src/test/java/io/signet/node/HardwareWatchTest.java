package io.signet.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.jetson.DeviceTelemetry;
import io.signet.jetson.TelemetryReader;
import io.signet.mesh.Strain;
import io.signet.runtime.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HardwareWatchTest {
    private static final DeviceTelemetry COOL = telemetry(60, 0, 0);
    private static final DeviceTelemetry HOT = telemetry(95, 0, 0);
    private static final DeviceTelemetry BRAKED = telemetry(99, 1, 0);
    private static final DeviceTelemetry OVERDRAWN = telemetry(60, 0, 1);

    private final Hardware hardware = new Hardware();
    private final HardwareWatch watch = new HardwareWatch(hardware, hardware);

    /** What is read, how often, and the time. */
    private static final class Hardware implements TelemetryReader, Clock {
        private DeviceTelemetry now = COOL;
        private long nanos = Long.MAX_VALUE - 1; // wraps soon, as a monotonic clock may
        private int reads;
        private boolean closed;

        @Override
        public DeviceTelemetry read() {
            reads++;
            return now;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public long wallMillis() {
            return 0;
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }
    }

    private static DeviceTelemetry telemetry(int celsius, int brake, long overCurrentEvents) {
        return new DeviceTelemetry(
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(overCurrentEvents),
                Optional.empty(),
                List.of(),
                List.of(new DeviceTelemetry.ThermalZone(
                        "tj", 1000 * celsius, OptionalInt.of(99_000), OptionalInt.of(105_000))),
                List.of(),
                List.of(new DeviceTelemetry.Brake("cpufreq-cpu0", brake, OptionalInt.of(1))),
                Optional.empty());
    }

    private Strain after(int seconds, DeviceTelemetry telemetry) {
        hardware.now = telemetry;
        for (int i = 0; i < seconds; i++) {
            watch.doWork();
            hardware.nanos += Duration.ofSeconds(1).toNanos();
        }
        watch.doWork();
        return watch.strain();
    }

    @Test
    void coolHardware_isUnderNoStrain_andReadEveryTwoSeconds() {
        assertThat(after(60, COOL)).isEqualTo(Strain.NONE);
        assertThat(hardware.reads).isEqualTo(31);
        assertThat(watch.dueInNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void heat_isSeenAtOnce_andReliefOutlastsItByTwentySeconds() {
        assertThat(after(2, HOT)).isEqualTo(Strain.HOT);
        assertThat(after(18, COOL)).isEqualTo(Strain.HOT);
        assertThat(after(4, COOL)).isEqualTo(Strain.NONE);
    }

    @Test
    void brake_isWorseThanHeat() {
        assertThat(after(2, BRAKED)).isEqualTo(Strain.THROTTLED);
        assertThat(after(18, HOT)).isEqualTo(Strain.THROTTLED);
        assertThat(after(4, HOT)).isEqualTo(Strain.HOT);
        assertThat(after(24, COOL)).isEqualTo(Strain.NONE);
    }

    @Test
    void supplyThatWasOverdrawnBetweenTwoReadings_isABrake() {
        assertThat(after(2, COOL)).isEqualTo(Strain.NONE);
        assertThat(after(2, OVERDRAWN)).isEqualTo(Strain.THROTTLED);
        assertThat(after(24, OVERDRAWN)).isEqualTo(Strain.NONE);
    }

    @Test
    void closed_closesItsReader() {
        watch.close();
        assertThat(hardware.closed).isTrue();
    }

    @Test
    void kernelsFilesOfABrake_areUnderstood(@TempDir Path root) throws Exception {
        Path device = Files.createDirectories(root.resolve("sys/class/thermal/cooling_device0"));
        Files.writeString(device.resolve("type"), "cpufreq-cpu0\n");
        Files.writeString(device.resolve("max_state"), "3\n");
        Files.writeString(device.resolve("cur_state"), "2\n");
        Optional<HardwareWatch> onThisMachine = HardwareWatch.of(root, Clock.SYSTEM);
        onThisMachine.ifPresent(real -> {
            real.doWork();
            assertThat(real.strain()).isEqualTo(Strain.THROTTLED);
            real.close();
        });
    }
}
