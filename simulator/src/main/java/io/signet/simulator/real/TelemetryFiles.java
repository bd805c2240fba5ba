package io.signet.simulator.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's files of a node's hardware, so that the machine on which the simulation runs has no say in it.
 *
 * @param root has {@code sys}
 */
record TelemetryFiles(Path root) {
    /** Whether the hardware is slowed down, as the kernel would say it. */
    void brake(boolean on) throws IOException {
        Path device = root.resolve("sys/class/thermal/cooling_device0");
        Files.createDirectories(device);
        Files.writeString(device.resolve("type"), "cpufreq-cpu0\n");
        Files.writeString(device.resolve("max_state"), "1\n");
        Files.writeString(device.resolve("cur_state"), on ? "1\n" : "0\n");
    }
}
