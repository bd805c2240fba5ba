package io.signet.jetson;

import io.signet.jetson.internal.CpuPreprocessor;
import io.signet.jetson.internal.CudaProbeText;
import io.signet.jetson.internal.NativeCalls;
import io.signet.jetson.internal.NativeCudaDevice;
import io.signet.jetson.internal.NativeLoader;
import io.signet.jetson.internal.NativeTelemetry;
import java.nio.file.Path;
import java.util.Optional;

/** What the native library {@code libsignetjetson} can do, once it is loaded. Thread-safe. */
public final class JetsonLibrary {
    private static final String CUDA_DRIVER = "libcuda.so.1";

    /** The JVM loads a native library once for a class loader; so there is one answer, found when first asked for. */
    private static final class Once {
        private static final NativeLoading LOADING = NativeLoader.ofThisMachine()
                .load()
                .<NativeLoading>map(NativeLoading.Missing::new)
                .orElseGet(() -> new NativeLoading.Loaded(new JetsonLibrary()));
    }

    private JetsonLibrary() {}

    /** Loads the library at the first call, which takes some milliseconds; says why if it can't. */
    public static NativeLoading load() {
        return Once.LOADING;
    }

    /** The path that {@link #preprocessor} takes here: {@code avx2}, {@code neon}, or {@code plain} without either. */
    public String vectorPath() {
        return NativeCalls.vectorPath();
    }

    /**
     * Computes on the processor, by the fastest path that it has.
     *
     * @param threads 1 to 64, the calling one included
     * @throws IllegalArgumentException if {@code threads} is out of range
     * @throws IllegalStateException if the system gives no more threads
     */
    public Preprocessor preprocessor(int threads) {
        return CpuPreprocessor.create(threads, vectorPath());
    }

    /**
     * Computes on the processor, by the plain path that defines the results. It is there to compare with.
     *
     * @param threads 1 to 64, the calling one included
     * @throws IllegalArgumentException if {@code threads} is out of range
     * @throws IllegalStateException if the system gives no more threads
     */
    public Preprocessor referencePreprocessor(int threads) {
        return CpuPreprocessor.create(threads, CpuPreprocessor.PLAIN);
    }

    /** Reads this machine's state, with NVML where NVIDIA's driver is. */
    public TelemetryReader telemetry() {
        return telemetry(Path.of("/"), Optional.of("libnvidia-ml.so.1"));
    }

    /**
     * Reads files below another root, and another NVML library.
     *
     * @param root what stands for {@code /}, such as a tree that was copied from a device
     * @param nvmlLibrary as {@code dlopen} takes it; empty for none
     */
    public TelemetryReader telemetry(Path root, Optional<String> nvmlLibrary) {
        return NativeTelemetry.open(root, nvmlLibrary.orElse(""));
    }

    /** The CUDA kernels of this build, such as {@code sm_87 sm_90 sm_110 ptx}; empty if it was built without nvcc. */
    public String kernels() {
        return NativeCalls.kernels();
    }

    /** Whether there is a CUDA device: loads the driver and asks it, without using memory of a device. */
    public CudaProbe probeCuda() {
        return probeCuda(CUDA_DRIVER);
    }

    /** Asks the driver in another library, as {@code dlopen} takes its name. */
    public CudaProbe probeCuda(String driverLibrary) {
        return CudaProbeText.probe(driverLibrary);
    }

    /**
     * Opens the first CUDA device.
     *
     * @throws CudaException if there is none, this build has no kernels for it, or CUDA refuses; the message says which
     */
    public CudaDevice openCuda() {
        return openCuda(CUDA_DRIVER);
    }

    /**
     * Opens the first device of the driver in another library, as {@code dlopen} takes its name.
     *
     * @throws CudaException as {@link #openCuda()}
     */
    public CudaDevice openCuda(String driverLibrary) {
        return NativeCudaDevice.open(driverLibrary);
    }
}
