package io.signet.inference.tensorrt;

import io.signet.inference.process.EngineProcessSettings;
import io.signet.inference.process.ProcessEngine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineAvailability.NotAvailable;
import io.signet.inference.tensorrt.internal.TensorRtProgram;
import io.signet.jetson.CudaProbe;
import io.signet.jetson.JetsonLibrary;
import io.signet.jetson.NativeLoading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for TensorRT. Its factories abort the process when there is a driver without a usable device, so the driver is
 * asked first, by a library that survives that, and TensorRT is only ever loaded in a process of its own.
 */
public final class TensorRt {
    /** Its name, in statements and in settings. */
    public static final String NAME = "tensorrt";

    /** The format that this engine supports: a directory with {@code model.onnx}. */
    public static final String FORMAT = "onnx";

    /** Building a plan tries many ways to compute each operation, which takes minutes on a Jetson. */
    private static final Duration LOAD_TIME_MAX = Duration.ofMinutes(15);

    /** Turing, the oldest that TensorRT 10 knows. */
    private static final int CAPABILITY_MIN = 75;

    /** CUDA 12, for which the binding is made. */
    private static final int DRIVER_MIN = 12_000;

    private TensorRt() {}

    /** Why there can be no TensorRT on this machine, empty if there may be one. Loads nothing of CUDA but its driver. */
    public static Optional<NotAvailable> absence() {
        NativeLoading loading = JetsonLibrary.load();
        if (loading instanceof NativeLoading.Missing missing) {
            return Optional.of(new NotAvailable(NAME, "the CUDA driver cannot be asked: " + missing.reason()));
        }
        return absence(((NativeLoading.Loaded) loading).library().probeCuda());
    }

    /** Why there can be none on a machine whose driver answers {@code probe}. */
    static Optional<NotAvailable> absence(CudaProbe probe) {
        if (probe instanceof CudaProbe.Absent absent) {
            return Optional.of(new NotAvailable(NAME, absent.reason()));
        }
        CudaProbe.Present device = (CudaProbe.Present) probe;
        if (10 * device.capabilityMajor() + device.capabilityMinor() < CAPABILITY_MIN) {
            return Optional.of(new NotAvailable(
                    NAME,
                    device.name() + " has compute capability " + device.capabilityMajor() + "."
                            + device.capabilityMinor() + "; TensorRT 10 needs 7.5 or newer"));
        }
        if (device.driverVersion() < DRIVER_MIN) {
            return Optional.of(new NotAvailable(
                    NAME,
                    "the driver supports CUDA " + device.driverVersion() / 1000 + "."
                            + device.driverVersion() % 1000 / 10
                            + "; CUDA 12 is needed: update the driver, or JetPack to 6"));
        }
        return Optional.empty();
    }

    /** Looks for it where no framework loads classes. */
    public static EngineAvailability probe(TensorRtOptions options) {
        Optional<NotAvailable> absence = absence();
        return absence.isPresent()
                ? absence.get()
                : ProcessEngine.probe(settings(options, EngineProcessSettings.classPathOfThisProcess()));
    }

    /**
     * What its processes are made of.
     *
     * @param classPath this room's classes, TensorRT's and CUDA's binding, and what they need
     */
    public static EngineProcessSettings settings(TensorRtOptions options, List<Path> classPath) {
        List<String> jvmOptions = new ArrayList<>(EngineProcessSettings.inheritedOptions());
        jvmOptions.add("-Dorg.bytedeco.javacpp.cachedir=" + options.cache().resolve("libraries"));
        jvmOptions.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"); // memory of the device counts, too, on a Jetson
        jvmOptions.add("-XX:MaxDirectMemorySize=4g"); // for a plan that is read or written, as a whole
        return new EngineProcessSettings(
                NAME,
                List.of(FORMAT),
                TensorRtProgram.class.getName(),
                options.settings(),
                classPath,
                jvmOptions,
                LOAD_TIME_MAX);
    }
}
