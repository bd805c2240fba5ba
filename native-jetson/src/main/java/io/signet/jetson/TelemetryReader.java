package io.signet.jetson;

/** Reads the state of the hardware, each time anew. Thread-safe. */
public interface TelemetryReader extends AutoCloseable {
    /**
     * Reads small files of the kernel, a hundred or more, as many as it has sensors and processors to tell of, and asks
     * NVML if it is there.
     *
     * @throws ReleasedException if this is closed
     */
    DeviceTelemetry read();

    /** May be called again. */
    @Override
    void close();
}
