package io.signet.inference.onnxruntime.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEnvironment.ThreadingOptions;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * The library's environment, of which there is one a process, made so that it lives as long as the process.
 *
 * <p>ONNX Runtime 1.29.0 frees it in a shutdown hook. Hooks run at the same time: a node that is told to stop finishes what
 * it computes, on threads of an environment that is freed under it, and dies by SIGSEGV. The environment counts who uses it,
 * so one user more, who never leaves, keeps it. The library's Java API has no call for that; its native one is asked past
 * the API. {@code OnnxRuntimeExitTest} shows the fault.
 */
public final class LastingEnvironment {
    private static final String LOG_ID = "signet";

    /** What fails comes as an exception; the library would print it besides, once for each bad request. */
    private static final OrtLoggingLevel LEVEL = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

    private LastingEnvironment() {}

    /**
     * The environment; made with {@code threads} threads for all models together, unless it was made before.
     *
     * @throws OrtException if it can't be made
     * @throws LinkageError if the library can't be loaded
     */
    public static OrtEnvironment get(int threads) throws OrtException {
        try (ThreadingOptions options = new ThreadingOptions()) {
            options.setGlobalIntraOpNumThreads(threads);
            options.setGlobalInterOpNumThreads(1);
            options.setGlobalSpinControl(false);
            OrtEnvironment environment = OrtEnvironment.getEnvironment(LEVEL, LOG_ID, options);
            keep();
            return environment;
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof OrtException failed) {
                throw failed;
            }
            return OrtEnvironment.getEnvironment(); // an engine before this one has made it
        }
    }

    private static void keep() {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            create.invoke(null, api.getLong(null), LEVEL.getValue(), LOG_ID);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this is not the version of ONNX Runtime that the engine was made for", e);
        }
    }
}
