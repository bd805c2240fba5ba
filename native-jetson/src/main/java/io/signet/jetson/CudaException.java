package io.signet.jetson;

/** CUDA could not do something; the message says which call of the driver failed, with which error. */
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what failed. The native library throws it. */
    public CudaException(String message) {
        super(message);
    }
}
