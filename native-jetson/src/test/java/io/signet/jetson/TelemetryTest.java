package io.signet.jetson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.jetson.DeviceTelemetry.Brake;
import io.signet.jetson.DeviceTelemetry.ClockRate;
import io.signet.jetson.DeviceTelemetry.PowerMode;
import io.signet.jetson.DeviceTelemetry.PowerRail;
import io.signet.jetson.DeviceTelemetry.ThermalZone;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** From files to the record, and what follows from it. More of the files is tested in C++. */
final class TelemetryTest {
    private static DeviceTelemetry read(String tree) {
        try (TelemetryReader reader =
                TestLibrary.load().telemetry(Path.of("src/test/resources/trees", tree), Optional.empty())) {
            return reader.read();
        }
    }

    @Test
    void orin_tellsAllItKnows() {
        DeviceTelemetry orin = read("agx-orin-jetpack6");
        assertThat(orin.gpuLoadPermille()).hasValue(437);
        assertThat(orin.loadAverageMilli()).hasValue(1520);
        assertThat(orin.memoryTotalKib()).hasValue(31_356_200);
        assertThat(orin.memoryAvailableKib()).hasValue(24_117_312);
        assertThat(orin.overCurrentEvents()).hasValue(0);
        assertThat(orin.powerMode()).contains(new PowerMode(2, Optional.of("MODE_30W")));
        assertThat(orin.rails()).hasSize(4).contains(new PowerRail("VDD_GPU_SOC", 19048, 1240, OptionalInt.empty()));
        assertThat(orin.rails().get(0).milliwatts()).isEqualTo(23_619);
        assertThat(orin.zones())
                .hasSize(4)
                .contains(new ThermalZone("tj-thermal", 52312, OptionalInt.of(99000), OptionalInt.of(104500)));
        assertThat(orin.clocks())
                .hasSize(3)
                .contains(new ClockRate("gpu", 612_000, OptionalLong.of(612_000), OptionalLong.empty()));
        assertThat(orin.brakes()).hasSize(5).contains(new Brake("cpufreq-cpu0", 0, OptionalInt.of(19)));
        assertThat(orin.nvml()).isEmpty();
        assertThat(orin.condition()).isEqualTo(new DeviceTelemetry.Condition(false, false, List.of()));
    }

    @Test
    void hotOrin_isThrottledAndHot() {
        DeviceTelemetry.Condition condition = read("agx-orin-jetpack6-hot").condition();
        assertThat(condition.throttled()).isTrue();
        assertThat(condition.hot()).isTrue();
        assertThat(condition.strained()).isTrue();
        assertThat(condition.reasons())
                .containsExactly(
                        "cpufreq-cpu0 at 8",
                        "devfreq-17000000.gpu at 2",
                        "gpu-throttle-alert at 1",
                        "cpu-thermal at 97 °C",
                        "gpu-thermal at 99 °C",
                        "tj-thermal at 99 °C");
    }

    @Test
    void overCurrentSinceTheLastReading_isThrottling() {
        DeviceTelemetry before = read("agx-orin-jetpack6");
        DeviceTelemetry after = read("agx-orin-jetpack6-hot");
        assertThat(after.conditionSince(before).reasons()).last().isEqualTo("7 over-current events");
        assertThat(before.conditionSince(before).throttled()).isFalse();
        assertThat(after.conditionSince(after)).isEqualTo(after.condition());
    }

    @Test
    void serverWithoutSuchHardware_saysSo() {
        DeviceTelemetry server = read("server");
        assertThat(server.gpuLoadPermille()).isEmpty();
        assertThat(server.overCurrentEvents()).isEmpty();
        assertThat(server.powerMode()).isEmpty();
        assertThat(server.rails()).isEmpty();
        assertThat(server.condition().strained()).isFalse();
    }

    @Test
    void hotZones_areThoseNearTheirPoint() {
        assertThat(new ThermalZone("z", 0, OptionalInt.of(99_000), OptionalInt.of(104_500)).hotMilliCelsius())
                .hasValue(94_000);
        assertThat(new ThermalZone("z", 0, OptionalInt.empty(), OptionalInt.of(105_000)).hotMilliCelsius())
                .hasValue(90_000);
        assertThat(new ThermalZone("z", 0, OptionalInt.empty(), OptionalInt.empty()).hotMilliCelsius())
                .isEmpty();
    }

    @Test
    void thisMachine_canBeRead() {
        try (TelemetryReader reader = TestLibrary.load().telemetry()) {
            assertThat(reader.read().memoryTotalKib()).isPresent();
        }
    }

    @Test
    void useAfterClose_isNamed() {
        TelemetryReader reader = TestLibrary.load().telemetry();
        reader.close();
        assertThatThrownBy(reader::read)
                .isInstanceOf(ReleasedException.class)
                .hasMessage("the telemetry reader is closed");
    }
}
