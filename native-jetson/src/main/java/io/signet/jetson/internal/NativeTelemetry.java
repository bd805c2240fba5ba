package io.signet.jetson.internal;

import io.signet.jetson.DeviceTelemetry;
import io.signet.jetson.TelemetryReader;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Telemetry through the native library. */
public final class NativeTelemetry implements TelemetryReader {
    private final NativeHandle handle;

    private NativeTelemetry(NativeHandle handle) {
        this.handle = handle;
    }

    /** From files below {@code root}, and from the NVML library of this name unless it is empty. */
    public static NativeTelemetry open(Path root, String nvmlLibrary) {
        NativeHandle handle = new NativeHandle(
                "the telemetry reader",
                NativeCalls.openTelemetry(root.toAbsolutePath().toString(), nvmlLibrary),
                NativeCalls::closeTelemetry);
        NativeTelemetry telemetry = new NativeTelemetry(handle);
        handle.closeWithout(telemetry);
        return telemetry;
    }

    @Override
    public DeviceTelemetry read() {
        AtomicReference<String> lines = new AtomicReference<>("");
        handle.use(address -> lines.set(NativeCalls.readTelemetry(address)));
        return TelemetryText.parse(lines.get());
    }

    @Override
    public void close() {
        handle.close();
    }
}
