package io.signet.jetson;

/** Whether the native library is there. */
public sealed interface NativeLoading {
    /**
     * It is.
     *
     * @param library what it can do
     */
    record Loaded(JetsonLibrary library) implements NativeLoading {}

    /**
     * It is not, which is no error: a build on a machine without a C++ compiler has none.
     *
     * @param reason why, and what to do about it
     */
    record Missing(String reason) implements NativeLoading {}
}
