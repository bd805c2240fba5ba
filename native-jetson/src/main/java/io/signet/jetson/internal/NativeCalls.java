package io.signet.jetson.internal;

import java.nio.ByteBuffer;

/**
 * The calls of {@code libsignetjetson} (src/main/cpp/jni/calls.cpp). Nothing here but {@link #interfaceVersion} may be called
 * before {@link NativeLoader} has loaded it. Handles are addresses: a closed one must never be passed again.
 * A handle of 0 is an IllegalArgumentException, and so is null.
 */
public final class NativeCalls {
    /** Changes with every change of a call's meaning; calls.cpp has the same. */
    static final int INTERFACE_VERSION = 1;

    private NativeCalls() {}

    static native int interfaceVersion();

    /** {@code avx2}, {@code neon} or {@code plain}. */
    public static native String vectorPath();

    /** A handle of threads that share rows. IllegalArgumentException: number out of range; IllegalStateException: no thread. */
    static native long newWorkers(int threads);

    static native void freeWorkers(long workers);

    /** {@code numbers} and {@code factors} as {@link RecipeCodec} writes them; buffers from their first byte on. */
    static native void preprocess(
            long workers, boolean plain, int[] numbers, float[] factors, ByteBuffer picture, ByteBuffer tensor);

    /** A handle to read telemetry with: from files below {@code root}, and from NVML unless {@code nvmlLibrary} is empty. */
    static native long openTelemetry(String root, String nvmlLibrary);

    static native void closeTelemetry(long telemetry);

    /** What {@link TelemetryText} reads. */
    static native String readTelemetry(long telemetry);

    /** The CUDA kernels of this build, such as {@code sm_87 sm_90 ptx}; empty if it has none. */
    public static native String kernels();

    /** What {@link CudaProbeText} reads; CudaException: there is no device, and why. */
    static native String probeCuda(String library);

    /** A handle of the first device. CudaException: there is none, it can't run the kernels, or CUDA refuses. */
    static native long openCuda(String library);

    static native void closeCuda(long device);

    /** The address of pinned memory. CudaException: there is no more. */
    static native long allocate(long device, long bytes);

    /** A direct buffer over memory, which it neither owns nor frees. */
    static native ByteBuffer view(long address, long bytes);

    static native void free(long device, long address);

    /** As {@link #preprocess}; both buffers within memory of {@link #allocate}. CudaException: the device failed. */
    static native void preprocessOnDevice(
            long device, int[] numbers, float[] factors, ByteBuffer picture, ByteBuffer tensor);
}
