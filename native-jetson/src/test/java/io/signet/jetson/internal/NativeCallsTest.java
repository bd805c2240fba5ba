package io.signet.jetson.internal;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.jetson.TestLibrary;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The native half checks again what the Java half checks, so that a bug here is an exception and no crash. */
final class NativeCallsTest {
    private static final int[] NUMBERS = new int[14];
    private static final float[] FACTORS = new float[6];
    private static final ByteBuffer BYTES = TestLibrary.direct(64L);

    @BeforeAll
    static void load() {
        TestLibrary.load();
    }

    @Test
    void handleOfZero_isRefused() {
        String noWorkers = "there are no workers at address 0";
        assertRefused(noWorkers, () -> NativeCalls.preprocess(0, true, NUMBERS, FACTORS, BYTES, BYTES));
        assertRefused(noWorkers, () -> NativeCalls.freeWorkers(0));
        String noReader = "there is no telemetry reader at address 0";
        assertRefused(noReader, () -> NativeCalls.readTelemetry(0));
        assertRefused(noReader, () -> NativeCalls.closeTelemetry(0));
        String noDevice = "there is no CUDA device at address 0";
        assertRefused(noDevice, () -> NativeCalls.allocate(0, 1));
        assertRefused(noDevice, () -> NativeCalls.free(0, 64));
        assertRefused(noDevice, () -> NativeCalls.preprocessOnDevice(0, NUMBERS, FACTORS, BYTES, BYTES));
        assertRefused(noDevice, () -> NativeCalls.closeCuda(0));
    }

    @Test
    void viewOfNothing_isRefused() {
        assertRefused("there is no memory at address 0", () -> NativeCalls.view(0, 1));
        assertRefused("a buffer has 1 to 2147483647 bytes, not 0", () -> NativeCalls.view(64, 0));
        assertRefused("a buffer has 1 to 2147483647 bytes, not -1", () -> NativeCalls.view(64, -1));
    }

    @Test
    void recipeOfOtherLength_isRefused() {
        long workers = NativeCalls.newWorkers(1);
        try {
            String expected = "a recipe has 14 numbers and 6 factors";
            for (int[] numbers : new int[][] {null, {}, new int[15]}) {
                assertRefused(expected, () -> NativeCalls.preprocess(workers, true, numbers, FACTORS, BYTES, BYTES));
            }
            for (float[] factors : new float[][] {null, {}, new float[7]}) {
                assertRefused(expected, () -> NativeCalls.preprocess(workers, true, NUMBERS, factors, BYTES, BYTES));
            }
        } finally {
            NativeCalls.freeWorkers(workers);
        }
    }

    @Test
    void textThatIsMissing_isRefused() {
        assertRefused("text is missing", () -> NativeCalls.openCuda(null));
        assertRefused("text is missing", () -> NativeCalls.probeCuda(null));
        assertRefused("text is missing", () -> NativeCalls.openTelemetry(null, ""));
        assertRefused("text is missing", () -> NativeCalls.openTelemetry("/", null));
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
