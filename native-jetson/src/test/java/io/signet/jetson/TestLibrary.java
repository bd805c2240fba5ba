package io.signet.jetson;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The native library, for tests that are about what it does. */
public final class TestLibrary {
    private TestLibrary() {}

    /** The library; without one, as on a machine that has no C++ compiler, the test is left out and says so. */
    public static JetsonLibrary load() {
        NativeLoading loading = JetsonLibrary.load();
        if (loading instanceof NativeLoading.Loaded loaded) {
            return loaded.library();
        }
        return abort(loading.toString());
    }

    /** A direct buffer with these bytes. */
    public static ByteBuffer direct(int... bytes) {
        ByteBuffer buffer = direct(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            buffer.put(i, (byte) bytes[i]);
        }
        return buffer;
    }

    /** An empty direct buffer in the machine's byte order. */
    public static ByteBuffer direct(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }
}
