package io.signet.jetson.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.jetson.DeviceTelemetry;
import io.signet.jetson.DeviceTelemetry.NvmlState;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TelemetryTextTest {
    @Test
    void nothing_isUnknown() {
        DeviceTelemetry nothing = TelemetryText.parse("");
        assertThat(nothing.memoryTotalKib()).isEmpty();
        assertThat(nothing.zones()).isEmpty();
        assertThat(nothing.nvml()).isEmpty();
        assertThat(nothing.condition().strained()).isFalse();
    }

    @Test
    void numbersTooLargeForTheirField_areUnknown() {
        DeviceTelemetry odd = TelemetryText.parse("gpu.load.permille\t4294967296\nzone\tz\t4294967296\t-\t-\n");
        assertThat(odd.gpuLoadPermille()).isEmpty();
        assertThat(odd.zones()).isEmpty();
    }

    @Test
    void nvml_tellsHeatFromAPowerCap() {
        DeviceTelemetry capped =
                TelemetryText.parse("nvml.celsius\t84\nnvml.celsius.slowdown\t90\nnvml.throttle.reasons\t4\n");
        NvmlState state = capped.nvml().orElseThrow();
        assertThat(state.celsius()).hasValue(84);
        assertThat(state.loadPermille()).isEmpty();
        assertThat(capped.condition().strained()).isFalse();
        DeviceTelemetry hot =
                TelemetryText.parse("nvml.celsius\t85\nnvml.celsius.slowdown\t90\nnvml.throttle.reasons\t36\n");
        assertThat(hot.condition())
                .isEqualTo(new DeviceTelemetry.Condition(
                        true, true, List.of("GPU slowed down, reasons 36", "GPU at 85 °C")));
    }
}
