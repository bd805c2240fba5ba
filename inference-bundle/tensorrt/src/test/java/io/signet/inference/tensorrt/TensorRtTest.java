package io.signet.inference.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.process.EngineProcessSettings;
import io.signet.inference.process.ProcessEngine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineAvailability.NotAvailable;
import io.signet.inference.spi.Precision;
import io.signet.jetson.CudaProbe;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TensorRtTest {
    @TempDir
    Path directory;

    private static CudaProbe device(int major, int minor, int driver) {
        return new CudaProbe.Present("Orin", major, minor, 8L << 30, true, driver);
    }

    private static String reason(CudaProbe probe) {
        return TensorRt.absence(probe).map(NotAvailable::toString).orElse("");
    }

    @Test
    void absence_noDevice_isTheDriversReason() {
        assertThat(reason(new CudaProbe.Absent("CUDA_ERROR_NO_DEVICE")))
                .isEqualTo("tensorrt not available: CUDA_ERROR_NO_DEVICE");
    }

    @Test
    void absence_oldDeviceOrDriver_saysWhatIsNeeded() {
        assertThat(reason(device(7, 2, 12_060)))
                .contains("Orin has compute capability 7.2")
                .contains("7.5 or newer");
        assertThat(reason(device(8, 7, 11_040)))
                .contains("the driver supports CUDA 11.4")
                .contains("CUDA 12");
    }

    @Test
    void absence_deviceThatWillDo_isNone() {
        assertThat(TensorRt.absence(device(7, 5, 12_000))).isEmpty();
        assertThat(TensorRt.absence(device(8, 7, 12_060))).isEmpty();
    }

    /** The process loads TensorRT whatever the driver said: on a machine without it that must be a message. */
    @Test
    void process_withoutTensorRt_saysWhichLibraryIsMissingAndWhatToDo() {
        Optional<NotAvailable> absence = TensorRt.absence();
        EngineAvailability availability = ProcessEngine.probe(
                TensorRt.settings(TensorRtOptions.in(directory), EngineProcessSettings.classPathOfThisProcess()));

        if (absence.isPresent()) {
            assertThat(availability.toString())
                    .startsWith("tensorrt not available: its libraries did not load (UnsatisfiedLinkError: ")
                    .contains("install TensorRT 10.1 or a later 10 for CUDA 12");
        } else {
            assertThat(availability.toString()).contains("tensorrt");
        }
    }

    @Test
    void options_surviveTheWayToTheProcess() {
        TensorRtOptions options = new TensorRtOptions(Precision.FP16, 64, false, directory);

        assertThat(TensorRtOptions.of(options.settings())).isEqualTo(options);
    }
}
