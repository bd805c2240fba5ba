package io.signet.jetson;

/** Whether this machine has a CUDA device that can be used. */
public sealed interface CudaProbe {
    /**
     * It has.
     *
     * @param name as the driver says
     * @param capabilityMajor compute capability, before the point
     * @param capabilityMinor compute capability, after the point
     * @param memoryBytes that the device has, or shares
     * @param integrated whether it shares the system's memory, as on a Jetson
     * @param driverVersion of the CUDA that the driver supports, 1000 * major + 10 * minor
     */
    record Present(
            String name,
            int capabilityMajor,
            int capabilityMinor,
            long memoryBytes,
            boolean integrated,
            int driverVersion)
            implements CudaProbe {}

    /**
     * It has not, which is no error.
     *
     * @param reason why: no driver, or a driver without a device
     */
    record Absent(String reason) implements CudaProbe {}
}
