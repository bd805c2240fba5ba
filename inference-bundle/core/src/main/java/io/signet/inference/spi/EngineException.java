package io.signet.inference.spi;

/** An engine could not load a model or compute a request. The message names the model or tensor and the reason. */
public final class EngineException extends Exception {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
