package io.signet.inference.spi;

/** An engine could not load a model or compute a request. The message names the model or tensor and the reason. */
public final class EngineException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int CAUSE_CHARS_MAX = 500;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    /** {@code what} failed because a library threw {@code cause}, whose message is cut to a length that people read. */
    public static EngineException of(String what, Exception cause) {
        String message = String.valueOf(cause.getMessage());
        return new EngineException(
                what + ": " + message.substring(0, Math.min(message.length(), CAUSE_CHARS_MAX)), cause);
    }
}
