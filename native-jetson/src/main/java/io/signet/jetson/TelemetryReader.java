package io.signet.jetson;

/** Reads the state of the hardware, each time anew. Thread-safe. */
public interface TelemetryReader extends AutoCloseable {
    /**
     * Reads some dozens of small files of the kernel, and asks NVML if it is there.
     *
     * @throws ReleasedException if this is closed
     */
    DeviceTelemetry read();

    /** May be called again. */
    @Override
    void close();
}
