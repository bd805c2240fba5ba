package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.tensorrt.nvinfer.ILogger;

/** What TensorRT says: its errors become the messages of exceptions, its warnings go to the node's log. */
final class TensorRtLog extends ILogger {
    private static final int ERRORS_MAX = 4;
    private static final int ERROR_CHARS_MAX = 400;

    private final Deque<String> errors = new ArrayDeque<>();

    @Override
    public void log(ILogger.Severity severity, String message) {
        int level = severity.value;
        if (level <= ILogger.Severity.kERROR.value) {
            note(message.substring(0, Math.min(message.length(), ERROR_CHARS_MAX)));
        } else if (level == ILogger.Severity.kWARNING.value) {
            System.err.println(message);
        }
    }

    private synchronized void note(String error) {
        if (errors.size() == ERRORS_MAX) {
            errors.removeFirst();
        }
        errors.addLast(error);
    }

    /** {@code what} failed, with what TensorRT said about it since the last failure. */
    synchronized EngineException failure(String what) {
        String said = errors.isEmpty() ? "TensorRT gives no reason" : String.join("; ", errors);
        errors.clear();
        return new EngineException(what + ": " + said);
    }
}
