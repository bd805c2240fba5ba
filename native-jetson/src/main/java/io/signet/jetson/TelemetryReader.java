package io.signet.jetson;

/** Reads the state of the hardware, each time anew. Thread-safe. */
public interface TelemetryReader extends AutoCloseable {
    /**
     * Reads some dozens of small files, which takes about a millisecond; some milliseconds more with NVML.
     *
     * @throws ReleasedException if this is closed
     */
    DeviceTelemetry read();

    /** May be called again. */
    @Override
    void close();
}
