package io.signet.osgitest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.signet.jetson.JetsonLibrary;
import io.signet.jetson.NativeLoading;
import io.signet.jetson.TelemetryReader;
import org.junit.jupiter.api.Test;

/** The native library loads from its bundle, or the bundle says why this build has none. */
final class JetsonOsgiTest {
    @Test
    void nativeLibrary_loadsInAFramework() {
        NativeLoading loading = JetsonLibrary.load();
        if (loading instanceof NativeLoading.Missing missing) {
            assertTrue(missing.reason().startsWith("this build has no native library"), missing.reason());
            return;
        }
        try (TelemetryReader telemetry =
                ((NativeLoading.Loaded) loading).library().telemetry()) {
            assertTrue(telemetry.read().memoryTotalKib().isPresent());
        }
    }
}
