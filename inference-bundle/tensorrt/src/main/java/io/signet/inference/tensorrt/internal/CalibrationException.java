package io.signet.inference.tensorrt.internal;

/** Samples did not lead to a plan with 8 bits; one with more may well be made. */
final class CalibrationException extends Exception {
    private static final long serialVersionUID = 1L;

    CalibrationException(String message) {
        super(message);
    }
}
